package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"usher/internal/badinput"
	"usher/internal/token"
)

// longestSent is the longest token, in bytes, that is sent to the running server. A longer one does
// not come past its limit on headers.
const longestSent = 12 << 10

// keyedUsher is a server in front of a pool whose keys are the run's, and which answers nothing else.
func keyedUsher(t *testing.T, signers *badinput.Signers) (in *instance, calls *atomic.Int64) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "id")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "key")
	calls = new(atomic.Int64)
	pool := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/jwks.json") {
			_, _ = io.WriteString(w, signers.KeySet())
			return
		}
		calls.Add(1)
		w.WriteHeader(http.StatusBadRequest)
	}))
	t.Cleanup(pool.Close)
	in = startAt(t, &clock{now: badinput.Now()},
		"COGNITO_USER_POOL_ID="+badinput.Pool, "COGNITO_CLIENT_ID="+badinput.Client,
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER="+pool.URL, "USHER_SHUTDOWN_DELAY=0s")
	return in, calls
}

// badTokens gives each token to a verifier, and sends it as a bearer token to a running server.
func badTokens(t *testing.T, tally *badinput.Tally) {
	signers, err := badinput.NewSigners()
	if err != nil {
		t.Fatal(err)
	}
	verifier := newTokenVerifier(t, answering(signers.KeySet()), badinput.Now)
	in, calls := keyedUsher(t, signers)
	good, err := signers.Mint(badinput.Token{})
	if err != nil {
		t.Fatal(err)
	}
	if err := tokenEndToEnd(t, in, good, "accept"); err != nil {
		t.Fatalf("the good token: %v", err)
	}
	before := calls.Load()
	var sent []string
	for _, c := range readCases[badinput.Token](t, "tokens.json") {
		compact, err := signers.Mint(c)
		if err != nil {
			t.Fatalf("%s: %v", c.Label(), err)
		}
		use := token.Access
		if c.Use == "id" {
			use = token.ID
		}
		tally.Try(t, c.Group, c.Name, func(t *testing.T) error {
			_, err := verifier.Verify(t.Context(), compact, use)
			if problem := judgeToken(err, c.Want); problem != nil {
				return problem
			}
			if err != nil {
				if problem := quiet(err.Error(), tokenParts(compact)...); problem != nil {
					return problem
				}
			}
			if !sendable(compact) {
				return nil
			}
			sent = append(sent, compact)
			want := c.Want
			if use == token.ID {
				want = string(token.ReasonUse)
			}
			return tokenEndToEnd(t, in, compact, want)
		})
	}
	if n := calls.Load() - before; n != 0 {
		t.Errorf("%d calls reached the pool", n)
	}
	for _, compact := range sent {
		if quiet(in.lines.String(), tokenParts(compact)...) != nil {
			t.Errorf("the log holds a part of %.80q", compact)
		}
	}
}

func judgeToken(err error, want string) error {
	expired, isExpired := errors.AsType[*token.ExpiredError](err)
	refused, _ := errors.AsType[*token.InvalidError](err)
	got := "accept"
	switch {
	case isExpired:
		got = "expired"
		if expired.Claims.Subject == "" {
			return errors.New("expired, and nobody's")
		}
	case refused != nil:
		got = string(refused.Reason)
	case err != nil:
		return err
	}
	if got == want {
		return nil
	}
	if got == "accept" || got == "expired" {
		return fmt.Errorf("%w: %s, want %s", badinput.ErrAccepted, got, want)
	}
	return fmt.Errorf("%s, want %s", got, want)
}

// tokenEndToEnd sends a token to the server. A client is told whether it has expired, and of no
// other reason.
func tokenEndToEnd(t *testing.T, in *instance, compact, want string) error {
	t.Helper()
	a := in.call(`{ me { id } }`, nil, "Authorization: Bearer "+compact)
	if problem := quiet(a.body, tokenParts(compact)...); problem != nil {
		return problem
	}
	code, reason := a.code()
	if want == "accept" {
		if code != "" {
			return fmt.Errorf("the server refuses it: %s", a.body)
		}
		return nil
	}
	wanted := map[bool]string{true: "EXPIRED", false: "INVALID"}[want == "expired"]
	switch {
	case code == "":
		return fmt.Errorf("%w: the server answers %s", badinput.ErrAccepted, a.body)
	case code != "UNAUTHENTICATED" || reason != wanted || string(a.Data["me"]) != "null":
		return fmt.Errorf("the server answers %s", a.body)
	}
	return nil
}

// sendable says whether a token can stand in a header as it is: HTTP has no room for control
// characters, and blanks around a value are not part of it.
func sendable(compact string) bool {
	return compact != "" && len(compact) <= longestSent && strings.TrimSpace(compact) == compact &&
		!strings.ContainsFunc(compact, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// tokenParts are the parts of a token that are too long to occur by chance.
func tokenParts(compact string) []string {
	const long = 16
	var parts []string
	for part := range strings.SplitSeq(compact, ".") {
		if len(part) >= long {
			parts = append(parts, part)
		}
	}
	return parts
}
