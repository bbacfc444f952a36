package localpool_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

// watchedBody notices that it was closed.
type watchedBody struct {
	io.Reader
	closed bool
}

func (b *watchedBody) Close() error { b.closed = true; return nil }

func TestTransportKeepsTheRoundTripperContract(t *testing.T) {
	r := newRig(t)
	r.pool.Faults().Inject("GetUser", localpool.Fault{DropRequest: true})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	cases := []struct {
		name   string
		ctx    context.Context
		answer bool
	}{
		{"broken connection", t.Context(), false},
		{"cancelled", cancelled, false},
		{"answered", t.Context(), true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := &watchedBody{Reader: strings.NewReader(`{"AccessToken":"a.b.c"}`)}
			request, err := http.NewRequestWithContext(c.ctx, http.MethodPost, rawHost+"/", body)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("X-Amz-Target", targetPrefix+"GetUser")
			request.Header.Set("Content-Type", wireContentType)
			before := request.Header.Clone()
			response, err := r.pool.Transport().RoundTrip(request)
			if response != nil {
				defer func() { _ = response.Body.Close() }()
			}
			if (err == nil) != c.answer || (response != nil) != c.answer {
				t.Errorf("response %v, error %v; want exactly one of them", response != nil, err)
			}
			if !body.closed {
				t.Error("the request body was left open")
			}
			if len(request.Header) != len(before) || request.RequestURI != "" {
				t.Error("the caller's request was changed")
			}
			if response != nil && response.Request != request {
				t.Error("the response does not name its request")
			}
		})
	}
}

func TestTransportServesAnHTTPClient(t *testing.T) {
	r := newRig(t)
	client := &http.Client{Transport: r.pool.Transport(), Timeout: time.Minute}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.seed.Issuer+"/.well-known/jwks.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(`"keys"`)) {
		t.Errorf("status %d, error %v, body %.100s", response.StatusCode, err, body)
	}
	if response.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("browsers may not read the keys")
	}
}

// Unsigned calls carry no region, so the client id alone must lead to its pool; signed ones may name any.
func TestRegionOfTheCallerDoesNotMatter(t *testing.T) {
	r := newRig(t)
	r.api = sdkClient(r.pool.Transport(), func(o *cip.Options) { o.Region = "eu-west-1" })
	sub := r.newUser("abroad@example.com", goodPassword)
	r.session(r.secure, "abroad@example.com", goodPassword)
	r.wantStatus(sub, types.UserStatusTypeConfirmed)
}

func TestCallerWithoutCredentialsIsToldSo(t *testing.T) {
	r := newRig(t)
	bare := cip.New(cip.Options{Region: "us-east-1", HTTPClient: r.pool.Transport(), Retryer: aws.NopRetryer{}})
	_, err := bare.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &r.seed.PoolID, Username: aws.String("x@example.com")})
	wantFailure(t, err, "MissingAuthenticationTokenException", "")
	// What users may do themselves needs none.
	if _, err := bare.SignUp(t.Context(), &cip.SignUpInput{ClientId: &r.open.id, Username: aws.String("x@example.com"), Password: aws.String(goodPassword)}); err != nil {
		t.Errorf("SignUp: %v", err)
	}
}

// lockedBuffer takes log lines from any goroutine.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func TestLogHoldsNoSecret(t *testing.T) {
	log := &lockedBuffer{}
	const everyCode = "code-that-no-time-of-day-contains"
	r := newRig(t, func(o *localpool.Options) {
		o.FixedCode = everyCode
		o.Logger = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.Level(-100)}))
	})
	r.transcript()
	const email = "logged@example.com"
	r.newUser(email, goodPassword)
	tokens := r.session(r.secure, email, goodPassword)
	r.mail.FailWith(errMailDown)
	_, err := r.forgot(r.open, email)
	wantFailure(t, err, "CodeDeliveryFailureException", "")
	r.mail.FailWith(nil)
	_ = r.call("SignUp", `{"Password":"`+otherPassword+`","ClientId":5}`)
	secrets := map[string]string{
		"password": goodPassword, "new password": otherPassword, "wrong password": wrongPassword,
		"access token": aws.ToString(tokens.AccessToken), "ID token": aws.ToString(tokens.IdToken),
		"refresh token": aws.ToString(tokens.RefreshToken), "client secret": r.secure.secret,
		"secret hash": *r.secure.hash(email), "code": everyCode,
	}
	for what, secret := range secrets {
		if strings.Contains(log.buffer.String(), secret) {
			t.Errorf("the log holds a %s", what)
		}
	}
	if log.buffer.Len() == 0 {
		t.Error("nothing was logged, not even the failed delivery: the search proves nothing")
	}
}

func TestOptionsThatCannotWorkAreRefused(t *testing.T) {
	broken := errors.New("no entropy")
	cases := []struct {
		name string
		edit func(*localpool.Options)
		say  string
	}{
		{"issuer of another pool", func(o *localpool.Options) { o.Issuer = "https://example.com/us-east-1_Elsewhere" }, "us-east-1_UsherPool"},
		{"token life below zero", func(o *localpool.Options) { o.AccessTTL = -time.Second }, "-1s"},
		{"code with white space", func(o *localpool.Options) { o.FixedCode = "12 34" }, "white space"},
		{"no randomness", func(o *localpool.Options) { o.Rand = failingReader{broken} }, "random"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			options := localpool.Options{Hash: lowCost}
			c.edit(&options)
			pool, err := localpool.Open(options)
			if err == nil {
				_ = pool.Close()
			}
			wantSentence(t, err, c.say)
		})
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
