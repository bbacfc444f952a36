package cognito_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"usher/internal/auth"
	"usher/internal/cognito"
)

// wire is an HTTP client that answers by itself and counts what it was asked.
type wire struct {
	answer func(operation string, body []byte) (*http.Response, error)
	sent   atomic.Int32
}

func (w *wire) Do(r *http.Request) (*http.Response, error) {
	w.sent.Add(1)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	answer, err := w.answer(operation, body)
	if answer != nil {
		answer.Request = r
	}
	return answer, err
}

// says is an answer with a status and a body.
func says(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status),
		Header: http.Header{"X-Amzn-Requestid": {"request-0001"}, "Content-Type": {"application/x-amz-json-1.1"}},
		Body:   io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// refusal is Cognito's answer with an exception.
func refusal(exception, message string) *http.Response {
	status := http.StatusBadRequest
	if strings.HasPrefix(exception, "Internal") {
		status = http.StatusInternalServerError
	}
	text, err := json.Marshal(map[string]string{"__type": exception, "message": message})
	if err != nil {
		panic(err)
	}
	answer := says(status, string(text))
	answer.Header.Set("X-Amzn-Errortype", exception+":")
	return answer
}

func refusing(exception, message string) *wire {
	return &wire{answer: func(string, []byte) (*http.Response, error) { return refusal(exception, message), nil }}
}

// over opens a pool whose requests go into a wire.
func over(t *testing.T, w *wire, edits ...func(*cognito.Config)) *cognito.Pool {
	t.Helper()
	return open(t, append([]func(*cognito.Config){func(c *cognito.Config) {
		c.HTTPClient = w
		c.ClientSecret = theClientSecret
		c.Credentials = aws.CredentialsProviderFunc(anyCredentials)
	}}, edits...)...)
}

const theClientSecret = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop" //nolint:gosec // a test's own

// theSession has the shape of Cognito's Session, and theCredential that of a browser's answer; their
// long texts stand for what is secret in them.
const (
	theSession    auth.Secret       = "AYABeSession-that-no-log-may-show_0123456789"
	theCredential auth.WebAuthnJSON = `{"type":"public-key","id":"credential-0123456789","response":{"clientDataJSON":"client-data-0123456789","signature":"signature-0123456789"}}`
)

// method is one method of the pool, called with values that pass whatever is checked before a call.
type method struct {
	name      string
	operation string // the first that it calls
	spends    bool   // a lost answer leaves something used up
	call      func(ctx context.Context, p *cognito.Pool) error
}

func methods() []method {
	const name, code = "user@example.com", "123456"
	return []method{
		{"SignUp", "SignUp", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.SignUp(ctx, auth.NewUser{Username: name, Password: goodPassword})
			return err
		}},
		{"ConfirmSignUp", "ConfirmSignUp", true, func(ctx context.Context, p *cognito.Pool) error { return p.ConfirmSignUp(ctx, name, code) }},
		{"ResendConfirmationCode", "ResendConfirmationCode", false, func(ctx context.Context, p *cognito.Pool) error { return p.ResendConfirmationCode(ctx, name) }},
		{"SignIn", "InitiateAuth", false, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.SignIn(ctx, auth.SignIn{Username: name, Password: goodPassword})
			return err
		}},
		{"SignIn by another factor", "InitiateAuth", false, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.SignIn(ctx, auth.SignIn{Username: name, Factor: auth.FactorEmail})
			return err
		}},
		{"Respond", "RespondToAuthChallenge", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.Respond(ctx, auth.Answer{Kind: auth.ChallengeTOTP, Username: name, Session: theSession, Reply: auth.Reply{TOTPCode: code}})
			return err
		}},
		{"Respond with a password", "RespondToAuthChallenge", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.Respond(ctx, auth.Answer{Kind: auth.ChallengeNewPassword, Username: name, Session: theSession, Reply: auth.Reply{
				NewPassword: &auth.NewPassword{Password: otherPassword, Attributes: []auth.Attribute{{Name: "name", Value: "Ann"}}},
			}})
			return err
		}},
		{"Respond with a passkey", "RespondToAuthChallenge", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.Respond(ctx, auth.Answer{Kind: auth.ChallengePasskey, Username: name, Session: theSession, Reply: auth.Reply{Passkey: theCredential}})
			return err
		}},
		{"Refresh", "GetTokensFromRefreshToken", true, func(ctx context.Context, p *cognito.Pool) error { _, err := p.Refresh(ctx, aToken); return err }},
		{"ForgotPassword", "ForgotPassword", false, func(ctx context.Context, p *cognito.Pool) error { return p.ForgotPassword(ctx, name) }},
		{"ConfirmForgotPassword", "ConfirmForgotPassword", true, func(ctx context.Context, p *cognito.Pool) error {
			return p.ConfirmForgotPassword(ctx, name, code, goodPassword)
		}},
		{"ChangePassword", "ChangePassword", true, func(ctx context.Context, p *cognito.Pool) error {
			return p.ChangePassword(ctx, aToken, goodPassword, otherPassword)
		}},
		{"User", "GetUser", false, func(ctx context.Context, p *cognito.Pool) error { _, err := p.User(ctx, aToken); return err }},
		{"UpdateAttributes", "UpdateUserAttributes", false, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.UpdateAttributes(ctx, aToken, []auth.Attribute{{Name: "name", Value: "Ann"}})
			return err
		}},
		{"DeleteAttributes", "DeleteUserAttributes", false, func(ctx context.Context, p *cognito.Pool) error {
			return p.DeleteAttributes(ctx, aToken, []string{"name"})
		}},
		{"SendAttributeCode", "GetUserAttributeVerificationCode", false, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.SendAttributeCode(ctx, aToken, "email")
			return err
		}},
		{"VerifyAttribute", "VerifyUserAttribute", true, func(ctx context.Context, p *cognito.Pool) error {
			return p.VerifyAttribute(ctx, aToken, "email", code)
		}},
		{"DeleteUser", "DeleteUser", true, func(ctx context.Context, p *cognito.Pool) error { return p.DeleteUser(ctx, aToken) }},
		{"AssociateTOTP", "AssociateSoftwareToken", false, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.AssociateTOTP(ctx, auth.TOTPGrant{AccessToken: aToken})
			return err
		}},
		{"AssociateTOTP by Session", "AssociateSoftwareToken", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.AssociateTOTP(ctx, auth.TOTPGrant{Session: theSession})
			return err
		}},
		{"VerifyTOTP", "VerifySoftwareToken", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.VerifyTOTP(ctx, auth.TOTPGrant{AccessToken: aToken}, auth.TOTPProof{Code: code, DeviceName: "phone"})
			return err
		}},
		{"VerifyTOTP by Session", "VerifySoftwareToken", true, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.VerifyTOTP(ctx, auth.TOTPGrant{Session: theSession}, auth.TOTPProof{Code: code})
			return err
		}},
		{"Factors", "GetUserAuthFactors", false, func(ctx context.Context, p *cognito.Pool) error { _, err := p.Factors(ctx, aToken); return err }},
		{"SetFactorPreference", "SetUserMFAPreference", false, func(ctx context.Context, p *cognito.Pool) error {
			return p.SetFactorPreference(ctx, aToken, []auth.FactorPreference{
				{Factor: auth.FactorTOTP, Enabled: true, Preferred: true}, {Factor: auth.FactorSMS},
			})
		}},
		{"StartPasskeyRegistration", "StartWebAuthnRegistration", false, func(ctx context.Context, p *cognito.Pool) error {
			_, err := p.StartPasskeyRegistration(ctx, aToken)
			return err
		}},
		{"FinishPasskeyRegistration", "CompleteWebAuthnRegistration", true, func(ctx context.Context, p *cognito.Pool) error {
			return p.FinishPasskeyRegistration(ctx, aToken, theCredential)
		}},
		{"Passkeys", "ListWebAuthnCredentials", false, func(ctx context.Context, p *cognito.Pool) error { _, err := p.Passkeys(ctx, aToken); return err }},
		{"DeletePasskey", "DeleteWebAuthnCredential", false, func(ctx context.Context, p *cognito.Pool) error { return p.DeletePasskey(ctx, aToken, "credential") }},
		{"RevokeToken", "RevokeToken", false, func(ctx context.Context, p *cognito.Pool) error { return p.RevokeToken(ctx, aToken) }},
		{"SignOutEverywhere", "GlobalSignOut", false, func(ctx context.Context, p *cognito.Pool) error { return p.SignOutEverywhere(ctx, aToken) }},
		{"SetPassword", "AdminSetUserPassword", true, func(ctx context.Context, p *cognito.Pool) error { return p.SetPassword(ctx, name, goodPassword) }},
		{"EndSessions", "AdminGetUser", false, func(ctx context.Context, p *cognito.Pool) error { _, err := p.EndSessions(ctx, name); return err }},
		{"Settings", "DescribeUserPool", false, func(ctx context.Context, p *cognito.Pool) error { _, err := p.Settings(ctx); return err }},
	}
}

func methodNamed(t *testing.T, name string) method {
	t.Helper()
	for _, m := range methods() {
		if m.name == name {
			return m
		}
	}
	t.Fatalf("no method %q", name)
	return method{}
}
