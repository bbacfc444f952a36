package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// SignUp implements [auth.UserPool]. Without a password none is sent, as pools without passwords
// want it.
func (p *Pool) SignUp(ctx context.Context, in auth.NewUser) (auth.SignUpReceipt, error) {
	request := &cip.SignUpInput{
		ClientId:   &p.clientID,
		SecretHash: p.secretHash(in.Username),
		Username:   &in.Username,
	}
	if in.Password != "" {
		request.Password = aws.String(string(in.Password))
	}
	for _, a := range in.Attributes {
		request.UserAttributes = append(request.UserAttributes, types.AttributeType{Name: &a.Name, Value: &a.Value})
	}
	out, err := do(ctx, p, call{signUp, spending, p.secrets(in.Username, string(in.Password))}, p.api.SignUp, request)
	if err != nil {
		return auth.SignUpReceipt{}, err
	}
	return auth.SignUpReceipt{
		Subject:   aws.ToString(out.UserSub),
		Confirmed: out.UserConfirmed,
		CodeSent:  out.CodeDeliveryDetails != nil,
	}, nil
}

// ConfirmSignUp implements [auth.UserPool].
func (p *Pool) ConfirmSignUp(ctx context.Context, username, code string) error {
	_, err := do(ctx, p, call{confirmSignUp, spending, p.secrets(username, code)}, p.api.ConfirmSignUp, &cip.ConfirmSignUpInput{
		ClientId:         &p.clientID,
		SecretHash:       p.secretHash(username),
		Username:         &username,
		ConfirmationCode: &code,
	})
	return err
}

// ResendConfirmationCode implements [auth.UserPool].
func (p *Pool) ResendConfirmationCode(ctx context.Context, username string) error {
	_, err := do(ctx, p, call{resendCode, sending, p.secrets(username)}, p.api.ResendConfirmationCode, &cip.ResendConfirmationCodeInput{
		ClientId:   &p.clientID,
		SecretHash: p.secretHash(username),
		Username:   &username,
	})
	return err
}
