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

		"RespondToAuthChallenge":      public((*Pool).respondToAuthChallenge),
		"AdminInitiateAuth":           signed((*Pool).adminInitiateAuth),
		"AdminRespondToAuthChallenge": signed((*Pool).adminRespondToAuthChallenge),

		"ForgotPassword":        public((*Pool).forgotPassword),
		"ConfirmForgotPassword": public((*Pool).confirmForgotPassword),
		"ChangePassword":        public((*Pool).changePassword),

		"GetUser":                          public((*Pool).getUser),
		"UpdateUserAttributes":             public((*Pool).updateUserAttributes),
		"DeleteUserAttributes":             public((*Pool).deleteUserAttributes),
		"GetUserAttributeVerificationCode": public((*Pool).getUserAttributeVerificationCode),
		"VerifyUserAttribute":              public((*Pool).verifyUserAttribute),
		"DeleteUser":                       public((*Pool).deleteUser),

		"AdminCreateUser":           signed((*Pool).adminCreateUser),
		"AdminSetUserPassword":      signed((*Pool).adminSetUserPassword),
		"AdminGetUser":              signed((*Pool).adminGetUser),
		"AdminConfirmSignUp":        signed((*Pool).adminConfirmSignUp),
		"AdminResetUserPassword":    signed((*Pool).adminResetUserPassword),
		"AdminUserGlobalSignOut":    signed((*Pool).adminUserGlobalSignOut),
		"AdminDisableUser":          signed((*Pool).adminDisableUser),
		"AdminEnableUser":           signed((*Pool).adminEnableUser),
		"AdminUpdateUserAttributes": signed((*Pool).adminUpdateUserAttributes),
		"AdminDeleteUserAttributes": signed((*Pool).adminDeleteUserAttributes),
		"AdminDeleteUser":           signed((*Pool).adminDeleteUser),

		"AssociateSoftwareToken":       public((*Pool).associateSoftwareToken),
		"VerifySoftwareToken":          public((*Pool).verifySoftwareToken),
		"SetUserMFAPreference":         public((*Pool).setUserMFAPreference),
		"GetUserAuthFactors":           public((*Pool).getUserAuthFactors),
		"StartWebAuthnRegistration":    public((*Pool).startWebAuthnRegistration),
		"CompleteWebAuthnRegistration": public((*Pool).completeWebAuthnRegistration),
		"ListWebAuthnCredentials":      public((*Pool).listWebAuthnCredentials),
		"DeleteWebAuthnCredential":     public((*Pool).deleteWebAuthnCredential),
		"AdminSetUserMFAPreference":    signed((*Pool).adminSetUserMFAPreference),
		"AdminDeleteSoftwareToken":     signed((*Pool).adminDeleteSoftwareToken),
		"AdminGetUserAuthFactors":      signed((*Pool).adminGetUserAuthFactors),
		"SetUserPoolMfaConfig":         signed((*Pool).setUserPoolMfaConfig),
		"GetUserPoolMfaConfig":         signed((*Pool).getUserPoolMfaConfig),

		"CreateGroup":              signed((*Pool).createGroup),
		"GetGroup":                 signed((*Pool).getGroup),
		"UpdateGroup":              signed((*Pool).updateGroup),
		"DeleteGroup":              signed((*Pool).deleteGroup),
		"ListGroups":               signed((*Pool).listGroups),
		"AdminAddUserToGroup":      signed((*Pool).adminAddUserToGroup),
		"AdminRemoveUserFromGroup": signed((*Pool).adminRemoveUserFromGroup),
		"AdminListGroupsForUser":   signed((*Pool).adminListGroupsForUser),
		"ListUsersInGroup":         signed((*Pool).listUsersInGroup),
		"ListUsers":                signed((*Pool).listUsers),

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
