package token_test

import (
	"errors"
	"testing"

	"usher/internal/badinput"
	"usher/internal/token"
)

// TestBattery verifies each token of testdata/badinput three times: with a new verifier, with one that
// has the keys, and after the good token was cached.
func TestBattery(t *testing.T) {
	cases, err := badinput.Read[badinput.Token]("../..", "tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	signers, err := badinput.NewSigners()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Label(), func(t *testing.T) {
			use := token.Access
			if c.Use == "id" {
				use = token.ID
			}
			v := newVerifier(t, newKeyServer(signers.KeySet()), newClock())
			attack, err := signers.Mint(c)
			if err != nil {
				t.Fatal(err)
			}
			good, err := signers.Mint(badinput.Token{Use: c.Use})
			if err != nil {
				t.Fatal(err)
			}
			for _, before := range []func(){func() {}, func() {}, func() { _, err = verify(t, v, good, use) }} {
				if before(); err != nil {
					t.Fatalf("the good token is refused: %v", err)
				}
				_, err := verify(t, v, attack, use)
				wantOutcome(t, err, c.Want)
			}
		})
	}
}

func TestEachClientOfTheListIsAccepted(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	for _, client := range []string{"another-client", clientID} {
		if _, err := verify(t, v, mint(t, token.Access, claim("client_id", quote(client))), token.Access); err != nil {
			t.Errorf("%s: %v", client, err)
		}
	}
}

// wantOutcome checks an outcome as a recipe names it.
func wantOutcome(t *testing.T, err error, want string) {
	t.Helper()
	if want == "expired" {
		if _, ok := errors.AsType[*token.ExpiredError](err); !ok {
			t.Errorf("error = %v, want an ExpiredError", err)
		}
		return
	}
	if want == "accept" {
		want = ""
	}
	wantReason(t, err, token.Reason(want))
}

func TestATokenOfOneUseIsNoneOfAnother(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	access, id := mint(t, token.Access), mint(t, token.ID)
	for name, compact := range map[string]string{"access": access, "id": id} {
		if _, err := verify(t, v, compact, token.Use(name)); err != nil {
			t.Fatal(err)
		}
	}
	swaps := []struct {
		name, compact string
		use           token.Use
	}{
		{"cached access token as ID token", access, token.ID},
		{"cached ID token as access token", id, token.Access},
		{"access token for no use", access, ""},
		{"access token for an unknown use", access, "refresh"},
		{"token without a use for no use", mint(t, token.Access, without("token_use")), ""},
		{"token of an unknown use for that use", mint(t, token.Access, claim("token_use", `"refresh"`)), "refresh"},
	}
	for _, swap := range swaps {
		t.Run(swap.name, func(t *testing.T) {
			_, err := verify(t, v, swap.compact, swap.use)
			wantReason(t, err, token.ReasonUse)
		})
	}
}
