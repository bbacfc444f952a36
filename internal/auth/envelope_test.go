package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/kv"
)

// openings are envelopes that note what they were asked, and open to the same password.
type openings struct {
	asked []string
	err   error
}

func (*openings) Sealing() (auth.PasswordSealing, error) {
	return auth.PasswordSealing{Nonce: "n"}, nil
}

func (o *openings) Open(_ context.Context, sealed string, use auth.PasswordUse, account string) (auth.Password, error) {
	if !strings.HasPrefix(sealed, "sealed") {
		return "", &auth.Error{Code: auth.PasswordEnvelopeRefused}
	}
	o.asked = append(o.asked, string(use)+" for "+account)
	if o.err != nil {
		return "", o.err
	}
	return "opened 9", nil
}

// asSealed is longer than a password can be.
var asSealed = auth.Password("sealed" + strings.Repeat("A", 300))

// withEnvelopes is a service over a pool that notes the passwords it is handed.
func withEnvelopes(t *testing.T, envelopes auth.PasswordEnvelopes, sealedOnly bool) (s *auth.Service, handed *[]string) {
	t.Helper()
	h := newHarness(t)
	handed = &[]string{}
	note := func(passwords ...auth.Password) error {
		for _, p := range passwords {
			*handed = append(*handed, string(p))
		}
		return nil
	}
	tokens := auth.Step{Tokens: &auth.Tokens{Access: "access", Refresh: "refresh"}}
	pool := &authtest.FakePool{OnSettings: h.pool.OnSettings}
	pool.OnSignUp = func(_ context.Context, in auth.NewUser) (auth.SignUpReceipt, error) {
		return auth.SignUpReceipt{}, note(in.Password)
	}
	pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		if in.Password == "" {
			return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengePassword, Username: "u", Session: "s"}}, nil
		}
		if in.Username == "new@example.com" {
			return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeNewPassword, Username: "u", Session: "s"}}, nil
		}
		return tokens, note(in.Password)
	}
	pool.OnRespond = func(_ context.Context, a auth.Answer) (auth.Step, error) {
		if a.NewPassword != nil {
			return tokens, note(a.NewPassword.Password)
		}
		return tokens, note(a.Password)
	}
	pool.OnConfirmSignUp = func(context.Context, string, string) error { return nil }
	pool.OnSetPassword = func(_ context.Context, _ string, p auth.Password) error { return note(p) }
	pool.OnEndSessions = func(context.Context, string) (string, error) { return "sub", nil }
	pool.OnConfirmForgotPassword = func(_ context.Context, _, _ string, p auth.Password) error { return note(p) }
	pool.OnChangePassword = func(_ context.Context, _ string, current, proposed auth.Password) error {
		return note(current, proposed)
	}
	pool.OnDeleteUser = func(context.Context, string) error { return nil }
	pool.OnRevokeToken = func(context.Context, string) error { return nil }
	s, err := auth.New(auth.Config{
		Pool: pool, Store: h.store, Sessions: h, Limits: h, Secret: bytes.Repeat([]byte{7}, 32), Now: h.now, Challenges: boxes{now: h.now},
		Envelopes: envelopes, SealedOnly: sealedOnly, Logger: slog.New(slog.NewTextHandler(&h.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	return s, handed
}

// passwordFlows sends a password through every flow that takes one.
func passwordFlows(t *testing.T) map[string]func(s *auth.Service, p auth.Password) error {
	t.Helper()
	ctx := t.Context()
	caller := auth.Principal{Subject: "sub-1", Username: "ann", AccessToken: "access"}
	challenge := func(s *auth.Service, in auth.SignIn, reply auth.Reply) error {
		step, err := s.StartSignIn(ctx, in)
		if err == nil && step.Challenge != nil {
			_, err = s.RespondToChallenge(ctx, step.Challenge.Token, reply)
		}
		return err
	}
	return map[string]func(s *auth.Service, p auth.Password) error{
		"signUp for ann@example.com": func(s *auth.Service, p auth.Password) error {
			_, err := s.SignUp(ctx, auth.SignUp{Email: " Ann@Example.com", Password: p})
			return err
		},
		"confirmSignUp for ann@example.com": func(s *auth.Service, p auth.Password) error {
			_, err := s.ConfirmSignUp(ctx, auth.Proof{Username: "ANN@example.com ", Code: "123456", Password: p})
			return err
		},
		"signIn for ann@example.com": func(s *auth.Service, p auth.Password) error {
			_, err := s.StartSignIn(ctx, auth.SignIn{Username: "Ann@example.com", Password: p})
			return err
		},
		"respondToChallenge.password for ann@example.com": func(s *auth.Service, p auth.Password) error {
			return challenge(s, auth.SignIn{Username: "Ann@example.com"}, auth.Reply{Password: p})
		},
		"confirmForgotPassword for ann@example.com": func(s *auth.Service, p auth.Password) error {
			return s.ConfirmForgotPassword(ctx, auth.Proof{Username: "Ann@example.com", Code: "123456", Password: p})
		},
		"changePassword.current for sub-1, changePassword.new for sub-1": func(s *auth.Service, p auth.Password) error {
			return s.ChangePassword(ctx, caller, p, p, true)
		},
		"deleteAccount for sub-1": func(s *auth.Service, p auth.Password) error { return s.DeleteAccount(ctx, caller, p) },
	}
}

func TestSealedPasswordsAreOpenedForTheirUseAndAccount(t *testing.T) {
	for want, flow := range passwordFlows(t) {
		t.Run(want, func(t *testing.T) {
			o := &openings{}
			s, handed := withEnvelopes(t, o, false)
			if err := flow(s, asSealed); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, strings.Join(o.asked, ", ")); diff != "" {
				t.Errorf("opened (-want +got):\n%s", diff)
			}
			if len(*handed) == 0 {
				t.Error("the pool was handed no password")
			}
			for _, p := range *handed {
				if p != "opened 9" {
					t.Errorf("the pool was handed %q", p)
				}
			}
		})
	}
}

func TestWhatIsNotOpenedReachesNoPool(t *testing.T) {
	for name, flow := range passwordFlows(t) {
		for kind, tt := range map[string]struct {
			envelopes  auth.PasswordEnvelopes
			sealedOnly bool
			password   auth.Password
			want       auth.Code
		}{
			"refused":      {&openings{err: &auth.Error{Code: auth.PasswordEnvelopeRefused}}, false, asSealed, auth.PasswordEnvelopeRefused},
			"expired":      {&openings{err: &auth.Error{Code: auth.PasswordEnvelopeExpired}}, false, asSealed, auth.PasswordEnvelopeExpired},
			"no store":     {&openings{err: errDown}, false, asSealed, auth.UpstreamUnavailable},
			"switched off": {nil, false, asSealed, auth.PasswordEnvelopeRefused},
			"plain":        {&openings{}, true, "as it is 9", auth.InvalidInput},
		} {
			t.Run(name+" "+kind, func(t *testing.T) {
				s, handed := withEnvelopes(t, tt.envelopes, tt.sealedOnly)
				wantCode(t, flow(s, tt.password), tt.want)
				if len(*handed) > 0 {
					t.Errorf("the pool was handed %q", *handed)
				}
			})
		}
	}
}

func TestPlainPasswordsPassWhereTheyMay(t *testing.T) {
	for name, flow := range passwordFlows(t) {
		t.Run(name, func(t *testing.T) {
			o := &openings{}
			s, handed := withEnvelopes(t, o, false)
			if err := flow(s, "as it is 9"); err != nil || len(o.asked) > 0 || len(*handed) == 0 || (*handed)[0] != "as it is 9" {
				t.Errorf("%v; opened %v, handed %q", err, o.asked, *handed)
			}
		})
	}
}

// TestAnInputThatIsWrongAnywaySpendsNoEnvelope holds that a typing error is answered as one, and costs no new seal.
func TestAnInputThatIsWrongAnywaySpendsNoEnvelope(t *testing.T) {
	for name, in := range map[string]auth.Proof{
		"no name":           {Username: "  ", Code: "123456", Password: asSealed},
		"a code of letters": {Username: "ann@example.com", Code: "abcdef", Password: asSealed},
	} {
		t.Run(name, func(t *testing.T) {
			o := &openings{}
			s, _ := withEnvelopes(t, o, false)
			_, err := s.ConfirmSignUp(t.Context(), in)
			wantCode(t, err, auth.InvalidInput)
			wantCode(t, s.ConfirmForgotPassword(t.Context(), in), auth.InvalidInput)
			if len(o.asked) > 0 {
				t.Errorf("opened %v", o.asked)
			}
		})
	}
}

// TestASignUpWithoutAPasswordNeedsNoEnvelope holds that passwords of the service's own making are not
// taken for a client's.
func TestASignUpWithoutAPasswordNeedsNoEnvelope(t *testing.T) {
	s, handed := withEnvelopes(t, &openings{}, true)
	if _, err := s.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com"}); err != nil || len(*handed) != 1 {
		t.Errorf("%v; handed %q", err, *handed)
	}
}

func TestSealedNewPasswordsOfAChallenge(t *testing.T) {
	o := &openings{}
	s, handed := withEnvelopes(t, o, false)
	step, err := s.StartSignIn(t.Context(), auth.SignIn{Username: "new@example.com", Password: "temporary 1"})
	if err != nil {
		t.Fatal(err)
	}
	reply := auth.Reply{NewPassword: &auth.NewPassword{Password: asSealed}}
	if _, err := s.RespondToChallenge(t.Context(), step.Challenge.Token, reply); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"respondToChallenge.newPassword for new@example.com"}, o.asked); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"opened 9"}, *handed); diff != "" {
		t.Error(diff)
	}
	if reply.NewPassword.Password != asSealed {
		t.Error("the caller's answer was changed")
	}
}

func TestWhatToSealWith(t *testing.T) {
	off, _ := withEnvelopes(t, nil, false)
	if got, err := off.PasswordSealing(); got != nil || err != nil {
		t.Errorf("switched off: %v, %v", got, err)
	}
	on, _ := withEnvelopes(t, &openings{}, false)
	if got, err := on.PasswordSealing(); err != nil || got == nil || got.Nonce != "n" {
		t.Errorf("switched on: %v, %v", got, err)
	}
}

func TestSealedOnlyNeedsEnvelopes(t *testing.T) {
	h := newHarness(t)
	_, err := auth.New(auth.Config{
		Pool: h.pool, Store: kv.NewMemory(h.now, 0), Sessions: h, Limits: h, Secret: make([]byte, 32), Now: time.Now,
		Logger: slog.New(slog.DiscardHandler), SealedOnly: true,
	})
	if err == nil {
		t.Error("a service was made that takes no password")
	}
}
