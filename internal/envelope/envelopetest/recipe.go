package envelopetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"usher/internal/badinput"
	"usher/internal/envelope"
	"usher/internal/kv"
)

// Recipe is an envelope of testdata/badinput/envelopes.json. Keys and nonces are fresh, so that what
// stands there is how to make it: from the header and the claims of a good one, by replacing texts.
// What is in <> is filled in, see [kitchen.fill].
type Recipe struct {
	Name string
	Want string // opened, refused or expired

	Header [][2]string
	After  bool // the header is changed after it was sealed with
	Claims [][2]string
	Parts  map[int]string // of the compact form, instead of the right ones
	Append string
	// Compact stands for all of it.
	Compact string

	SealedAt   string // a duration: when the client asked for key and nonce, from now
	Passes     string // a duration: between sealing and opening
	Times      int    // how often it is opened; the last time counts
	Nonce      string // a kind of bad nonce
	Deployment string // whose key it is sealed for
	Use        string // - for none; else signIn
	Account    string // - for none; else ann's
}

// Header and Claims are those of a good envelope, to be filled in.
const (
	Header = `{"alg":"ECDH-ES","enc":"A256GCM","kid":"<kid>","typ":"usher-password+jwe","epk":{"kty":"EC","crv":"P-256","x":"<x>","y":"<y>"}}`
	Claims = `{"pwd":"` + Password + `","op":"signIn","sub":"<sub>","nonce":"<nonce>"}`
)

// Label implements badinput.Case.
func (r Recipe) Label() string { return r.Name }

// Try makes the envelope, opens it, and says what is wrong with what came of it.
func (r Recipe) Try(t *testing.T) error {
	t.Helper()
	c := &clock{at: Start().Add(duration(t, r.SealedAt))}
	ours := Instance(t, c.now, kv.NewMemory(c.now, 0), "ours")
	k := newKitchen(t, r, ours, c)
	sealed := k.cook(t, r)
	c.at = Start()

	use, account := or(r.Use, "signIn"), or(r.Account, Account)
	for n := 1; n < r.Times; n++ {
		if _, err := ours.Open(t.Context(), sealed, use, account); err != nil {
			return fmt.Errorf("the first time: %w", err)
		}
	}
	c.at = c.at.Add(duration(t, r.Passes))
	password, err := ours.Open(t.Context(), sealed, use, account)
	got := outcomeOf(err)
	switch {
	case got == opened && r.Want != opened:
		return badinput.ErrAccepted
	case got != r.Want:
		return fmt.Errorf("%s, want %s: %w", got, r.Want, err)
	case (password != "") != (got == opened):
		return errors.New("a password of what was refused, or none of what was opened")
	case err == nil:
		return nil
	}
	for _, word := range []string{Password, "horse", account, k.words["nonce"], k.words["sub"]} {
		if word != "" && strings.Contains(err.Error(), word) {
			return badinput.ErrEcho
		}
	}
	return nil
}

const opened = "opened"

// outcomeOf is opened, or which of the two errors it is, which are told apart.
func outcomeOf(err error) string {
	refused, expired := errors.Is(err, envelope.ErrRefused), errors.Is(err, envelope.ErrExpired)
	switch {
	case err == nil:
		return opened
	case refused && !expired:
		return "refused"
	case expired && !refused:
		return "expired"
	}
	return "neither refused nor expired"
}

// clock is set by the recipe.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }
