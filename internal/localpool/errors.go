package localpool

// exception is the name of a Cognito error shape.
type exception string

const (
	aliasExists             exception = "AliasExistsException"
	codeDeliveryFailure     exception = "CodeDeliveryFailureException"
	codeMismatch            exception = "CodeMismatchException"
	enableSoftwareToken     exception = "EnableSoftwareTokenMFAException"
	expiredCode             exception = "ExpiredCodeException"
	groupExists             exception = "GroupExistsException"
	featureUnavailable      exception = "FeatureUnavailableInTierException"
	incompleteSignature     exception = "IncompleteSignatureException"
	internalError           exception = "InternalErrorException"
	invalidLambdaResponse   exception = "InvalidLambdaResponseException"
	invalidParameter        exception = "InvalidParameterException"
	invalidPassword         exception = "InvalidPasswordException"
	limitExceeded           exception = "LimitExceededException"
	mfaMethodNotFound       exception = "MFAMethodNotFoundException"
	missingAuthentication   exception = "MissingAuthenticationTokenException"
	notAuthorized           exception = "NotAuthorizedException"
	passwordHistoryViolated exception = "PasswordHistoryPolicyViolationException"
	passwordResetRequired   exception = "PasswordResetRequiredException"
	refreshTokenReuse       exception = "RefreshTokenReuseException"
	resourceNotFound        exception = "ResourceNotFoundException"
	serialization           exception = "SerializationException"
	softwareTokenNotFound   exception = "SoftwareTokenMFANotFoundException"
	tooManyRequests         exception = "TooManyRequestsException"
	unauthorized            exception = "UnauthorizedException"
	unknownOperation        exception = "UnknownOperationException"
	unsupportedOperation    exception = "UnsupportedOperationException"
	unsupportedTokenType    exception = "UnsupportedTokenTypeException"
	unsupportedUserState    exception = "UnsupportedUserStateException"
	usernameExists          exception = "UsernameExistsException"
	userLambdaValidation    exception = "UserLambdaValidationException"
	userNotConfirmed        exception = "UserNotConfirmedException"
	userNotFound            exception = "UserNotFoundException"
	webAuthnUnsupported     exception = "WebAuthnCredentialNotSupportedException"
	webAuthnForeignClient   exception = "WebAuthnClientMismatchException"
	webAuthnForeignOrigin   exception = "WebAuthnOriginNotAllowedException"
	webAuthnForeignParty    exception = "WebAuthnRelyingPartyMismatchException"
	webAuthnNoChallenge     exception = "WebAuthnChallengeNotFoundException"
	webAuthnNotEnabled      exception = "WebAuthnNotEnabledException"
	webAuthnUnconfigured    exception = "WebAuthnConfigurationMissingException"
)

// Texts that clients compare, or that must be the same in several places.
const (
	textWrongCredentials   = "Incorrect username or password."
	textLockedOut          = "Password attempts exceeded"
	textUserDisabled       = "User is disabled."
	textUserUnknown        = "User does not exist."
	textCombinationUnknown = "Username/client id combination not found."
	textCodeMismatch       = "Invalid verification code provided, please try again."
	textCodeExpired        = "Invalid code provided, please request a code again."
	textAttemptLimit       = "Attempt limit exceeded, please try after some time."
	textNoRecovery         = "Cannot reset password for the user as there is no registered/verified email or phone_number"
	textResetRequired      = "Password reset required for the user"
	textResetImpossible    = "User password cannot be reset in the current state."
	textEmailTaken         = "An account with the given email already exists."
	textPhoneTaken         = "An account with the given phone_number already exists."
	textInvalidAccess      = "Invalid Access Token"
	textInvalidRefresh     = "Invalid Refresh Token"
	textSessionInvalid     = "Invalid session for the user."
	textSessionExpired     = "Invalid session for the user, session is expired."
	textSessionUsed        = "Invalid session for the user, session can only be used once."
	textOTPMismatch        = "Invalid code or auth state for the user."
	textMFAMismatch        = "Invalid code received for user"
	textTOTPUsed           = "Your software token has already been used once."
	textTOTPSetupMismatch  = "Code mismatch"
	textForbiddenAttribute = "A client attempted to write unauthorized attribute"
)

// apiError is an answer that the caller is meant to see. Any other error is answered as InternalErrorException and logged.
type apiError struct {
	Type    exception
	Message string
}

func (e *apiError) Error() string { return string(e.Type) + ": " + e.Message }

func fail(t exception, message string) error { return &apiError{Type: t, Message: message} }

// kept marks a failed call whose bookkeeping (attempt counters) must be stored all the same.
type kept struct{ answer error }

func (k *kept) Error() string { return k.answer.Error() }
func (k *kept) Unwrap() error { return k.answer }

func keep(answer error) error { return &kept{answer: answer} }
