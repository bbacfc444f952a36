package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"usher/internal/auth"
)

// mayAdminister refuses an admin call before it is made when there are no credentials to sign it.
func (p *Pool) mayAdminister() error {
	if !p.admin {
		return &auth.Error{Code: auth.NotEnabled, Feature: featureAdmin}
	}
	return nil
}

// SetPassword implements [auth.UserPool]. It is not repeated after a lost answer: in a pool that
// remembers passwords the second call would refuse the password that the first had set.
func (p *Pool) SetPassword(ctx context.Context, username string, password auth.Password) error {
	if err := p.mayAdminister(); err != nil {
		return err
	}
	_, err := do(ctx, p, call{adminSetUserPassword, setting, p.secrets(username, string(password))}, p.api.AdminSetUserPassword, &cip.AdminSetUserPasswordInput{
		UserPoolId: &p.poolID,
		Username:   &username,
		Password:   aws.String(string(password)),
		Permanent:  true,
	})
	return err
}

// EndSessions implements [auth.UserPool]. The sign-out goes by the name that the pool itself gives
// the user, so that both calls mean the same one.
func (p *Pool) EndSessions(ctx context.Context, username string) (string, error) {
	if err := p.mayAdminister(); err != nil {
		return "", err
	}
	user, err := do(ctx, p, call{adminGetUser, reading, nil}, p.api.AdminGetUser, &cip.AdminGetUserInput{
		UserPoolId: &p.poolID,
		Username:   &username,
	})
	if err != nil {
		return "", err
	}
	subject := ""
	for _, a := range user.UserAttributes {
		if aws.ToString(a.Name) == "sub" {
			subject = aws.ToString(a.Value)
		}
	}
	if subject == "" {
		return "", auth.Errorf(auth.Internal, "the user pool described a user without a sub")
	}
	_, err = do(ctx, p, call{adminGlobalSignOut, ending, nil}, p.api.AdminUserGlobalSignOut, &cip.AdminUserGlobalSignOutInput{
		UserPoolId: &p.poolID,
		Username:   user.Username,
	})
	if err != nil {
		return "", err
	}
	return subject, nil
}
