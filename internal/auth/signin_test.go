package auth_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"usher/internal/auth"
)

func TestHowASignInBegins(t *testing.T) {
	for _, c := range []struct {
		name string
		in   auth.SignIn
		asks auth.SignIn // of the pool
		code auth.Code
	}{
		{"with the password", auth.SignIn{Username: " Ann@Example.com ", Password: annsSecret}, auth.SignIn{Username: ann, Password: annsSecret}, ""},
		{"with the password, said twice", auth.SignIn{Username: ann, Password: annsSecret, Factor: auth.FactorPassword}, auth.SignIn{Username: ann, Password: annsSecret}, ""},
		{"with a mailed code", auth.SignIn{Username: ann, Factor: auth.FactorEmail}, auth.SignIn{Username: ann, Factor: auth.FactorEmail}, ""},
		{"with a passkey", auth.SignIn{Username: ann, Factor: auth.FactorPasskey}, auth.SignIn{Username: ann, Factor: auth.FactorPasskey}, ""},
		{"with a name alone", auth.SignIn{Username: ann}, auth.SignIn{Username: ann}, ""},
		{"without a name", auth.SignIn{Password: annsSecret}, auth.SignIn{}, auth.InvalidInput},
		{"with a password that is missing", auth.SignIn{Username: ann, Factor: auth.FactorPassword}, auth.SignIn{}, auth.InvalidInput},
		{"with two factors", auth.SignIn{Username: ann, Password: annsSecret, Factor: auth.FactorEmail}, auth.SignIn{}, auth.InvalidInput},
		{"with a factor that comes second", auth.SignIn{Username: ann, Factor: auth.FactorTOTP}, auth.SignIn{}, auth.InvalidInput},
		{"with a factor that is none", auth.SignIn{Username: ann, Factor: "FACE"}, auth.SignIn{}, auth.InvalidInput},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			var asked auth.SignIn
			h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
				asked = in
				return auth.Step{Tokens: &auth.Tokens{Access: "access"}}, nil
			}
			step, err := h.StartSignIn(t.Context(), c.in)
			wantCode(t, err, c.code)
			if asked != c.asks || step.Account != c.asks.Username {
				t.Errorf("the pool was asked for %+v, want %+v; the account is %q", asked, c.asks, step.Account)
			}
		})
	}
}

// A pool that hides who has an account play-acts a challenge for strangers. What this side makes of
// it must not tell the two apart: not by its fields, not by its length, not by how it fails.
func TestAStrangersChallengeLooksLikeAnOwners(t *testing.T) {
	h := newHarness(t)
	sessions := map[string]int{"known@example.com": 1543, "other@example.com": 900}
	h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		c := auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: in.Username, Session: auth.Secret(strings.Repeat("s", sessions[in.Username]))}
		c.Delivery = &auth.CodeDelivery{Channel: auth.ByEmail, Destination: "x***@y***"}
		if in.Username == "known@example.com" {
			c.Delivery.Destination = "k***@e***"
			c.Username = "5d0f1c1e-0000-4000-8000-000000000000"
		}
		return auth.Step{Challenge: &c}, nil
	}
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		if in.Username == "other@example.com" {
			return auth.Step{}, &auth.Error{Code: auth.InvalidCredentials}
		}
		return auth.Step{}, &auth.Error{Code: auth.CodeExpired}
	}
	var opens []*auth.OpenChallenge
	for _, name := range []string{"known@example.com", "other@example.com"} {
		open := h.start(t, auth.SignIn{Username: name, Factor: auth.FactorEmail})
		if open.Delivery == nil || open.Delivery.Destination != name[:1]+"***@e***" {
			t.Errorf("%s: delivery %+v", name, open.Delivery)
		}
		open.Delivery.Destination = ""
		_, err := h.RespondToChallenge(t.Context(), open.Token, auth.Reply{Code: "00000000"})
		wantCode(t, err, auth.InvalidCode)
		opens = append(opens, open)
	}
	if diff := cmp.Diff(opens[0], opens[1], cmpopts.IgnoreFields(auth.OpenChallenge{}, "Token")); diff != "" {
		t.Errorf("-known +unknown:\n%s", diff)
	}
	if known, unknown := len(opens[0].Token), len(opens[1].Token); known != unknown {
		t.Errorf("tokens of %d and %d characters", known, unknown)
	}
}

func TestTheOwnersDestinationIsTheirsOnceAFactorIsProven(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeEmailOTP, Delivery: &auth.CodeDelivery{Channel: auth.ByEmail, Destination: "m***@w***"}})
	open := h.begin(t)
	if open.Delivery == nil || open.Delivery.Destination != "m***@w***" || !open.Delivery.ExpiresAt.Equal(open.ExpiresAt) {
		t.Errorf("delivery %+v", open.Delivery)
	}
}

func TestChoosingAFactor(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeSelectFactor, Session: "first", Factors: []auth.Factor{auth.FactorPassword, auth.FactorEmail}})
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		if in.Password != "" {
			return auth.Step{}, &auth.Error{Code: auth.NotConfirmed}
		}
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: ann, Session: "second"}}, nil
	}
	h.sends(nil, nil)
	open := h.start(t, auth.SignIn{Username: ann})
	for _, reply := range []auth.Reply{{Factor: auth.FactorPassword}, {Factor: auth.FactorPasskey}, {Factor: auth.FactorTOTP}} {
		_, err := h.RespondToChallenge(t.Context(), open.Token, reply)
		wantCode(t, err, auth.InvalidInput)
	}
	_, err := h.RespondToChallenge(t.Context(), open.Token, auth.Reply{Password: annsSecret})
	wantCode(t, err, auth.NotConfirmed)
	if e, _ := err.(*auth.Error); e == nil || e.Delivery == nil { //nolint:errorlint // the type itself is the contract
		t.Error("the owner of an unconfirmed account is sent no code")
	}
	step, err := h.RespondToChallenge(t.Context(), open.Token, auth.Reply{Factor: auth.FactorEmail})
	wantCode(t, err, "")
	if step.Challenge == nil || step.Challenge.Kind != auth.ChallengeEmailOTP || step.Challenge.Delivery == nil {
		t.Errorf("%+v, want the challenge for the mailed code", step)
	}
}

func TestAChoiceThatThePoolDoesNotListIsTheSettings(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		return auth.PoolSettings{FirstFactors: []auth.Factor{auth.FactorPassword, auth.FactorPasskey}}, nil
	}
	h.asks(auth.Challenge{Kind: auth.ChallengeSelectFactor})
	if diff := cmp.Diff([]auth.Factor{auth.FactorPassword, auth.FactorPasskey}, h.start(t, auth.SignIn{Username: ann}).Factors); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestASealerThatIsMissingIsSaid(t *testing.T) {
	h := newHarness(t)
	service, err := auth.New(auth.Config{
		Pool: h.pool, Store: h.store, Sessions: h, Limits: h, Secret: bytes.Repeat([]byte{7}, 32), Now: h.now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
	_, err = service.StartSignIn(t.Context(), auth.SignIn{Username: ann, Password: annsSecret})
	wantCode(t, err, auth.NotEnabled)
	_, err = service.RespondToChallenge(t.Context(), h.begin(t).Token, totp("123456"))
	wantCode(t, err, auth.ChallengeExpired)
}

// What a caller may log of a sign-in must not hold what only its client may hold.
func TestNothingSecretOfASignInPrints(t *testing.T) {
	secrets := []string{"the-session", "JBSWY3DPEHPK3PXP", "the-options", "the-credential", string(annsSecret)}
	step := auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengePasskey, Session: "the-session", PasskeyOptions: `{"challenge":"the-options"}`}}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	for _, value := range []any{
		*step.Challenge,
		auth.TOTPEnrollment{Secret: "JBSWY3DPEHPK3PXP", URI: "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"},
		auth.TOTPSecret{Secret: "JBSWY3DPEHPK3PXP", Session: "the-session"},
		auth.TOTPGrant{Session: "the-session"},
		auth.Answer{Session: "the-session", Reply: auth.Reply{Passkey: `{"id":"the-credential"}`, Password: annsSecret}},
		auth.Secret("the-session"), auth.WebAuthnJSON("the-options"),
		auth.OpenChallenge{PasskeyOptions: `{"challenge":"the-options"}`},
		auth.SignIn{Password: annsSecret},
	} {
		logger.Info("value", "value", value)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			_, _ = fmt.Fprintf(&log, verb, value)
		}
	}
	for _, secret := range secrets {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is printed", secret)
		}
	}
}
