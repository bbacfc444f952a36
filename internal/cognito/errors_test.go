package cognito_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/cognito"
)

const (
	secretHashWrong   = "Unable to verify secret hash for client 1example23456789"
	secretHashMissing = "Client 1example23456789 is configured with secret but SECRET_HASH was not received"
)

// outcome is what a caller sees of an error.
type outcome struct {
	code    auth.Code
	reason  auth.Reason
	wait    bool
	feature bool
}

func outcomeOf(err error) outcome {
	e, ok := errors.AsType[*auth.Error](err)
	if !ok {
		return outcome{code: auth.CodeOf(err)}
	}
	return outcome{e.Code, e.Reason, e.RetryAfter > 0, e.Feature != ""}
}

func TestWhatCognitoAnswersMeans(t *testing.T) {
	const (
		notAuthorized    = "NotAuthorizedException"
		invalidParameter = "InvalidParameterException"
		limitExceeded    = "LimitExceededException"
	)
	unauthenticated := func(r auth.Reason) outcome { return outcome{code: auth.Unauthenticated, reason: r} }
	off := outcome{code: auth.NotEnabled, feature: true}
	limited := outcome{code: auth.RateLimited, wait: true}
	is := func(c auth.Code) outcome { return outcome{code: c} }

	for _, c := range []struct {
		method, exception, message string
		want                       outcome
	}{
		{"SignUp", "UsernameExistsException", "An account with the given email already exists.", is(auth.UserExists)},
		{"SignUp", "AliasExistsException", "An account with the given email already exists.", is(auth.UserExists)},
		{"SignUp", "InvalidPasswordException", "Password did not conform with policy: Password not long enough", is(auth.WeakPassword)},
		{"SignUp", invalidParameter, "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than or equal to 256", is(auth.WeakPassword)},
		{"SignUp", invalidParameter, "Username should be an email.", is(auth.InvalidInput)},
		{"SignUp", notAuthorized, "SignUp is not permitted for this user pool", off},
		{"SignUp", notAuthorized, "A client attempted to write unauthorized attribute", is(auth.InvalidInput)},
		{"SignUp", notAuthorized, secretHashWrong, is(auth.Misconfigured)},
		{"SignUp", limitExceeded, "Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.", is(auth.DeliveryFailed)},
		{"SignUp", limitExceeded, "Attempt limit exceeded, please try after some time.", limited},
		{"SignUp", "CodeDeliveryFailureException", "Unable to deliver message to user", is(auth.DeliveryFailed)},
		{"SignUp", "InvalidEmailRoleAccessPolicyException", "", is(auth.Misconfigured)},
		{"SignUp", "UserLambdaValidationException", "PreSignUp failed with error no.", off},
		{"SignUp", "ResourceNotFoundException", "User pool client 1example does not exist.", is(auth.Misconfigured)},

		{"ConfirmSignUp", "CodeMismatchException", "Invalid verification code provided, please try again.", is(auth.InvalidCode)},
		{"ConfirmSignUp", "ExpiredCodeException", "Invalid code provided, please request a code again.", is(auth.CodeExpired)},
		{"ConfirmSignUp", notAuthorized, "User cannot be confirmed. Current status is CONFIRMED", is(auth.AlreadyConfirmed)},
		{"ConfirmSignUp", notAuthorized, "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD", is(auth.AlreadyConfirmed)},
		{"ConfirmSignUp", notAuthorized, "User is disabled.", is(auth.InvalidCode)},
		{"ConfirmSignUp", notAuthorized, secretHashMissing, is(auth.Misconfigured)},
		{"ConfirmSignUp", "AliasExistsException", "An account with the email already exists.", is(auth.AliasInUse)},
		{"ConfirmSignUp", "UserNotFoundException", "Username/client id combination not found.", is(auth.InvalidCode)},
		{"ConfirmSignUp", "TooManyFailedAttemptsException", "", limited},
		{"ConfirmSignUp", "UserLambdaValidationException", "PostConfirmation failed with error no.", is(auth.Misconfigured)},

		{"ResendConfirmationCode", invalidParameter, "User is already confirmed.", is(auth.AlreadyConfirmed)},
		{"ResendConfirmationCode", "UserNotFoundException", "Username/client id combination not found.", is(auth.UserNotFound)},
		{"ResendConfirmationCode", limitExceeded, "Attempt limit exceeded, please try after some time.", limited},

		{"SignIn", notAuthorized, "Incorrect username or password.", is(auth.InvalidCredentials)},
		{"SignIn", notAuthorized, "Password attempts exceeded", limited},
		{"SignIn", notAuthorized, "User is disabled.", is(auth.InvalidCredentials)},
		{"SignIn", notAuthorized, "Temporary password has expired and must be reset by an administrator.", off},
		{"SignIn", notAuthorized, "A text that nobody has seen yet", is(auth.InvalidCredentials)},
		{"SignIn", notAuthorized, secretHashWrong, is(auth.Misconfigured)},
		{"SignIn", "UserNotFoundException", "User does not exist.", is(auth.InvalidCredentials)},
		{"SignIn", "UserNotConfirmedException", "User is not confirmed.", is(auth.NotConfirmed)},
		{"SignIn", "PasswordResetRequiredException", "Password reset required for the user", is(auth.PasswordResetRequired)},
		{"SignIn", invalidParameter, "USER_PASSWORD_AUTH flow not enabled for this client", off},
		{"SignIn", "TooManyRequestsException", "Rate exceeded", outcome{code: auth.UpstreamThrottled, wait: true}},

		{"SignIn by another factor", invalidParameter, "USER_AUTH flow not enabled for this client", off},
		{"SignIn by another factor", invalidParameter, "Custom auth lambda trigger is not configured for the user pool.", off},
		{"SignIn by another factor", "CodeDeliveryFailureException", "", is(auth.DeliveryFailed)},
		{"SignIn by another factor", "UserNotFoundException", "User does not exist.", is(auth.InvalidCredentials)},

		{"Respond", "CodeMismatchException", "Invalid code received for user", is(auth.InvalidCode)},
		{"Respond", "CodeMismatchException", "Invalid code or auth state for the user.", is(auth.InvalidCode)},
		{"Respond", "ExpiredCodeException", "Your software token has already been used once.", is(auth.InvalidCode)},
		{"Respond", "ExpiredCodeException", "Invalid code provided, please request a code again.", is(auth.CodeExpired)},
		{"Respond", notAuthorized, "Invalid session for the user.", is(auth.ChallengeExpired)},
		{"Respond", notAuthorized, "Invalid session for the user, session is expired.", is(auth.ChallengeExpired)},
		{"Respond", notAuthorized, "Invalid session for the user, session can only be used once.", is(auth.ChallengeExpired)},
		{"Respond", notAuthorized, "Incorrect username or password.", is(auth.InvalidCredentials)},
		{"Respond", notAuthorized, "Password attempts exceeded", limited},
		{"Respond", notAuthorized, secretHashWrong, is(auth.Misconfigured)},
		{"Respond", "UserNotFoundException", "User does not exist.", is(auth.InvalidCredentials)},
		{"Respond", "AliasExistsException", "", is(auth.AliasInUse)},
		{"Respond", "InternalErrorException", "", is(auth.UpstreamUnavailable)},
		{"Respond with a password", "InvalidPasswordException", "Password did not conform with policy: Password not long enough", is(auth.WeakPassword)},
		{"Respond with a password", "PasswordHistoryPolicyViolationException", "", is(auth.PasswordReused)},
		{"Respond with a password", "UserLambdaValidationException", "PostAuthentication failed with error no.", off},

		{"UpdateAttributes", "AliasExistsException", "An account with the given email already exists.", is(auth.AliasInUse)},
		{"UpdateAttributes", notAuthorized, "A client attempted to write unauthorized attribute", is(auth.InvalidInput)},
		{"UpdateAttributes", "CodeDeliveryFailureException", "", is(auth.DeliveryFailed)},
		{"SendAttributeCode", limitExceeded, "Attempt limit exceeded, please try after some time.", limited},
		{"VerifyAttribute", "CodeMismatchException", "Invalid verification code provided, please try again.", is(auth.InvalidCode)},
		{"VerifyAttribute", "ExpiredCodeException", "Invalid code provided, please request a code again.", is(auth.CodeExpired)},
		{"VerifyAttribute", "AliasExistsException", "An account with the email already exists.", is(auth.AliasInUse)},
		{"VerifyAttribute", notAuthorized, "Access Token does not have required scopes", is(auth.Forbidden)},
		{"DeleteUser", notAuthorized, "Access Token has been revoked", unauthenticated(auth.ReasonRevoked)},
		{"AssociateTOTP by Session", notAuthorized, "Invalid session for the user.", is(auth.ChallengeExpired)},
		{"AssociateTOTP by Session", notAuthorized, "User is disabled.", is(auth.ChallengeExpired)},
		{"VerifyTOTP by Session", notAuthorized, "A text that nobody has seen yet", is(auth.ChallengeExpired)},
		{"SetFactorPreference", invalidParameter, "User has not verified software token mfa", is(auth.InvalidInput)},
		{"StartPasskeyRegistration", limitExceeded, "Attempt limit exceeded, please try after some time.", limited},
		{"StartPasskeyRegistration", limitExceeded, "A text about the number of passkeys", off},
		{"FinishPasskeyRegistration", limitExceeded, "A text about the number of passkeys", off},
		{"DeletePasskey", "ResourceNotFoundException", "The credential does not exist.", is("")},
		{"DeletePasskey", "ResourceNotFoundException", "User pool client 1example does not exist.", is(auth.Misconfigured)},

		{"Refresh", notAuthorized, "Invalid Refresh Token", is(auth.SessionExpired)},
		{"Refresh", notAuthorized, "Refresh Token has expired", is(auth.SessionExpired)},
		{"Refresh", notAuthorized, "Refresh Token has been revoked", is(auth.SessionExpired)},
		{"Refresh", notAuthorized, "User is disabled.", is(auth.SessionExpired)},
		{"Refresh", "RefreshTokenReuseException", "", is(auth.RefreshTokenReused)},
		{"Refresh", "UserNotFoundException", "User does not exist.", is(auth.SessionExpired)},
		{"Refresh", "PasswordResetRequiredException", "", is(auth.SessionExpired)},
		// What is wrong with the server's own set-up must not sign everybody out.
		{"Refresh", notAuthorized, "SecretHash does not match for the client: 1example", is(auth.Misconfigured)},
		{"Refresh", notAuthorized, secretHashWrong, is(auth.Misconfigured)},
		{"Refresh", "ResourceNotFoundException", "User pool client 1example does not exist.", is(auth.Misconfigured)},
		{"Refresh", invalidParameter, "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must have length greater than or equal to 24", is(auth.Misconfigured)},
		{"Refresh", "UserLambdaValidationException", "PreTokenGeneration failed with error no.", is(auth.Misconfigured)},
		{"Refresh", "TooManyRequestsException", "Rate exceeded", outcome{code: auth.UpstreamThrottled, wait: true}},
		{"Refresh", "InternalErrorException", "", is(auth.UpstreamUnavailable)},

		{"ForgotPassword", invalidParameter, "Cannot reset password for the user as there is no registered/verified email or phone_number", off},
		{"ForgotPassword", invalidParameter, "Could not reset password for the account, please contact support or try again", off},
		{"ForgotPassword", notAuthorized, "User password cannot be reset in the current state.", off},
		{"ForgotPassword", notAuthorized, "Contact administrator to reset password.", off},
		{"ForgotPassword", notAuthorized, "User is disabled.", off},
		{"ForgotPassword", "UserNotFoundException", "Username/client id combination not found.", is(auth.UserNotFound)},
		{"ForgotPassword", limitExceeded, "Attempt limit exceeded, please try after some time.", limited},

		{"ConfirmForgotPassword", "CodeMismatchException", "Invalid verification code provided, please try again.", is(auth.InvalidCode)},
		{"ConfirmForgotPassword", "ExpiredCodeException", "Invalid code provided, please request a code again.", is(auth.CodeExpired)},
		{"ConfirmForgotPassword", "PasswordHistoryPolicyViolationException", "", is(auth.PasswordReused)},
		{"ConfirmForgotPassword", "UserNotConfirmedException", "User is not confirmed.", is(auth.NotConfirmed)},
		{"ConfirmForgotPassword", "UserNotFoundException", "Username/client id combination not found.", is(auth.InvalidCode)},

		{"ChangePassword", notAuthorized, "Incorrect username or password.", is(auth.InvalidCredentials)},
		{"ChangePassword", notAuthorized, "Password attempts exceeded", limited},
		{"ChangePassword", notAuthorized, "Access Token has expired", unauthenticated(auth.ReasonExpired)},
		{"ChangePassword", invalidParameter, "1 validation error detected: Value at 'proposedPassword' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+", is(auth.WeakPassword)},
		{"User", notAuthorized, "Invalid Access Token", unauthenticated(auth.ReasonInvalid)},
		{"User", notAuthorized, "Access Token has been revoked", unauthenticated(auth.ReasonRevoked)},
		{"User", notAuthorized, "Access Token does not have required scopes", is(auth.Forbidden)},
		{"ChangePassword", notAuthorized, "Access Token does not have required scopes", is(auth.Forbidden)},
		{"SignOutEverywhere", notAuthorized, "Access Token does not have required scopes", unauthenticated(auth.ReasonInvalid)},
		{"User", notAuthorized, "User is disabled.", unauthenticated(auth.ReasonRevoked)},
		{"User", "UserNotFoundException", "User does not exist.", unauthenticated(auth.ReasonRevoked)},
		{"User", "PasswordResetRequiredException", "", unauthenticated(auth.ReasonRevoked)},
		{"SignOutEverywhere", notAuthorized, "Access Token has been revoked", unauthenticated(auth.ReasonRevoked)},

		{"RevokeToken", notAuthorized, "Invalid Refresh Token", is("")},
		{"RevokeToken", invalidParameter, "Invalid token.", is("")},
		{"RevokeToken", "UnsupportedTokenTypeException", "", is("")},
		{"RevokeToken", "UnsupportedOperationException", "Token revocation is not enabled", is(auth.Misconfigured)},
		{"RevokeToken", "UnauthorizedException", "Invalid client secret", is(auth.Misconfigured)},
		{"RevokeToken", notAuthorized, secretHashMissing, is(auth.Misconfigured)},

		{"SetPassword", "UserNotFoundException", "User does not exist.", is(auth.UserNotFound)},
		{"SetPassword", "AccessDeniedException", "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:AdminSetUserPassword", is(auth.Misconfigured)},
		{"EndSessions", "UnrecognizedClientException", "The security token included in the request is invalid.", is(auth.Misconfigured)},
		{"EndSessions", "UserNotFoundException", "User does not exist.", is(auth.UserNotFound)},
		{"Settings", "ResourceNotFoundException", "User pool us-east-1_Example does not exist.", is(auth.Misconfigured)},
		{"Settings", "ExpiredTokenException", "The security token included in the request is expired", is(auth.Misconfigured)},

		{"SignIn", "ABrandNewException", "no SDK knows it", is(auth.Internal)},
		{"Refresh", "ABrandNewException", "no SDK knows it", is(auth.Internal)},
		{"SignIn", "InternalNovelty", "a server's fault that no SDK knows", is(auth.UpstreamUnavailable)},
	} {
		t.Run(c.method+"/"+c.exception+"/"+c.message, func(t *testing.T) {
			p := over(t, refusing(c.exception, c.message))
			err := methodNamed(t, c.method).call(t.Context(), p)
			if diff := cmp.Diff(c.want, outcomeOf(err), cmp.AllowUnexported(outcome{})); diff != "" {
				t.Errorf("-want +got:\n%s(%v)", diff, err)
			}
		})
	}
}

func TestAnswersOfSomethingInBetween(t *testing.T) {
	const page = "<html>sorry</html>"
	for _, c := range []struct {
		name, method string
		status       int
		body         string
		want         auth.Code
	}{
		{"a gateway's error page after a read", "User", http.StatusBadGateway, page, auth.UpstreamUnavailable},
		{"a gateway's time-out after a confirm", "ConfirmSignUp", http.StatusGatewayTimeout, page, auth.OutcomeUnknown},
		{"a gateway's time-out after a refresh", "Refresh", http.StatusGatewayTimeout, page, auth.OutcomeUnknown},
		{"an unnamed error after a confirm", "ConfirmSignUp", http.StatusServiceUnavailable, "{}", auth.OutcomeUnknown},
		{"a firewall's page", "SignIn", http.StatusForbidden, page, auth.Internal},
		{"a firewall's page after a refresh", "Refresh", http.StatusForbidden, page, auth.Internal},
		{"a proxy's limit", "SignIn", http.StatusTooManyRequests, page, auth.UpstreamThrottled},
		{"a redirect", "SignIn", http.StatusFound, "", auth.Internal},
		{"a torn answer to a read", "User", http.StatusOK, `{"Username":"a`, auth.UpstreamUnavailable},
		{"a torn answer to a refresh", "Refresh", http.StatusOK, `{"AuthenticationResult":{"AccessTo`, auth.OutcomeUnknown},
		{"a sign-in without tokens", "SignIn", http.StatusOK, `{}`, auth.Internal},
		{"a refresh without tokens", "Refresh", http.StatusOK, `{}`, auth.Internal},
		{"a pool without a description", "Settings", http.StatusOK, `{}`, auth.Internal},
		{"a user without a sub", "EndSessions", http.StatusOK, `{"Username":"a"}`, auth.Internal},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := over(t, &wire{answer: func(string, []byte) (*http.Response, error) { return says(c.status, c.body), nil }})
			wantCode(t, methodNamed(t, c.method).call(t.Context(), p), c.want)
		})
	}
}

func TestAnswersAreBounded(t *testing.T) {
	for size, want := range map[int]auth.Code{1 << 10: "", 2 << 20: auth.UpstreamUnavailable} {
		body := `{"Username":"` + strings.Repeat("a", size) + `"}`
		p := over(t, &wire{answer: func(string, []byte) (*http.Response, error) { return says(http.StatusOK, body), nil }})
		_, err := p.User(t.Context(), aToken)
		wantCode(t, err, want)
	}
}

func TestATokensLifeIsCountedFromBeforeTheCall(t *testing.T) {
	clock := newClock()
	asked := clock.Now()
	p := over(t, &wire{answer: func(string, []byte) (*http.Response, error) {
		clock.Advance(2 * time.Second)
		return says(http.StatusOK, `{"AuthenticationResult":{"AccessToken":"a","ExpiresIn":3600}}`), nil
	}}, func(c *cognito.Config) { c.Now = clock.Now })
	step, err := p.SignIn(t.Context(), auth.SignIn{Username: "user@example.com", Password: goodPassword})
	wantCode(t, err, "")
	if want := asked.Add(time.Hour); step.Tokens == nil || !step.Tokens.ExpiresAt.Equal(want) {
		t.Errorf("%v, want tokens that expire at %s", step.Tokens, want)
	}
}
