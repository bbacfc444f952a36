package cognito

import (
	"context"
	"errors"
	"net/http"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"

	"usher/internal/auth"
)

// operation is a Cognito operation by its name.
type operation string

const (
	signUp                operation = "SignUp"
	confirmSignUp         operation = "ConfirmSignUp"
	resendCode            operation = "ResendConfirmationCode"
	initiateAuth          operation = "InitiateAuth"
	respondToChallenge    operation = "RespondToAuthChallenge"
	getTokens             operation = "GetTokensFromRefreshToken"
	forgotPassword        operation = "ForgotPassword"
	confirmForgotPassword operation = "ConfirmForgotPassword"
	changePassword        operation = "ChangePassword"
	getUser               operation = "GetUser"
	updateAttributes      operation = "UpdateUserAttributes"
	deleteAttributes      operation = "DeleteUserAttributes"
	sendAttributeCode     operation = "GetUserAttributeVerificationCode"
	verifyAttribute       operation = "VerifyUserAttribute"
	deleteUser            operation = "DeleteUser"
	associateToken        operation = "AssociateSoftwareToken"
	verifyToken           operation = "VerifySoftwareToken"
	getFactors            operation = "GetUserAuthFactors"
	setMFAPreference      operation = "SetUserMFAPreference"
	startWebAuthn         operation = "StartWebAuthnRegistration"
	completeWebAuthn      operation = "CompleteWebAuthnRegistration"
	listWebAuthn          operation = "ListWebAuthnCredentials"
	deleteWebAuthn        operation = "DeleteWebAuthnCredential"
	revokeToken           operation = "RevokeToken"
	globalSignOut         operation = "GlobalSignOut"
	adminSetUserPassword  operation = "AdminSetUserPassword"
	adminGetUser          operation = "AdminGetUser"
	adminGlobalSignOut    operation = "AdminUserGlobalSignOut"
	describeUserPool      operation = "DescribeUserPool"
	getPoolMFA            operation = "GetUserPoolMfaConfig"
)

// tokenOperations are those that an access token alone stands for.
func tokenOperations() []operation {
	return []operation{
		changePassword, getUser, globalSignOut, updateAttributes, deleteAttributes, sendAttributeCode, verifyAttribute,
		deleteUser, associateToken, verifyToken, getFactors, setMFAPreference,
		startWebAuthn, completeWebAuthn, listWebAuthn, deleteWebAuthn,
	}
}

// call is one call to Cognito: which, of what class, and the texts in it that no log may show.
type call struct {
	operation operation
	class     class
	secrets   []string
}

// do makes a call within the budget of its class. Its error is nil or an *auth.Error; the answer
// is nil whenever Cognito gave none.
func do[In, Out any](
	ctx context.Context, p *Pool, c call,
	api func(context.Context, *In, ...func(*cip.Options)) (*Out, error), in *In,
) (*Out, error) {
	f := &flight{via: p.http, spend: func(ctx context.Context) error { return p.spend(ctx, quotaOf(c.operation, in)) }}
	inTime, cancel := context.WithTimeout(ctx, c.class.budget)
	defer cancel()
	out, err := api(inTime, in, func(o *cip.Options) {
		o.HTTPClient = f
		o.Retryer = p.retryers[c.class.retries]
	})
	if err != nil {
		return nil, p.explain(ctx, c, f, err)
	}
	return out, nil
}

// explain makes the *auth.Error of a failed call, or nil where the failure means that there was
// nothing to do.
func (p *Pool) explain(ctx context.Context, c call, f *flight, err error) error {
	if refused := asThrottled(err); refused != nil {
		return refused
	}
	m := meaningOf(c, f, err)
	if m.code == settled {
		return nil
	}
	cause := p.withoutSecrets(c, err)
	if m.alert || m.code == auth.Misconfigured || m.code == auth.DeliveryFailed {
		p.log.ErrorContext(ctx, "the user pool, its client or its mail needs its operator",
			"operation", string(c.operation), "outcome", string(m.code), "error", cause)
	}
	out := &auth.Error{Code: m.code, Reason: m.reason, RetryAfter: m.wait, Feature: m.feature, Err: cause}
	if m.why != "" {
		out.Fields = []auth.FieldProblem{{Message: m.why}}
	}
	return out
}

// meaningOf finds the meaning of a failure: by the table when Cognito named an exception, else by
// how far the call got.
func meaningOf(c call, f *flight, err error) meaning {
	if e, ok := errors.AsType[smithy.APIError](err); ok && e.ErrorCode() != unnamed {
		if m, known := exceptions[e.ErrorCode()]; known {
			return m.at(c.operation, e.ErrorMessage())
		}
		if e.ErrorFault() != smithy.FaultServer && statusOf(err) < http.StatusInternalServerError {
			return meaning{code: auth.Internal}
		}
		return meaning{code: auth.UpstreamUnavailable}
	}
	if _, ok := errors.AsType[*credentialsError](err); ok && !ended(err) {
		return meaning{code: auth.Misconfigured}
	}
	if !f.departed() && !ended(err) {
		return meaning{code: auth.Internal} // the request could not even be made
	}
	switch status := statusOf(err); {
	case status == http.StatusTooManyRequests:
		return meaning{code: auth.UpstreamThrottled, wait: throttledAgain}
	case status >= http.StatusMultipleChoices && status < http.StatusInternalServerError:
		return meaning{code: auth.Internal} // something in between refused it, in words of its own
	case c.class.spends && f.mayHaveArrived():
		return meaning{code: auth.OutcomeUnknown}
	}
	return meaning{code: auth.UpstreamUnavailable}
}

// unnamed is what the SDK calls an error answer that names no exception: one that a proxy gave.
const unnamed = "UnknownError"

func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// statusOf is the HTTP status of the answer, or 0 when there was none.
func statusOf(err error) int {
	if e, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		return e.HTTPStatusCode()
	}
	return 0
}
