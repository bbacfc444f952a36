package cognito

import (
	"context"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"usher/internal/auth"
)

// Refresh implements [auth.UserPool]. It works with rotation on and off, and unlike
// REFRESH_TOKEN_AUTH needs no hash over a name that the caller may not know.
func (p *Pool) Refresh(ctx context.Context, refreshToken string) (auth.Tokens, error) {
	if !looksLikeToken(refreshToken) {
		return auth.Tokens{}, auth.Errorf(auth.SessionExpired, "the refresh token is malformed")
	}
	asked := p.now()
	out, err := do(ctx, p, call{getTokens, refreshing, []string{refreshToken}}, p.api.GetTokensFromRefreshToken, &cip.GetTokensFromRefreshTokenInput{
		ClientId:     &p.clientID,
		ClientSecret: p.clientSecret(),
		RefreshToken: &refreshToken,
	})
	if err != nil {
		return auth.Tokens{}, err
	}
	return tokensOf(out.AuthenticationResult, asked)
}

// looksLikeToken holds a token against Cognito's own pattern, [A-Za-z0-9-_=.]+. What does not fit
// can be judged without a call, and Cognito would answer with words that depend on the operation.
func looksLikeToken(token string) bool {
	return token != "" && !strings.ContainsFunc(token, func(r rune) bool {
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return false
		}
		return !strings.ContainsRune("-_=.", r)
	})
}

// malformedAccess is what a text that cannot be an access token comes to.
func malformedAccess() error {
	return &auth.Error{Code: auth.Unauthenticated, Reason: auth.ReasonInvalid}
}
