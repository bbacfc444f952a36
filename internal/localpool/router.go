package localpool

import (
	"context"
	"regexp"
	"strings"
)

// operation is one entry of the service model: whether it needs a SigV4 signature, and the work.
type operation struct {
	signed bool
	run    func(ctx context.Context, p *Pool, body []byte) (any, error)
}

// empty is the output of operations that have none: `{}`.
type empty struct{}

func operations() map[string]operation {
	return map[string]operation{
		"SignUp":                 public((*Pool).signUp),
		"ConfirmSignUp":          public((*Pool).confirmSignUp),
		"ResendConfirmationCode": public((*Pool).resendConfirmationCode),

		"InitiateAuth":              public((*Pool).initiateAuth),
		"GetTokensFromRefreshToken": public((*Pool).getTokensFromRefreshToken),
		"GlobalSignOut":             public((*Pool).globalSignOut),
		"RevokeToken":               public((*Pool).revokeToken),

		"ForgotPassword":        public((*Pool).forgotPassword),
		"ConfirmForgotPassword": public((*Pool).confirmForgotPassword),
		"ChangePassword":        public((*Pool).changePassword),

		"GetUser":              public((*Pool).getUser),
		"UpdateUserAttributes": public((*Pool).updateUserAttributes),

		"AdminCreateUser":        signed((*Pool).adminCreateUser),
		"AdminSetUserPassword":   signed((*Pool).adminSetUserPassword),
		"AdminGetUser":           signed((*Pool).adminGetUser),
		"AdminConfirmSignUp":     signed((*Pool).adminConfirmSignUp),
		"AdminResetUserPassword": signed((*Pool).adminResetUserPassword),
		"AdminUserGlobalSignOut": signed((*Pool).adminUserGlobalSignOut),
		"AdminDisableUser":       signed((*Pool).adminDisableUser),
		"AdminEnableUser":        signed((*Pool).adminEnableUser),

		"CreateUserPool":         signed((*Pool).createUserPool),
		"DescribeUserPool":       signed((*Pool).describeUserPool),
		"UpdateUserPool":         signed((*Pool).updateUserPool),
		"CreateUserPoolClient":   signed((*Pool).createUserPoolClient),
		"DescribeUserPoolClient": signed((*Pool).describeUserPoolClient),
		"UpdateUserPoolClient":   signed((*Pool).updateUserPoolClient),
	}
}

// public is an operation that Cognito takes unsigned: the client id, a code or a token is its whole credential.
func public[In, Out any](work func(*Pool, context.Context, *In) (Out, error)) operation {
	return operation{run: func(ctx context.Context, p *Pool, body []byte) (any, error) {
		var in In
		if err := decode(body, &in); err != nil {
			return nil, err
		}
		return work(p, ctx, &in)
	}}
}

// signed is an operation for which AWS demands credentials.
func signed[In, Out any](work func(*Pool, context.Context, *In) (Out, error)) operation {
	op := public(work)
	op.signed = true
	return op
}

// wellFormedSignature is the shape of a SigV4 header for this service. The signature itself is not checked: any credential
// is good locally, but a client that forgot its credentials finds out here.
var wellFormedSignature = regexp.MustCompile(
	`^AWS4-HMAC-SHA256 Credential=[^/,\s]+/\d{8}/[a-z0-9-]+/cognito-idp/aws4_request,\s*SignedHeaders=[a-z0-9;-]+,\s*Signature=[0-9a-f]+$`)

func checkSignature(header string) error {
	switch {
	case wellFormedSignature.MatchString(header):
		return nil
	case !strings.HasPrefix(header, "AWS4-HMAC-SHA256"):
		return fail(missingAuthentication, "Missing Authentication Token")
	}
	return fail(incompleteSignature, "The Authorization header is not a SigV4 signature for the service cognito-idp.")
}
