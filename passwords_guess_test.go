package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestASealedGuessIsAGuess holds that sealing a wrong password changes neither the answer nor what it counts, and that
// no guess, sealed or not, is found anywhere afterwards.
func TestASealedGuessIsAGuess(t *testing.T) {
	s, c, secrets := newSealer(t), newClock(), newCanaries()
	in := startAt(t, c, "USHER_LOG_LEVEL=debug", "USHER_ADMIN_ADDR=127.0.0.1:0")
	const ann, bob, most = "ann@example.com", "bob@example.com", 5
	for _, email := range []string{ann, bob} {
		in.signedUp(email, "the first 1 Password")
	}
	ask := func(username, password string) answer {
		a := in.call(signInOp, map[string]any{"input": map[string]any{"username": username, "password": password}})
		secrets.search("an answer", a.body)
		return a
	}
	told := func(a answer) http.Header {
		header := a.header.Clone()
		header.Del("Date")
		header.Del("X-Request-Id")
		return header
	}
	for i := range most + 1 {
		guess := secrets.text("a guess")
		sealed := s.one(in, guess, "signIn", bob)
		secrets.keep("an envelope", strings.Split(sealed, ".")[3])
		plain, other := ask(ann, guess), ask(bob, sealed)
		if plain.body != other.body || plain.status != other.status {
			t.Errorf("guess %d: %d %s, and sealed %d %s", i, plain.status, plain.body, other.status, other.body)
		}
		if diff := cmp.Diff(told(plain), told(other)); diff != "" {
			t.Errorf("guess %d, headers (-plain +sealed):\n%s", i, diff)
		}
		if limited := strings.Contains(other.body, "RATE_LIMITED"); limited != (i == most) {
			t.Errorf("guess %d: %s", i, other.body)
		}
	}

	c.pass(24 * time.Hour)
	late := s.one(in, secrets.text("an expired one"), "signIn", bob)
	c.pass(2 * time.Minute)
	for want, sealed := range map[string]string{
		"PASSWORD_ENVELOPE_EXPIRED": late,
		"PASSWORD_ENVELOPE_REFUSED": s.one(in, secrets.text("one of another use"), "signUp", bob),
	} {
		secrets.keep("an envelope", strings.Split(sealed, ".")[3])
		for range most + 1 { // none of these is a guess
			if a := ask(bob, sealed); !strings.Contains(a.body, want) {
				t.Errorf("%s: %s", want, a.body)
			}
		}
	}
	in.want("nobody is shut out", "Session", in.do("signIn", signInOp, map[string]any{"username": bob, "password": "the first 1 Password"}))

	secrets.search("the metrics", in.scrape())
	in.stop()
	log := in.lines.String()
	if !strings.Contains(log, "a sealed password is not opened") {
		t.Error("the log does not tell of what was refused, so its silence proves nothing")
	}
	secrets.search("the log", log)
	for _, hit := range secrets.hits(func(string) bool { return false }) {
		t.Error(hit)
	}
}
