package localpool_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The hash is looked at before the user: every case below names a user that does not exist.
func TestSecretHashIsCheckedByEveryPublicCall(t *testing.T) {
	r := newRig(t)
	const email = "hash@example.com"
	calls := []struct {
		operation string
		call      func(r *rig, hash *string) error
	}{
		{"SignUp", func(r *rig, hash *string) error {
			_, err := r.api.SignUp(r.t.Context(), &cip.SignUpInput{ClientId: &r.secure.id, Username: aws.String(email), Password: aws.String(goodPassword), SecretHash: hash})
			return err
		}},
		{"ConfirmSignUp", func(r *rig, hash *string) error {
			_, err := r.api.ConfirmSignUp(r.t.Context(), &cip.ConfirmSignUpInput{ClientId: &r.secure.id, Username: aws.String(email), ConfirmationCode: aws.String("123456"), SecretHash: hash})
			return err
		}},
		{"ResendConfirmationCode", func(r *rig, hash *string) error {
			_, err := r.api.ResendConfirmationCode(r.t.Context(), &cip.ResendConfirmationCodeInput{ClientId: &r.secure.id, Username: aws.String(email), SecretHash: hash})
			return err
		}},
		{"ForgotPassword", func(r *rig, hash *string) error {
			_, err := r.api.ForgotPassword(r.t.Context(), &cip.ForgotPasswordInput{ClientId: &r.secure.id, Username: aws.String(email), SecretHash: hash})
			return err
		}},
		{"ConfirmForgotPassword", func(r *rig, hash *string) error {
			_, err := r.api.ConfirmForgotPassword(r.t.Context(), &cip.ConfirmForgotPasswordInput{ClientId: &r.secure.id, Username: aws.String(email), ConfirmationCode: aws.String("123456"), Password: aws.String(goodPassword), SecretHash: hash})
			return err
		}},
		{"InitiateAuth", func(r *rig, hash *string) error {
			params := map[string]string{"USERNAME": email, "PASSWORD": goodPassword}
			if hash != nil {
				params["SECRET_HASH"] = *hash
			}
			_, err := r.initiate(r.secure, types.AuthFlowTypeUserPasswordAuth, params)
			return err
		}},
	}
	stranger := app{id: r.secure.id, secret: strings.Repeat("z", 52)}
	missing := "Client " + r.secure.id + " is configured with secret but SECRET_HASH was not received"
	wrong := "Unable to verify secret hash for client " + r.secure.id
	for _, c := range calls {
		cases := []struct {
			name string
			hash *string
			text string
		}{
			{"missing", nil, missing},
			{"made with another secret", stranger.hash(email), wrong},
			{"made for another name", r.secure.hash("other@example.com"), wrong},
			{"made for another spelling", r.secure.hash(strings.ToUpper(email)), wrong},
			{"name and client swapped", swappedHash(r.secure, email), wrong},
			{"cut short", aws.String((*r.secure.hash(email))[:43]), wrong},
		}
		for _, v := range cases {
			r.sub(c.operation+"/"+v.name, func(r *rig) {
				wantFailure(r.t, c.call(r, v.hash), "NotAuthorizedException", v.text)
			})
		}
		r.sub(c.operation+"/right", func(r *rig) {
			if got := failureOf(c.call(r, r.secure.hash(email))); strings.Contains(got.text, "secret hash") || strings.Contains(got.text, "SECRET_HASH") {
				r.t.Errorf("got %+v for the right hash", got)
			}
		})
	}
}

// swappedHash is the classic mistake: the client id before the name.
func swappedHash(a app, username string) *string {
	return app{id: username, secret: a.secret}.hash(a.id)
}

// The hash covers the name exactly as it is sent, not as it is stored.
func TestSecretHashCoversTheNameAsSent(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("as-sent@example.com", goodPassword)
	for _, name := range []string{"as-sent@example.com", "AS-Sent@example.com", sub} {
		r.sub(name, func(r *rig) { r.session(r.secure, name, goodPassword) })
	}
	_, err := r.initiate(r.secure, types.AuthFlowTypeUserPasswordAuth, map[string]string{
		"USERNAME": "as-sent@example.com", "PASSWORD": goodPassword, "SECRET_HASH": *r.secure.hash(sub),
	})
	wantFailure(t, err, "NotAuthorizedException", "Unable to verify secret hash for client "+r.secure.id)
}

func TestRefreshFlowWantsTheHashOfTheInternalName(t *testing.T) {
	r := newRig(t)
	const email = "refresh-hash@example.com"
	sub := r.newUser(email, goodPassword)
	client := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.GenerateSecret = true })
	token := aws.ToString(r.session(client, email, goodPassword).RefreshToken)
	refresh := func(hash *string) error {
		params := map[string]string{"REFRESH_TOKEN": token}
		if hash != nil {
			params["SECRET_HASH"] = *hash
		}
		_, err := r.initiate(client, types.AuthFlowTypeRefreshTokenAuth, params)
		return err
	}
	if err := refresh(client.hash(sub)); err != nil {
		t.Errorf("hash of the internal name: %v", err)
	}
	for name, hash := range map[string]*string{"of the e-mail address": client.hash(email), "missing": nil, "of another name": client.hash("x")} {
		if got := failureOf(refresh(hash)); got.code != "NotAuthorizedException" || !strings.Contains(got.text, client.id) {
			t.Errorf("hash %s: got %+v, want NotAuthorizedException that names the client", name, got)
		}
	}
}

func TestClientSecretIsCheckedWhereItIsSentItself(t *testing.T) {
	r := newRig(t)
	r.newUser("secret@example.com", goodPassword)
	token := aws.ToString(r.session(r.secure, "secret@example.com", goodPassword).RefreshToken)
	for name, secret := range map[string]string{"missing": "", "wrong": strings.Repeat("z", 52)} {
		r.sub("GetTokensFromRefreshToken/"+name, func(r *rig) {
			_, err := r.refresh(app{r.seed.PoolID, r.secure.id, secret}, token)
			wantFailure(r.t, err, "NotAuthorizedException", "")
		})
		r.sub("RevokeToken/"+name, func(r *rig) {
			err := r.revoke(app{r.seed.PoolID, r.secure.id, secret}, token)
			wantFailure(r.t, err, "UnauthorizedException", "")
		})
	}
	if _, err := r.refresh(r.secure, token); err != nil {
		t.Errorf("the token after the refusals: %v", err)
	}
}
