package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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

// Whoever develops a form sends to one address more often than a user does. All else is as it will be.
func TestLocalModeSendsMoreToOneInbox(t *testing.T) {
	for _, c := range []struct {
		name     string
		settings []string
		inbox    int
	}{
		{"local mode", nil, 10},
		{"local mode, with a word on limits", []string{"USHER_LIMITS=code.ip=9/1h"}, 5},
		{"a user pool", []string{"COGNITO_USER_POOL_ID=eu-west-1_AbCd12345", "COGNITO_CLIENT_ID=1example23456789"}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, err := Load(c.settings)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{ratelimit.SignUp, ratelimit.SendCode} {
				policy, _ := cfg.Limits.Get(name)
				for _, limit := range policy.Limits {
					if limit.By == ratelimit.ByRecipient && (limit.Count != c.inbox || limit.Budget == "") {
						t.Errorf("%s sends %s, want %d/1h shared", name, limit, c.inbox)
					}
				}
			}
			signIn, _ := cfg.Limits.Get(ratelimit.SignIn)
			guesses, _ := ratelimit.Defaults().Get(ratelimit.SignIn)
			if diff := cmp.Diff(guesses, signIn); diff != "" {
				t.Errorf("sign-in (-want +got):\n%s", diff)
			}
		})
	}
}
