package main

// canaryRows says of every operation what it takes in: secrets, and, with a question mark, what is none. Each leaf of an
// input stands by its path. An operation or a leaf of the schema without an entry fails the test.
func canaryRows() map[string]string {
	const (
		attributes = " attributes.name? attributes.value?"
		answer     = "challenge answer.totpCode answer.code answer.password answer.factor? answer.passkey answer.custom " +
			"answer.totpSetup.code answer.totpSetup.deviceName? answer.newPassword.password " +
			"answer.newPassword.attributes.name? answer.newPassword.attributes.value?"
	)
	return map[string]string{
		"config": "", "me": "", "session": "", "sessions": "",
		"signUp":                    "email? password" + attributes,
		"confirmSignUp":             "username? code password",
		"resendConfirmationCode":    "username?",
		"signIn":                    "username? password factor?",
		"respondToChallenge":        answer,
		"refreshTokens":             "refreshToken",
		"signOut":                   "refreshToken",
		"signOutEverywhere":         "",
		"signOutOthers":             "",
		"revokeSession":             "id?",
		"forgotPassword":            "username?",
		"confirmForgotPassword":     "username? code newPassword",
		"changePassword":            "currentPassword newPassword signOutOthers?",
		"deleteAccount":             "password",
		"setUpTotp":                 "",
		"confirmTotp":               "code deviceName? preferred?",
		"setFactorPreference":       "enabled? preferred?",
		"startPasskeyRegistration":  "",
		"finishPasskeyRegistration": "credential",
		"deletePasskey":             "id?",
		"updateProfile":             "name? givenName? familyName? locale? zoneinfo? picture?" + attributes,
		"requestEmailChange":        "email?",
		"requestPhoneChange":        "phoneNumber?",
		"resendVerificationCode":    "channel?",
		"verifyContact":             "channel? code",
	}
}
