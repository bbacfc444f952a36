package localpool

// exception is the name of a Cognito error shape.
type exception string

const (
	aliasExists             exception = "AliasExistsException"
	codeDeliveryFailure     exception = "CodeDeliveryFailureException"
	codeMismatch            exception = "CodeMismatchException"
	expiredCode             exception = "ExpiredCodeException"
	incompleteSignature     exception = "IncompleteSignatureException"
	internalError           exception = "InternalErrorException"
	invalidParameter        exception = "InvalidParameterException"
	invalidPassword         exception = "InvalidPasswordException"
	limitExceeded           exception = "LimitExceededException"
	missingAuthentication   exception = "MissingAuthenticationTokenException"
	notAuthorized           exception = "NotAuthorizedException"
	passwordHistoryViolated exception = "PasswordHistoryPolicyViolationException"
	passwordResetRequired   exception = "PasswordResetRequiredException"
	refreshTokenReuse       exception = "RefreshTokenReuseException"
	resourceNotFound        exception = "ResourceNotFoundException"
	serialization           exception = "SerializationException"
	tooManyRequests         exception = "TooManyRequestsException"
	unauthorized            exception = "UnauthorizedException"
	unknownOperation        exception = "UnknownOperationException"
	unsupportedOperation    exception = "UnsupportedOperationException"
	unsupportedTokenType    exception = "UnsupportedTokenTypeException"
	unsupportedUserState    exception = "UnsupportedUserStateException"
	usernameExists          exception = "UsernameExistsException"
	userNotConfirmed        exception = "UserNotConfirmedException"
	userNotFound            exception = "UserNotFoundException"
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
