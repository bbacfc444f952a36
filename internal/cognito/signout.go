package cognito

import (
	"context"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// RevokeToken implements [auth.UserPool].
func (p *Pool) RevokeToken(ctx context.Context, refreshToken string) error {
	if !looksLikeToken(refreshToken) {
		return nil
	}
	_, err := do(ctx, p, call{revokeToken, ending, []string{refreshToken}}, p.api.RevokeToken, &cip.RevokeTokenInput{
		ClientId:     &p.clientID,
		ClientSecret: p.clientSecret(),
		Token:        &refreshToken,
	})
	return err
}

// SignOutEverywhere implements [auth.UserPool]. It is not repeated after a lost answer: the second
// call would find its own token revoked, and call a success a refusal.
func (p *Pool) SignOutEverywhere(ctx context.Context, accessToken string) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	_, err := do(ctx, p, call{globalSignOut, endingOnce, []string{accessToken}}, p.api.GlobalSignOut, &cip.GlobalSignOutInput{AccessToken: &accessToken})
	return err
}
