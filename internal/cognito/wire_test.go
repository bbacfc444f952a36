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
			_, err := p.SignIn(ctx, name, goodPassword)
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
