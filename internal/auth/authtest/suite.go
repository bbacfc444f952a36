package authtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"usher/internal/auth"
)

// check is one named promise of the interface.
type check struct {
	name  string
	needs []need
	run   func(t *testing.T, s *suite)
}

// RunUserPool judges a pool. open is called once; every check makes accounts of its own in it.
func RunUserPool(t *testing.T, open func(t *testing.T) Env) {
	t.Helper()
	s := &suite{Env: open(t)}
	checks := slices.Concat(
		signUpChecks(), confirmChecks(), resendChecks(), signInChecks(), refreshChecks(),
		recoveryChecks(), accountChecks(), signOutChecks(), adminChecks(), contextChecks(),
		challengeChecks(), firstFactorChecks(), totpChecks(), passkeyChecks(), attributeChecks(), deleteChecks(),
	)
	for _, c := range checks {
		if reason := s.lacks(c); reason != "" {
			t.Logf("left out: %s: %s", c.name, reason)
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, s) })
	}
}

// suite is the pool under test and the accounts made in it.
type suite struct {
	Env
	made int
}

func (s *suite) lacks(c check) string {
	for _, n := range c.needs {
		if reason := n(s.Env); reason != "" {
			return reason
		}
	}
	return ""
}

// account is one that a check made.
type account struct {
	email    string
	password auth.Password
	subject  string // when SignUp told it
}

// newPassword passes any policy and is different each time.
func (s *suite) newPassword() auth.Password {
	s.made++
	text := fmt.Sprintf("Aa1!-check-%04d", s.made)
	return auth.Password(text + strings.Repeat("x", max(0, s.Policy.MinLength-len(text))))
}

// weakPassword is shorter than any policy of Cognito's allows, and otherwise good.
func (s *suite) weakPassword() auth.Password { return "Aa1!x" }

// unconfirmed signs somebody up.
func (s *suite) unconfirmed(t *testing.T) account {
	t.Helper()
	a := account{email: s.NewEmail(), password: s.newPassword()}
	receipt, err := s.signUp(t, a.email, a.password)
	if err != nil {
		t.Fatalf("SignUp: %v", err)
	}
	a.subject = receipt.Subject
	return a
}

// confirmed makes an account that can sign in.
func (s *suite) confirmed(t *testing.T) account {
	t.Helper()
	if s.NewUser != nil {
		a := account{email: s.NewEmail(), password: s.newPassword()}
		s.NewUser(t, a.email, a.password)
		return a
	}
	a := s.unconfirmed(t)
	if err := s.Pool.ConfirmSignUp(t.Context(), a.email, s.Code(t, a.email)); err != nil {
		t.Fatalf("ConfirmSignUp with the code that was sent: %v", err)
	}
	return a
}

func (s *suite) signUp(t *testing.T, email string, password auth.Password) (auth.SignUpReceipt, error) {
	t.Helper()
	return s.Pool.SignUp(t.Context(), auth.NewUser{
		Username: email, Password: password, Attributes: []auth.Attribute{{Name: "email", Value: email}},
	})
}

// session signs an account in.
func (s *suite) session(t *testing.T, a account) auth.Tokens {
	t.Helper()
	step, err := s.signIn(t, a.email, a.password)
	if err != nil {
		t.Fatalf("SignIn: %v", err)
	}
	if step.Tokens == nil {
		t.Fatalf("SignIn asks for %s, want tokens", step.Challenge.Kind)
	}
	return *step.Tokens
}

func (s *suite) signIn(t *testing.T, email string, password auth.Password) (auth.Step, error) {
	t.Helper()
	return s.Pool.SignIn(t.Context(), auth.SignIn{Username: email, Password: password})
}

// recovery has a recovery code sent and returns it.
func (s *suite) recovery(t *testing.T, a account) string {
	t.Helper()
	if err := s.Pool.ForgotPassword(t.Context(), a.email); err != nil {
		t.Fatalf("ForgotPassword: %v", err)
	}
	return s.Code(t, a.email)
}

// wrong is a well-formed code other than this one.
func wrong(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + string('0'+(last-'0'+1)%10)
}

// expect holds an outcome against the codes that are right; "" is success.
func expect(t *testing.T, err error, want ...auth.Code) {
	t.Helper()
	if err != nil {
		if _, typed := errors.AsType[*auth.Error](err); !typed {
			t.Errorf("the error is a %T: every error of a pool is an *auth.Error: %v", err, err)
		}
	}
	if got := auth.CodeOf(err); !slices.Contains(want, got) {
		t.Errorf("outcome %q, want %q (%v)", got, want, err)
	}
}

// expectReason is expect for a refused session.
func expectReason(t *testing.T, err error, want ...auth.Reason) {
	t.Helper()
	expect(t, err, auth.Unauthenticated)
	if e, ok := errors.AsType[*auth.Error](err); ok && !slices.Contains(want, e.Reason) {
		t.Errorf("reason %q, want %q (%v)", e.Reason, want, err)
	}
}

// expectWait is expect for a limit that was reached: the caller is told how long to wait.
func expectWait(t *testing.T, err error) {
	t.Helper()
	expect(t, err, auth.RateLimited)
	if e, ok := errors.AsType[*auth.Error](err); ok && e.RetryAfter <= 0 {
		t.Errorf("no time to wait: %v", err)
	}
}

// expectFeature is expect for something that is switched off: the answer says what.
func expectFeature(t *testing.T, err error, part string) {
	t.Helper()
	expect(t, err, auth.NotEnabled)
	if e, ok := errors.AsType[*auth.Error](err); ok && (e.Feature == "" || !strings.Contains(e.Feature, part)) {
		t.Errorf("feature %q, want one that names %q", e.Feature, part)
	}
}

// until repeats a call that is refused in one way until it is refused in another, at most so often.
func until(times int, want auth.Code, call func() error) error {
	err := call()
	for range times - 1 {
		if auth.CodeOf(err) == want {
			break
		}
		err = call()
	}
	return err
}
