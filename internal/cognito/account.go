package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// ChangePassword implements [auth.UserPool]. An empty previous password is left out: that is how an
// account that has none sets its first.
func (p *Pool) ChangePassword(ctx context.Context, accessToken string, previous, proposed auth.Password) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	request := &cip.ChangePasswordInput{AccessToken: &accessToken, ProposedPassword: aws.String(string(proposed))}
	if previous != "" {
		request.PreviousPassword = aws.String(string(previous))
	}
	secrets := []string{accessToken, string(previous), string(proposed)}
	_, err := do(ctx, p, call{changePassword, spending, secrets}, p.api.ChangePassword, request)
	return err
}

// User implements [auth.UserPool].
func (p *Pool) User(ctx context.Context, accessToken string) (auth.User, error) {
	if !looksLikeToken(accessToken) {
		return auth.User{}, malformedAccess()
	}
	out, err := do(ctx, p, call{getUser, reading, []string{accessToken}}, p.api.GetUser, &cip.GetUserInput{AccessToken: &accessToken})
	if err != nil {
		return auth.User{}, err
	}
	return auth.User{Username: aws.ToString(out.Username), Attributes: attributesOf(out.UserAttributes)}, nil
}

func attributesOf(list []types.AttributeType) []auth.Attribute {
	attributes := make([]auth.Attribute, 0, len(list))
	for _, a := range list {
		attributes = append(attributes, auth.Attribute{Name: aws.ToString(a.Name), Value: aws.ToString(a.Value)})
	}
	return attributes
}
