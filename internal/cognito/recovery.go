package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"usher/internal/auth"
)

// ForgotPassword implements [auth.UserPool].
func (p *Pool) ForgotPassword(ctx context.Context, username string) error {
	_, err := do(ctx, p, call{forgotPassword, sending, p.secrets(username)}, p.api.ForgotPassword, &cip.ForgotPasswordInput{
		ClientId:   &p.clientID,
		SecretHash: p.secretHash(username),
		Username:   &username,
	})
	return err
}

// ConfirmForgotPassword implements [auth.UserPool].
func (p *Pool) ConfirmForgotPassword(ctx context.Context, username, code string, password auth.Password) error {
	secrets := p.secrets(username, code, string(password))
	_, err := do(ctx, p, call{confirmForgotPassword, spending, secrets}, p.api.ConfirmForgotPassword, &cip.ConfirmForgotPasswordInput{
		ClientId:         &p.clientID,
		SecretHash:       p.secretHash(username),
		Username:         &username,
		ConfirmationCode: &code,
		Password:         aws.String(string(password)),
	})
	return err
}
