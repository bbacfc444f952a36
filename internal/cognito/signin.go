package cognito

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// SignIn implements [auth.UserPool].
func (p *Pool) SignIn(ctx context.Context, username string, password auth.Password) (auth.Tokens, error) {
	parameters := map[string]string{"USERNAME": username, "PASSWORD": string(password)}
	if hash := p.secretHash(username); hash != nil {
		parameters["SECRET_HASH"] = *hash
	}
	asked := p.now()
	out, err := do(ctx, p, call{initiateAuth, proving, p.secrets(username, string(password))}, p.api.InitiateAuth, &cip.InitiateAuthInput{
		ClientId:       &p.clientID,
		AuthFlow:       types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: parameters,
	})
	if err != nil {
		return auth.Tokens{}, err
	}
	if out.ChallengeName != "" {
		return auth.Tokens{}, &auth.Error{Code: auth.NotEnabled, Feature: "the sign-in step " + string(out.ChallengeName)}
	}
	return tokensOf(out.AuthenticationResult, asked)
}

// tokensOf reads an answer. The life of the tokens is counted from before the call, so that they
// are never believed to be good after they expired.
func tokensOf(result *types.AuthenticationResultType, asked time.Time) (auth.Tokens, error) {
	if result == nil || aws.ToString(result.AccessToken) == "" {
		return auth.Tokens{}, auth.Errorf(auth.Internal, "the user pool answered without tokens")
	}
	return auth.Tokens{
		Access:    *result.AccessToken,
		ID:        aws.ToString(result.IdToken),
		Refresh:   aws.ToString(result.RefreshToken),
		ExpiresAt: asked.Add(time.Duration(result.ExpiresIn) * time.Second),
	}, nil
}
