package cognito_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"usher/internal/auth"
	"usher/internal/cognito"
)

// at opens a pool with the HTTP client that it makes for itself, against a loopback address.
func at(t *testing.T, endpoint string) *cognito.Pool {
	t.Helper()
	return open(t, func(c *cognito.Config) {
		c.Endpoint = endpoint
		c.Credentials = aws.CredentialsProviderFunc(anyCredentials)
	})
}

// Nobody listens: whatever the call would have spent is unspent, and the caller may know it.
func TestARefusedConnectionSpendsNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	p := at(t, "http://"+address)
	for _, m := range methods() {
		t.Run(m.name, func(t *testing.T) { wantCode(t, m.call(t.Context(), p), auth.UpstreamUnavailable) })
	}
}

// The name cannot be resolved: nothing was sent either.
func TestAFailedDialSpendsNothing(t *testing.T) {
	noDial := errors.New("no route")
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, noDial },
	}}
	p := open(t, func(c *cognito.Config) { c.HTTPClient = client })
	wantCode(t, methodNamed(t, "ConfirmSignUp").call(t.Context(), p), auth.UpstreamUnavailable)
}

// The connection broke after the request went out: a spending call may have been carried out.
func TestABrokenConnectionLeavesTheOutcomeUnknown(t *testing.T) {
	var received atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		received.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(server.Close)
	p := at(t, server.URL)
	for _, m := range methods() {
		t.Run(m.name, func(t *testing.T) {
			want, sent := auth.UpstreamUnavailable, received.Load()
			if m.spends {
				want = auth.OutcomeUnknown
			}
			wantCode(t, m.call(t.Context(), p), want)
			if m.spends && received.Load()-sent != 1 {
				t.Errorf("sent %d times, want once", received.Load()-sent)
			}
		})
	}
}

// A kept connection serves the calls that follow.
func TestConnectionsAreKept(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_, _ = io.WriteString(w, `{"Username":"a","UserAttributes":[]}`)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	p := at(t, server.URL)
	const calls = 20
	for range calls {
		if _, err := p.User(t.Context(), aToken); err != nil {
			t.Fatal(err)
		}
	}
	if got := opened.Load(); got != 1 {
		t.Errorf("%d connections for %d calls one after the other, want 1", got, calls)
	}
}

// A redirect would carry the password to wherever it points.
func TestRedirectsAreNotFollowed(t *testing.T) {
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			var reached atomic.Bool
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
			t.Cleanup(elsewhere.Close)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				http.Redirect(w, r, elsewhere.URL, status)
			}))
			t.Cleanup(server.Close)
			_, err := at(t, server.URL).SignIn(t.Context(), auth.SignIn{Username: "user@example.com", Password: goodPassword})
			wantCode(t, err, auth.Internal)
			if reached.Load() {
				t.Error("the redirect was followed")
			}
		})
	}
}
