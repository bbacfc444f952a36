/** Which types stand behind each interface and union of the schema: `new InMemoryCache({ possibleTypes })`. */
export const possibleTypes: Record<string, string[]> = {
  "AccountResult": [
    "AccountDeleted",
    "DeliveryFailed",
    "InvalidCredentials",
    "InvalidInput",
    "NotEnabled",
    "PasswordEnvelopeRefused",
    "PasswordResetRequired",
    "RateLimited",
    "ReauthenticationRequired"
  ],
  "AuthResult": [
    "ChallengeExpired",
    "CodeChallenge",
    "CustomChallenge",
    "DeliveryFailed",
    "InvalidCode",
    "InvalidCredentials",
    "InvalidInput",
    "MfaSetupChallenge",
    "NewPasswordChallenge",
    "NotConfirmed",
    "NotEnabled",
    "PasskeyChallenge",
    "PasswordEnvelopeRefused",
    "PasswordResetRequired",
    "RateLimited",
    "SelectFactorChallenge",
    "Session",
    "TotpChallenge",
    "WeakPassword"
  ],
  "Challenge": [
    "CodeChallenge",
    "CustomChallenge",
    "MfaSetupChallenge",
    "NewPasswordChallenge",
    "PasskeyChallenge",
    "SelectFactorChallenge",
    "TotpChallenge"
  ],
  "CodeSentResult": [
    "CodeSent",
    "InvalidInput",
    "RateLimited"
  ],
  "ConfirmSignUpResult": [
    "InvalidCode",
    "InvalidInput",
    "NotEnabled",
    "PasswordEnvelopeRefused",
    "RateLimited",
    "Session",
    "SignUpConfirmed",
    "WeakPassword"
  ],
  "FactorResult": [
    "FactorsUpdated",
    "InvalidCode",
    "InvalidInput",
    "NotEnabled",
    "RateLimited",
    "ReauthenticationRequired"
  ],
  "PasskeyOptionsResult": [
    "NotEnabled",
    "PasskeyOptions",
    "RateLimited",
    "ReauthenticationRequired"
  ],
  "PasskeyResult": [
    "ChallengeExpired",
    "InvalidInput",
    "NotEnabled",
    "PasskeyRegistered",
    "RateLimited"
  ],
  "PasswordResult": [
    "InvalidCode",
    "InvalidCredentials",
    "InvalidInput",
    "NotEnabled",
    "PasswordChanged",
    "PasswordEnvelopeRefused",
    "RateLimited",
    "WeakPassword"
  ],
  "Problem": [
    "AliasInUse",
    "ChallengeExpired",
    "DeliveryFailed",
    "InvalidCode",
    "InvalidCredentials",
    "InvalidInput",
    "NotConfirmed",
    "NotEnabled",
    "PasswordEnvelopeRefused",
    "PasswordResetRequired",
    "RateLimited",
    "ReauthenticationRequired",
    "SessionExpired",
    "WeakPassword"
  ],
  "ProfileResult": [
    "AliasInUse",
    "DeliveryFailed",
    "InvalidInput",
    "NotEnabled",
    "ProfileUpdated",
    "RateLimited",
    "ReauthenticationRequired"
  ],
  "RefreshResult": [
    "RateLimited",
    "Session",
    "SessionExpired"
  ],
  "SessionsResult": [
    "RateLimited",
    "ReauthenticationRequired",
    "SessionsEnded"
  ],
  "SignUpResult": [
    "DeliveryFailed",
    "InvalidInput",
    "NotEnabled",
    "PasswordEnvelopeRefused",
    "RateLimited",
    "SignUpStarted",
    "WeakPassword"
  ],
  "TotpSetupResult": [
    "NotEnabled",
    "RateLimited",
    "ReauthenticationRequired",
    "TotpEnrollment"
  ],
  "VerificationCodeResult": [
    "CodeSent",
    "DeliveryFailed",
    "InvalidInput",
    "NotEnabled",
    "RateLimited"
  ],
  "VerifyResult": [
    "AliasInUse",
    "InvalidCode",
    "InvalidInput",
    "NotEnabled",
    "ProfileUpdated",
    "RateLimited"
  ]
}