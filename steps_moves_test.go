package main

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/pquerna/otp/totp"
)

// move answers a challenge for a user.
type move struct {
	from string // the type of the challenge
	with func(t *testing.T, s *stage, a *actor, at step) map[string]any
	// wrong is what a mistaken answer leads to, which leaves the challenge as it was; "" for none.
	wrong string
}

var (
	typesTheCode = move{"TotpChallenge", func(t *testing.T, s *stage, a *actor, _ step) map[string]any {
		code, err := totp.GenerateCode(a.secret, s.c.Now())
		must(t, err)
		return map[string]any{"totpCode": code}
	}, "InvalidCode"}
	readsTheText = move{"CodeChallenge", func(t *testing.T, s *stage, a *actor, at step) map[string]any {
		if at.Delivery.Channel != "SMS" {
			t.Errorf("delivery %+v, want one by SMS", at.Delivery)
		}
		return map[string]any{"code": s.in.mailedCode(a.phone)}
	}, "InvalidCode"}
	readsTheMail = move{"CodeChallenge", func(t *testing.T, s *stage, a *actor, at step) map[string]any {
		if at.Delivery.Channel != "EMAIL" {
			t.Errorf("delivery %+v, want one by mail", at.Delivery)
		}
		return map[string]any{"code": s.in.mailedCode(a.email)}
	}, "InvalidCode"}
	sendsThePassword = move{"SelectFactorChallenge", func(_ *testing.T, _ *stage, a *actor, _ step) map[string]any {
		return map[string]any{"password": a.password}
	}, "InvalidCredentials"}
	choosesAPassword = move{"NewPasswordChallenge", func(*testing.T, *stage, *actor, step) map[string]any {
		return map[string]any{"newPassword": map[string]any{"password": freshPassword}}
	}, "WeakPassword"}
	setsUpTheApp = move{"MfaSetupChallenge", func(t *testing.T, s *stage, _ *actor, at step) map[string]any {
		code, err := totp.GenerateCode(at.Totp.Secret, s.c.Now())
		must(t, err)
		return map[string]any{"totpSetup": map[string]any{"code": code, "deviceName": "phone"}}
	}, "InvalidCode"}
	usesThePasskey = move{"PasskeyChallenge", func(t *testing.T, _ *stage, a *actor, at step) map[string]any {
		assertion, err := a.browser.Get(at.Options)
		must(t, err)
		return map[string]any{"passkey": json.RawMessage(assertion)}
	}, ""}
	saysTheWord = move{"CustomChallenge", func(_ *testing.T, s *stage, a *actor, _ step) map[string]any {
		return map[string]any{"custom": s.in.mailedCode(a.email)}
	}, ""}
	// saysAnotherWord goes wrong for good: the pool's triggers decide what follows.
	saysAnotherWord = move{"CustomChallenge", func(*testing.T, *stage, *actor, step) map[string]any {
		return map[string]any{"custom": "another word"}
	}, ""}
)

func chooses(factor string) move {
	return move{"SelectFactorChallenge", func(t *testing.T, _ *stage, _ *actor, at step) map[string]any {
		if !slices.Contains(at.Factors, factor) {
			t.Errorf("the choice is %v, without %s", at.Factors, factor)
		}
		return map[string]any{"factor": factor}
	}, "InvalidInput"}
}

// mistaken is an answer of the same member, and wrong.
func mistaken(right map[string]any) map[string]any {
	switch {
	case right["totpCode"] != nil:
		return map[string]any{"totpCode": other(right["totpCode"].(string))}
	case right["code"] != nil:
		return map[string]any{"code": other(right["code"].(string))}
	case right["password"] != nil:
		return map[string]any{"password": "wrong horse 9"}
	case right["newPassword"] != nil:
		return map[string]any{"newPassword": map[string]any{"password": "short"}}
	case right["factor"] != nil:
		return map[string]any{"factor": "PASSWORD"}
	}
	setup := maps.Clone(right["totpSetup"].(map[string]any))
	setup["code"] = other(setup["code"].(string))
	return map[string]any{"totpSetup": setup}
}
