package authtest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
)

const (
	// overSession is past the longest validity of a Session: fifteen minutes.
	overSession = 16 * time.Minute
	// overTemporary is past the life of a temporary password, where the operator did not choose one.
	overTemporary = 8 * 24 * time.Hour
)

// challenged begins a sign-in that must meet a challenge of this kind.
func (s *suite) challenged(t *testing.T, in auth.SignIn, kind auth.ChallengeKind) auth.Challenge {
	t.Helper()
	step, err := s.Pool.SignIn(t.Context(), in)
	if err != nil {
		t.Fatalf("SignIn: %v", err)
	}
	return asked(t, step, kind)
}

// asked is the challenge of a step, which must be of this kind.
func asked(t *testing.T, step auth.Step, kind auth.ChallengeKind) auth.Challenge {
	t.Helper()
	if step.Challenge == nil || step.Tokens != nil {
		t.Fatalf("tokens %t, challenge %+v; want the challenge %s", step.Tokens != nil, step.Challenge, kind)
	}
	if step.Challenge.Kind != kind || step.Challenge.Session == "" || step.Challenge.Username == "" {
		t.Fatalf("challenge %+v, want %s with a Session and a name", step.Challenge, kind)
	}
	return *step.Challenge
}

func (s *suite) respond(t *testing.T, c auth.Challenge, reply auth.Reply) (auth.Step, error) {
	t.Helper()
	return s.Pool.Respond(t.Context(), auth.Answer{Kind: c.Kind, Username: c.Username, Session: c.Session, Reply: reply})
}

// admitted answers a challenge, which must end the sign-in.
func (s *suite) admitted(t *testing.T, c auth.Challenge, reply auth.Reply) auth.Tokens {
	t.Helper()
	step, err := s.respond(t, c, reply)
	if err != nil {
		t.Fatalf("Respond to %s: %v", c.Kind, err)
	}
	if step.Tokens == nil {
		t.Fatalf("Respond to %s leads to %+v, want tokens", c.Kind, step.Challenge)
	}
	return *step.Tokens
}

func password(a account) auth.SignIn { return auth.SignIn{Username: a.email, Password: a.password} }

// prefer turns second factors on for an account.
func (s *suite) prefer(t *testing.T, a account, preferences ...auth.FactorPreference) {
	t.Helper()
	if err := s.Pool.SetFactorPreference(t.Context(), s.session(t, a).Access, preferences); err != nil {
		t.Fatalf("SetFactorPreference: %v", err)
	}
}

func challengeChecks() []check {
	temporary := operator("give a temporary password", func(o Operator) bool { return o.GiveTemporaryPassword != nil })
	mailed := func(t *testing.T, s *suite) (account, auth.Challenge) {
		t.Helper()
		a := s.confirmed(t)
		s.prefer(t, a, auth.FactorPreference{Factor: auth.FactorEmail, Enabled: true})
		return a, s.challenged(t, password(a), auth.ChallengeEmailOTP)
	}
	return []check{
		{"Respond/a mailed second factor", []need{factors}, func(t *testing.T, s *suite) {
			a, c := mailed(t, s)
			if c.Delivery == nil || c.Delivery.Channel != auth.ByEmail || c.Delivery.Destination == "" || c.Delivery.Destination == a.email {
				t.Errorf("delivery %+v, want a masked address", c.Delivery)
			}
			code := s.Code(t, a.email)
			_, err := s.respond(t, c, auth.Reply{Code: wrong(code)})
			expect(t, err, auth.InvalidCode)
			tokens := s.admitted(t, c, auth.Reply{Code: code})
			_, err = s.Pool.User(t.Context(), tokens.Access)
			expect(t, err, "")
			_, err = s.respond(t, c, auth.Reply{Code: code})
			expect(t, err, auth.ChallengeExpired)
		}},
		{"Respond/a texted second factor", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			phone := s.withPhone(t, a)
			s.prefer(t, a, auth.FactorPreference{Factor: auth.FactorSMS, Enabled: true})
			c := s.challenged(t, password(a), auth.ChallengeSMS)
			if c.Delivery == nil || c.Delivery.Channel != auth.BySMS {
				t.Errorf("delivery %+v, want one by SMS", c.Delivery)
			}
			s.admitted(t, c, auth.Reply{Code: s.Code(t, phone)})
		}},
		{"Respond/the choice of a second factor", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			phone := s.withPhone(t, a)
			s.prefer(t, a, auth.FactorPreference{Factor: auth.FactorSMS, Enabled: true}, auth.FactorPreference{Factor: auth.FactorEmail, Enabled: true})
			c := s.challenged(t, password(a), auth.ChallengeSelectMFA)
			if !slices.Contains(c.Factors, auth.FactorSMS) || !slices.Contains(c.Factors, auth.FactorEmail) {
				t.Errorf("factors %v, want SMS and EMAIL among them", c.Factors)
			}
			step, err := s.respond(t, c, auth.Reply{Factor: auth.FactorSMS})
			expect(t, err, "")
			s.admitted(t, asked(t, step, auth.ChallengeSMS), auth.Reply{Code: s.Code(t, phone)})
		}},
		{"Respond/a Session that is over is ChallengeExpired", []need{factors, clock}, func(t *testing.T, s *suite) {
			a, c := mailed(t, s)
			s.Advance(overSession)
			_, err := s.respond(t, c, auth.Reply{Code: s.Code(t, a.email)})
			expect(t, err, auth.ChallengeExpired)
		}},
		{"Respond/a Session of another challenge is ChallengeExpired", []need{factors}, func(t *testing.T, s *suite) {
			a, c := mailed(t, s)
			for _, other := range []auth.Answer{
				{Kind: auth.ChallengeNewPassword, Reply: auth.Reply{NewPassword: &auth.NewPassword{Password: s.newPassword()}}},
				{Kind: auth.ChallengeTOTP, Reply: auth.Reply{TOTPCode: "123456"}},
				{Kind: auth.ChallengeSMS, Reply: auth.Reply{Code: s.Code(t, a.email)}},
				{Kind: auth.ChallengeSelectMFA, Reply: auth.Reply{Factor: auth.FactorSMS}},
				{Kind: auth.ChallengeMFASetup},
			} {
				other.Username, other.Session = c.Username, c.Session
				_, err := s.Pool.Respond(t.Context(), other)
				expect(t, err, auth.ChallengeExpired)
			}
			s.admitted(t, c, auth.Reply{Code: s.Code(t, a.email)})
		}},
		{"Respond/a Session that is none is ChallengeExpired", nil, func(t *testing.T, s *suite) {
			_, err := s.respond(t, auth.Challenge{Kind: auth.ChallengeTOTP, Username: s.NewEmail(), Session: "AYABeHsession-that-nobody-made"}, auth.Reply{TOTPCode: "123456"})
			expect(t, err, auth.ChallengeExpired)
		}},
		{"Respond/of many at once one succeeds", []need{factors}, func(t *testing.T, s *suite) {
			a, c := mailed(t, s)
			code := s.Code(t, a.email)
			const callers = 8
			outcomes := make([]error, callers)
			var all sync.WaitGroup
			for i := range outcomes {
				all.Go(func() { _, outcomes[i] = s.respond(t, c, auth.Reply{Code: code}) })
			}
			all.Wait()
			successes := 0
			for _, err := range outcomes {
				if err == nil {
					successes++
					continue
				}
				expect(t, err, auth.ChallengeExpired, auth.InvalidCode, auth.RateLimited, auth.UpstreamThrottled)
			}
			if successes != 1 {
				t.Errorf("%d of %d succeeded, want 1", successes, callers)
			}
		}},
		{"Respond/a weak new password is WeakPassword and spends nothing", []need{users, temporary}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			a.password = s.newPassword()
			s.Operator.GiveTemporaryPassword(t, a.email, a.password)
			c := s.challenged(t, password(a), auth.ChallengeNewPassword)
			_, err := s.respond(t, c, auth.Reply{NewPassword: &auth.NewPassword{Password: s.weakPassword()}})
			expect(t, err, auth.WeakPassword)
			s.admitted(t, c, auth.Reply{NewPassword: &auth.NewPassword{Password: s.newPassword()}})
		}},
		{"SignIn/a temporary password that has expired is NotEnabled and named", []need{users, temporary, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			a.password = s.newPassword()
			s.Operator.GiveTemporaryPassword(t, a.email, a.password)
			s.Advance(overTemporary)
			_, err := s.signIn(t, a.email, a.password)
			expectFeature(t, err, "temporary password")
			// The way out: a new one.
			a.password = s.newPassword()
			s.Operator.GiveTemporaryPassword(t, a.email, a.password)
			s.admitted(t, s.challenged(t, password(a), auth.ChallengeNewPassword), auth.Reply{NewPassword: &auth.NewPassword{Password: s.newPassword()}})
		}},
	}
}
