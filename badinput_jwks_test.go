package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/badinput"
	"usher/internal/token"
)

// keyServerCase is a server of keys that answers in one way at first and in another after an hour.
// The ways are the names of keyAnswers.
type keyServerCase struct {
	Name    string `json:"name"`
	AtFirst string `json:"at_first"`
	Later   string `json:"later"`
	// What becomes of the pool's token at first and later, and of one that the new key has signed
	// later: accept, keys (they are unavailable), or the token.Reason of a refusal.
	Old      string `json:"old"`
	OldLater string `json:"old_later"`
	NewLater string `json:"new_later"`
}

func (c keyServerCase) Label() string { return c.Name }

// keyAnswers are the ways to answer, by name. new is the pool after it has exchanged its keys under
// other ids, stolen somebody else's keys under the pool's own ids.
func keyAnswers(old, fresh *badinput.Signers) map[string]http.HandlerFunc {
	text := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	const plain = "application/json"
	renamed := strings.ReplaceAll(fresh.KeySet(), badinput.AccessKeyID, newKeyID)
	both := strings.TrimSuffix(old.KeySet(), "]}") + "," + strings.TrimPrefix(renamed, `{"keys":[`)
	private := strings.ReplaceAll(old.KeySet(), `"use":"sig"`, `"use":"sig","d":"AQAB"`)
	twice := strings.TrimSuffix(old.KeySet(), "]}") + "," + strings.TrimPrefix(fresh.KeySet(), `{"keys":[`)
	return map[string]http.HandlerFunc{
		"the pool's keys":                text(http.StatusOK, plain, old.KeySet()),
		"the pool's and a new key":       text(http.StatusOK, plain, both),
		"a new key alone":                text(http.StatusOK, plain, renamed),
		"other keys under the same ids":  text(http.StatusOK, plain, fresh.KeySet()),
		"each id twice, with other keys": text(http.StatusOK, plain, twice),
		"the private keys":               text(http.StatusOK, plain, private),
		"no keys":                        text(http.StatusOK, plain, `{"keys":[]}`),
		"404":                            text(http.StatusNotFound, plain, `{"message":"no"}`),
		"500":                            text(http.StatusInternalServerError, plain, old.KeySet()),
		"HTML":                           text(http.StatusOK, "text/html", "<!DOCTYPE html><title>Sign in</title>"),
		"keys as text/plain":             text(http.StatusOK, "text/plain", old.KeySet()),
		"10 MB":                          text(http.StatusOK, plain, old.KeySet()+strings.Repeat(" ", 10<<20)),
		"a redirect to somebody's keys": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+strangersHost+"/jwks.json", http.StatusFound)
		},
		"nothing, for an hour": func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(time.Hour):
			case <-r.Context().Done():
			}
		},
		"nothing, at once": nil,
	}
}

const (
	newKeyID      = "new+access/kid="
	strangersHost = "keys.example"
)

// keyServer is an http.RoundTripper, so that the clock of a synctest bubble is the network's, too.
type keyServer struct {
	mu       sync.Mutex
	answer   http.HandlerFunc
	asked    int
	stranger int // requests to any host but the pool's
}

func (s *keyServer) become(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *keyServer) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.asked++
	answer := s.answer
	if r.URL.Host == strangersHost {
		s.stranger++
		answer = func(http.ResponseWriter, *http.Request) {} // and no further redirect
	}
	s.mu.Unlock()
	if answer == nil {
		return nil, errors.New("connection refused")
	}
	w := httptest.NewRecorder()
	answer(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

func answering(document string) *keyServer {
	return &keyServer{answer: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, document) }}
}

func newTokenVerifier(t *testing.T, keys http.RoundTripper, now func() time.Time) *token.Verifier {
	t.Helper()
	verifier, err := token.NewVerifier(token.Config{
		Issuers: token.CognitoIssuers(badinput.Region, badinput.Pool), ClientIDs: []string{"another-client", badinput.Client},
		HTTP: &http.Client{Transport: keys}, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(verifier.Close)
	return verifier
}

// badKeyServers runs each server of keys through an hour and a half.
func badKeyServers(t *testing.T, tally *badinput.Tally) {
	old, err := badinput.NewSigners()
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := badinput.NewSigners()
	if err != nil {
		t.Fatal(err)
	}
	answers := keyAnswers(old, fresh)
	lasting := badinput.Token{Claims: map[string]raw{"exp": raw("1800000000")}}
	oldToken, err := old.Mint(lasting)
	if err != nil {
		t.Fatal(err)
	}
	lasting.Header = map[string]raw{"kid": raw(`"` + newKeyID + `"`)}
	newToken, err := fresh.Mint(lasting)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range readCases[keyServerCase](t, "jwks.json") {
		atFirst, known := answers[c.AtFirst]
		later, alsoKnown := answers[c.Later]
		if !known || !alsoKnown {
			t.Fatalf("%s: no answer %q or %q", c.Name, c.AtFirst, c.Later)
		}
		tally.Try(t, "jwks", c.Name, func(t *testing.T) error {
			var problem error
			synctest.Test(t, func(t *testing.T) {
				at := &clock{now: badinput.Now()}
				keys := &keyServer{answer: atFirst}
				verifier := newTokenVerifier(t, keys, at.Now)
				now := askKeys(t, verifier, "at first", oldToken, c.Old)
				asked := keys.asked
				for range 1_000 { // which must not turn into requests
					_, _ = verifier.Verify(t.Context(), newToken, token.Access)
				}
				if more := keys.asked - asked; more > 1 {
					now = errors.Join(now, fmt.Errorf("%d requests for an unknown kid", more))
				}
				keys.become(later)
				at.pass(90 * time.Minute)
				_ = verifier.Warm(t.Context())
				problem = errors.Join(now,
					askKeys(t, verifier, "later", oldToken, c.OldLater), askKeys(t, verifier, "new, later", newToken, c.NewLater))
				if keys.stranger > 0 {
					problem = errors.Join(problem, errors.New("it asked somebody else for keys"))
				}
			})
			return problem
		})
	}
}

func askKeys(t *testing.T, verifier *token.Verifier, when, compact, want string) error {
	t.Helper()
	_, err := verifier.Verify(t.Context(), compact, token.Access)
	if errors.Is(err, token.ErrKeysUnavailable) && want == "keys" {
		return nil
	}
	if problem := judgeToken(err, want); problem != nil {
		return fmt.Errorf("%s: %w", when, problem)
	}
	return nil
}
