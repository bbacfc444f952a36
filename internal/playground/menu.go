package playground

// entry is one operation in the menu.
type entry struct {
	name  string // the schema's field, and the stem of its files under operations/
	label string // what a person wants of it
	next  string // the operation that goes on where this one ends; empty where nothing does
}

// section is a part of the menu: what belongs to one purpose, in the order in
// which one would run it.
type section struct {
	title string
	walk  bool // the first walk: its steps are numbered, ticked off, and open from the start
	parts []entry
}

// menu orders the operations by what a person wants. The order of the schema
// would be that of its files.
func menu() []section {
	return []section{
		{"Start here", true, []entry{
			{"signUp", "Sign up", "confirmSignUp"},
			{"confirmSignUp", "Confirm with the code", "me"},
			{"me", "See who you are", "signOut"},
			{"signOut", "Sign out", "signIn"},
		}},
		{"Sign in", false, []entry{
			{"signIn", "Sign in", ""},
			{"respondToChallenge", "Answer the next step", ""},
		}},
		{"Recover", false, []entry{
			{"forgotPassword", "Forgot the password", "confirmForgotPassword"},
			{"confirmForgotPassword", "Set a new password", "signIn"},
			{"resendConfirmationCode", "Send the code again", "confirmSignUp"},
		}},
		{"Profile and contact", false, []entry{
			{"updateProfile", "Change the profile", ""},
			{"changePassword", "Change the password", ""},
			{"requestEmailChange", "Change the e-mail address", "verifyContact"},
			{"requestPhoneChange", "Change the phone number", "verifyContact"},
			{"verifyContact", "Confirm it with the code", ""},
			{"resendVerificationCode", "Send its code again", "verifyContact"},
			{"deleteAccount", "Delete the account", "signUp"},
		}},
		{"Second factors", false, []entry{
			{"setUpTotp", "Add an authenticator app", "confirmTotp"},
			{"confirmTotp", "Confirm the app", ""},
			{"setFactorPreference", "Choose the factors", ""},
		}},
		{"Passkeys", false, []entry{
			{"startPasskeyRegistration", "Add a passkey", "finishPasskeyRegistration"},
			{"finishPasskeyRegistration", "Keep the passkey", ""},
			{"deletePasskey", "Delete a passkey", ""},
		}},
		{"Sessions", false, []entry{
			{"sessions", "List the sessions", "revokeSession"},
			{"revokeSession", "End one of them", ""},
			{"signOutOthers", "End all the others", ""},
			{"signOutEverywhere", "Sign out everywhere", "signIn"},
		}},
		{"For programs", false, []entry{
			{"config", "What this pool allows", ""},
			{"session", "Is somebody signed in?", ""},
			{"refreshTokens", "Trade tokens for new ones", ""},
		}},
	}
}
