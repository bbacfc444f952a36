package auth_test

import (
	"context"
	"testing"

	"usher/internal/auth"
)

// The owner of an unconfirmed account is sent a code unasked, so limits have their say within the flow.
func TestAFreshCodeForAnUnconfirmedAccountIsCounted(t *testing.T) {
	for name, refused := range map[string]bool{"within the limits": false, "beyond them": true} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.refused = refused
			calls := h.sends(nil, nil)
			h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
				return auth.Step{}, &auth.Error{Code: auth.NotConfirmed}
			}
			_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: " Ann@Example.com", Password: annsSecret})
			wantCode(t, err, auth.NotConfirmed)
			e, _ := err.(*auth.Error) //nolint:errorlint // the type itself is the contract
			if sent := len(*calls) > 0; sent == refused || e == nil || (e.Delivery != nil) == refused {
				t.Errorf("sent %v, answer %+v", *calls, e)
			}
			if len(h.counted) != 1 || h.counted[0] != ann {
				t.Errorf("counted %v, want the account's name once", h.counted)
			}
		})
	}
}

func TestSpellingsOfOneAccountAreOneKey(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"as it is", "ann@example.com", "ann@example.com"},
		{"case and space around", "  Ann@EXAMPLE.com\t", "ann@example.com"},
		{"a number with spaces", "+49 151 1234 5678", "+4915112345678"},
		{"an accent in two parts", "ame\u0301lie", "am\u00e9lie"},
		{"an ideographic space", "ann\u3000@example.com", "ann@example.com"},
		{"nothing", " ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := auth.AccountName(c.text); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestAChallengeTellsWhoseItIs(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
	token := h.begin(t).Token
	if name, ok := h.ChallengeName(token); !ok || name != ann {
		t.Errorf("%q %t, want the name that signs in", name, ok)
	}
	for name, bad := range map[string]string{"none": "", "no challenge": "x", "altered": token + "x"} {
		if got, ok := h.ChallengeName(bad); ok || got != "" {
			t.Errorf("%s: %q %t", name, got, ok)
		}
	}
	h.pass(auth.ChallengeLife)
	if got, ok := h.ChallengeName(token); ok || got != "" {
		t.Errorf("after its life: %q %t", got, ok)
	}
}
