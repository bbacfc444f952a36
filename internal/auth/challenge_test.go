package auth_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/auth"
)

// boxes is a sealer for tests: it hides nothing, and notices what it did not make.
type boxes struct{ now func() time.Time }

const boxMark = "box|"

func (b boxes) Seal(state []byte) (string, error) {
	return base64.RawURLEncoding.EncodeToString(append([]byte(boxMark), state...)), nil
}

func (b boxes) Open(sealed string) ([]byte, time.Time, error) {
	text, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || !strings.HasPrefix(string(text), boxMark) {
		return nil, time.Time{}, errors.New("not a box")
	}
	return text[len(boxMark):], b.now(), nil
}

const (
	ann        = "ann@example.com"
	annsSecret = auth.Password("correct horse 9")
)

// asks makes the pool answer every sign-in with one challenge.
func (h *harness) asks(c auth.Challenge) {
	h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		if c.Username == "" {
			c.Username = in.Username
		}
		return auth.Step{Challenge: &c}, nil
	}
}

// takes makes the pool answer one reply with tokens and every other with an error.
func (h *harness) takes(right func(auth.Reply) bool, wrong auth.Code) *atomic.Int32 {
	var calls atomic.Int32
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		calls.Add(1)
		if !right(in.Reply) {
			return auth.Step{}, &auth.Error{Code: wrong}
		}
		return auth.Step{Tokens: &auth.Tokens{Access: "access", Refresh: "refresh"}}, nil
	}
	return &calls
}

// begin starts a sign-in with the password and returns the challenge that follows.
func (h *harness) begin(t *testing.T) *auth.OpenChallenge {
	t.Helper()
	return h.start(t, auth.SignIn{Username: ann, Password: annsSecret})
}

func (h *harness) start(t *testing.T, in auth.SignIn) *auth.OpenChallenge {
	t.Helper()
	step, err := h.StartSignIn(t.Context(), in)
	if err != nil || step.Challenge == nil || step.Tokens != nil {
		t.Fatalf("StartSignIn = %+v, %v; want a challenge", step, err)
	}
	return step.Challenge
}

func totp(code string) auth.Reply     { return auth.Reply{TOTPCode: code} }
func isTOTP(r auth.Reply) bool        { return r.TOTPCode == "123456" }
func isCode(r auth.Reply) bool        { return r.Code == "12345678" }
func always(auth.Reply) bool          { return true }
func isNewPassword(r auth.Reply) bool { return r.NewPassword != nil }

func TestEachChallengeTakesItsOwnAnswer(t *testing.T) {
	replies := map[string]auth.Reply{
		"totpCode":    {TOTPCode: "123456"},
		"code":        {Code: "123456"},
		"password":    {Password: annsSecret},
		"newPassword": {NewPassword: &auth.NewPassword{Password: "battery staple 7"}},
		"factor":      {Factor: auth.FactorEmail},
		"totpSetup":   {TOTPSetup: &auth.TOTPProof{Code: "123456"}},
		"passkey":     {Passkey: `{"id":"AAAA"}`},
		"custom":      {Custom: "blue"},
	}
	choice := []auth.Factor{auth.FactorPassword, auth.FactorEmail}
	for _, c := range []struct {
		challenge auth.Challenge
		takes     string
	}{
		{auth.Challenge{Kind: auth.ChallengeTOTP}, "totpCode"},
		{auth.Challenge{Kind: auth.ChallengeSMS}, "code"},
		{auth.Challenge{Kind: auth.ChallengeEmailOTP}, "code"},
		{auth.Challenge{Kind: auth.ChallengeSMSOTP}, "code"},
		{auth.Challenge{Kind: auth.ChallengeNewPassword}, "newPassword"},
		{auth.Challenge{Kind: auth.ChallengeSelectMFA, Factors: choice}, "factor"},
		{auth.Challenge{Kind: auth.ChallengeSelectFactor, Factors: choice}, "factor password"},
		{auth.Challenge{Kind: auth.ChallengePassword}, "password"},
		{auth.Challenge{Kind: auth.ChallengeMFASetup, Factors: []auth.Factor{auth.FactorTOTP}}, "totpSetup"},
		{auth.Challenge{Kind: auth.ChallengePasskey}, "passkey"},
		{auth.Challenge{Kind: auth.ChallengeCustom}, "custom"},
	} {
		for name, reply := range replies {
			t.Run(string(c.challenge.Kind)+"/"+name, func(t *testing.T) {
				h := newHarness(t)
				h.asks(c.challenge)
				calls := h.takes(always, "")
				h.pool.OnAssociateTOTP = func(context.Context, auth.TOTPGrant) (auth.TOTPSecret, error) {
					return auth.TOTPSecret{Secret: "SECRET", Session: "associated"}, nil
				}
				h.pool.OnVerifyTOTP = func(context.Context, auth.TOTPGrant, auth.TOTPProof) (auth.Secret, error) { return "verified", nil }
				open := h.begin(t)
				step, err := h.RespondToChallenge(t.Context(), open.Token, reply)
				if strings.Contains(c.takes, name) && (name != "password" || c.takes != "newPassword") {
					if wantCode(t, err, ""); step.Tokens == nil || calls.Load() != 1 {
						t.Errorf("%+v after %d calls", step, calls.Load())
					}
					return
				}
				wantCode(t, err, auth.InvalidInput)
				if calls.Load() != 0 {
					t.Error("the pool was asked")
				}
			})
		}
	}
	t.Run("no answer and two answers", func(t *testing.T) {
		h := newHarness(t)
		h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
		open := h.begin(t)
		for _, reply := range []auth.Reply{{}, {TOTPCode: "123456", Code: "123456"}} {
			_, err := h.RespondToChallenge(t.Context(), open.Token, reply)
			wantCode(t, err, auth.InvalidInput)
		}
	})
}

func TestOneStepLeadsToTheNext(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeNewPassword, Username: "uuid", Session: "first", RequiredAttributes: []string{"name"}})
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		switch {
		case in.Kind == auth.ChallengeNewPassword && in.Session == "first" && in.Username == "uuid" && isNewPassword(in.Reply):
			return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeTOTP, Username: "uuid", Session: "second", DeviceName: "phone"}}, nil
		case in.Kind == auth.ChallengeTOTP && in.Session == "second" && in.Username == "uuid":
			return auth.Step{Tokens: &auth.Tokens{Access: "access"}}, nil
		}
		return auth.Step{}, errDown
	}
	first := h.begin(t)
	chosen := &auth.NewPassword{Password: "battery staple 7"}
	_, err := h.RespondToChallenge(t.Context(), first.Token, auth.Reply{NewPassword: chosen})
	wantCode(t, err, auth.InvalidInput) // the name is missing
	chosen.Attributes = []auth.Attribute{{Name: "name", Value: "Ann"}}
	step, err := h.RespondToChallenge(t.Context(), first.Token, auth.Reply{NewPassword: chosen})
	wantCode(t, err, "")
	if step.Challenge == nil || step.Challenge.Kind != auth.ChallengeTOTP || step.Challenge.DeviceName != "phone" || step.Challenge.Token == first.Token {
		t.Fatalf("%+v, want the next challenge", step)
	}
	_, err = h.RespondToChallenge(t.Context(), first.Token, auth.Reply{NewPassword: chosen})
	wantCode(t, err, auth.ChallengeExpired)
	step, err = h.RespondToChallenge(t.Context(), step.Challenge.Token, totp("123456"))
	if wantCode(t, err, ""); step.Tokens == nil {
		t.Error("no tokens at the end")
	}
}

func TestAWeakNewPasswordSpendsNothing(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeNewPassword})
	calls := h.takes(always, "")
	token := h.begin(t).Token
	for range 9 {
		_, err := h.RespondToChallenge(t.Context(), token, auth.Reply{NewPassword: &auth.NewPassword{Password: "short"}})
		wantCode(t, err, auth.WeakPassword)
	}
	_, err := h.RespondToChallenge(t.Context(), token, auth.Reply{NewPassword: &auth.NewPassword{Password: "battery staple 7"}})
	if wantCode(t, err, ""); calls.Load() != 1 {
		t.Errorf("the pool was asked %d times", calls.Load())
	}
}

func TestAnAttributeOfAnotherAccountBesideANewPasswordIsNamed(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeNewPassword, RequiredAttributes: []string{"preferred_username"}})
	h.takes(func(auth.Reply) bool { return false }, auth.AliasInUse)
	_, err := h.RespondToChallenge(t.Context(), h.begin(t).Token, auth.Reply{NewPassword: &auth.NewPassword{
		Password: "battery staple 7", Attributes: []auth.Attribute{{Name: "preferred_username", Value: "bob"}},
	}})
	wantCode(t, err, auth.InvalidInput)
	if e, _ := err.(*auth.Error); e == nil || len(e.Fields) != 1 { //nolint:errorlint // the type itself is the contract
		t.Errorf("%+v, want the field named", e)
	}
}

func TestAnswersThatCannotBeUsedCostNoTry(t *testing.T) {
	for name, c := range map[string]struct {
		kind  auth.ChallengeKind
		reply auth.Reply
	}{
		"a passkey that is no JSON":      {auth.ChallengePasskey, auth.Reply{Passkey: "nonsense"}},
		"a passkey that is no object":    {auth.ChallengePasskey, auth.Reply{Passkey: "[]"}},
		"a passkey that is too long":     {auth.ChallengePasskey, auth.Reply{Passkey: auth.WebAuthnJSON(`{"id":"` + strings.Repeat("x", 64<<10) + `"}`)}},
		"a custom answer too long":       {auth.ChallengeCustom, auth.Reply{Custom: strings.Repeat("x", 2049)}},
		"a code of letters":              {auth.ChallengeTOTP, auth.Reply{TOTPCode: "letters"}},
		"a code that is too long":        {auth.ChallengeEmailOTP, auth.Reply{Code: strings.Repeat("1", 17)}},
		"an app's code of letters":       {auth.ChallengeMFASetup, auth.Reply{TOTPSetup: &auth.TOTPProof{Code: "letters"}}},
		"an app's name that is too long": {auth.ChallengeMFASetup, auth.Reply{TOTPSetup: &auth.TOTPProof{Code: "123456", DeviceName: strings.Repeat("x", 257)}}},
		"a new password that is none":    {auth.ChallengeNewPassword, auth.Reply{NewPassword: &auth.NewPassword{}}},
		"an attribute nobody asked for":  {auth.ChallengeNewPassword, auth.Reply{NewPassword: &auth.NewPassword{Password: "battery staple 7", Attributes: []auth.Attribute{{Name: "email", Value: "a@b.c"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.asks(auth.Challenge{Kind: c.kind, Factors: []auth.Factor{auth.FactorTOTP}})
			h.pool.OnAssociateTOTP = func(context.Context, auth.TOTPGrant) (auth.TOTPSecret, error) {
				return auth.TOTPSecret{Secret: "SECRET", Session: "associated"}, nil
			}
			calls := h.takes(always, "")
			token := h.begin(t).Token
			for range 9 {
				_, err := h.RespondToChallenge(t.Context(), token, c.reply)
				wantCode(t, err, auth.InvalidInput)
			}
			if calls.Load() != 0 {
				t.Error("the pool was asked")
			}
		})
	}
}
