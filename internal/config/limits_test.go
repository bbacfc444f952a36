package config

import (
	"testing"

	"usher/internal/ratelimit"
)

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name, setting string
		account       int // how many of sign-in
		off           bool
	}{
		{"unset", "USHER_LIMITS=", 5, false},
		{"one changed", "USHER_LIMITS=sign-in.account=9/1h", 9, false},
		{"another changed", "USHER_LIMITS=code.ip=9/1h+20", 5, false},
		{"all off", "USHER_LIMITS=off", 5, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, err := Load([]string{c.setting})
			if err != nil {
				t.Fatal(err)
			}
			policy, known := cfg.Limits.Get(ratelimit.SignIn)
			if !known || cfg.Limits.Off() != c.off {
				t.Fatalf("known %t, off %t, want off %t", known, cfg.Limits.Off(), c.off)
			}
			for _, limit := range policy.Limits {
				if limit.By == ratelimit.ByAccount && limit.Count != c.account {
					t.Errorf("by account %s, want %d", limit, c.account)
				}
			}
		})
	}
}
