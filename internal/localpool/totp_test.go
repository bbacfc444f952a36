package localpool

import (
	"encoding/base32"
	"strings"
	"testing"
	"time"
)

// rfcSecret is the key of RFC 6238, appendix B, for SHA-1.
var rfcSecret = base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))

func TestCodesOfRFC6238(t *testing.T) {
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		got, err := totpCode(rfcSecret, at/30)
		if err != nil || got != want {
			t.Errorf("at %d: %s, %v; want %s", at, got, err, want)
		}
	}
}

func TestCodeWorksOnceInItsPeriodAndTheNeighbours(t *testing.T) {
	b := newBench(t)
	at := time.Unix(1111111111, 0)
	code := func(step int64) string {
		c, err := totpCode(rfcSecret, at.Unix()/30+step)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, c := range map[string]struct {
		used      int64 // of the period, relative to the clock
		code      string
		ok, again bool
	}{
		"two periods ago":            {-9, code(-2), false, false},
		"the period before":          {-9, code(-1), true, false},
		"this period":                {-9, code(0), true, false},
		"the next period":            {-9, code(1), true, false},
		"two periods ahead":          {-9, code(2), false, false},
		"this period again":          {0, code(0), false, true},
		"an older one after a newer": {0, code(-1), false, true},
		"a newer one after an older": {-1, code(0), true, false},
		"after the next was used":    {1, code(0), false, true},
		"no digits":                  {-9, "abcdef", false, false},
		"nothing":                    {-9, "", false, false},
		"the code with a space":      {-9, code(0) + " ", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			u := &userRecord{TOTP: &totpRecord{Secret: rfcSecret, LastStep: at.Unix()/30 + c.used}}
			if got := b.pool.usedTOTP(u, c.code, at); got != c.again {
				t.Errorf("used before: %v, want %v", got, c.again)
			}
			if got := b.pool.useTOTP(u, c.code, at); got != c.ok {
				t.Errorf("taken: %v, want %v", got, c.ok)
			}
			if b.pool.useTOTP(u, c.code, at) {
				t.Error("taken twice")
			}
		})
	}
	if b.pool.useTOTP(&userRecord{TOTP: &totpRecord{Pending: rfcSecret}}, code(0), at) || b.pool.useTOTP(&userRecord{}, code(0), at) {
		t.Error("a code was taken without a proven authenticator app")
	}
}

func TestSecretsAreLongAndDiffer(t *testing.T) {
	b := newBench(t)
	one, err := b.pool.startTOTPSetup()
	if err != nil {
		t.Fatal(err)
	}
	two, err := b.pool.startTOTPSetup()
	if err != nil {
		t.Fatal(err)
	}
	if one == two || len(one) < 32 || strings.Trim(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Errorf("secrets %q and %q", one, two)
	}
}
