package auth_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

// sends makes the pool count the messages it is asked for, some of them at once.
func (h *harness) sends(resend, forgot error) (calls *[]string) {
	calls = &[]string{}
	var mu sync.Mutex
	count := func(call string, answer error) func(context.Context, string) error {
		return func(context.Context, string) error {
			mu.Lock()
			defer mu.Unlock()
			*calls = append(*calls, call)
			slices.Sort(*calls)
			return answer
		}
	}
	h.pool.OnResendConfirmationCode, h.pool.OnForgotPassword = count("resend", resend), count("forgot", forgot)
	return calls
}

func TestTheFirstPasswordIsDerivedAndStable(t *testing.T) {
	h := newHarness(t)
	seen := map[string]auth.Password{}
	h.pool.OnSignUp = func(_ context.Context, in auth.NewUser) (auth.SignUpReceipt, error) {
		if before, ok := seen[in.Username]; ok && before != in.Password {
			t.Error("the same address got another password")
		}
		seen[in.Username] = in.Password
		return auth.SignUpReceipt{CodeSent: true}, nil
	}
	for _, email := range []string{"ann@example.com", " Ann@Example.COM", "bob@example.com"} {
		if _, err := h.SignUp(t.Context(), auth.SignUp{Email: email}); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 2 || seen["ann@example.com"] == seen["bob@example.com"] {
		t.Errorf("addresses: %d, and different passwords: %v", len(seen), seen["ann@example.com"] != seen["bob@example.com"])
	}
	if broken := auth.StrictPolicy().Violations(seen["ann@example.com"]); broken != nil {
		t.Errorf("it breaks %v", broken)
	}
}

func TestAnExistingAddressGetsTheSameAnswerAndTheSameWork(t *testing.T) {
	already, unknown := &auth.Error{Code: auth.AlreadyConfirmed}, &auth.Error{Code: auth.UserNotFound}
	limited, disabled := &auth.Error{Code: auth.RateLimited}, &auth.Error{Code: auth.NotEnabled}
	for name, test := range map[string]struct{ resend, forgot error }{
		"unconfirmed":            {nil, disabled},
		"confirmed":              {already, nil},
		"unknown, revealed":      {unknown, unknown},
		"over the pool's caps":   {limited, limited},
		"over one of the caps":   {limited, nil},
		"made by an admin":       {disabled, disabled},
		"confirmed, no recovery": {already, disabled},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.pool.OnSignUp = func(context.Context, auth.NewUser) (auth.SignUpReceipt, error) {
				return auth.SignUpReceipt{}, &auth.Error{Code: auth.UserExists}
			}
			calls := h.sends(test.resend, test.forgot)
			out, err := h.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com"})
			if err != nil || out.Delivery == nil || out.Delivery.Destination != "a***@e***" || out.Confirmed {
				t.Errorf("answer %+v, %v", out, err)
			}
			if got := strings.Join(*calls, " "); got != "forgot resend" {
				t.Errorf("calls: %s", got)
			}
			// The caller is not told that nothing was sent, so somebody else must be.
			if told := strings.Contains(h.log.String(), "kept one back"); told != (auth.CodeOf(test.resend) == auth.RateLimited) {
				t.Errorf("the log: %s", h.log.String())
			}
		})
	}
}

// Reminders count against quotas of their own, which a stranger can use up.
func TestAThrottledReminderDoesNotTellThatAnAccountExists(t *testing.T) {
	throttled := &auth.Error{Code: auth.UpstreamThrottled}
	for name, test := range map[string]struct{ resend, forgot error }{
		"of sign-up codes": {throttled, nil}, "of recovery codes": {nil, throttled}, "of both": {throttled, throttled},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.sends(test.resend, test.forgot)
			answers := map[bool]auth.SignUpStarted{}
			for _, exists := range []bool{false, true} {
				h.pool.OnSignUp = func(context.Context, auth.NewUser) (auth.SignUpReceipt, error) {
					if exists {
						return auth.SignUpReceipt{}, &auth.Error{Code: auth.UserExists}
					}
					return auth.SignUpReceipt{CodeSent: true}, nil
				}
				out, err := h.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com"})
				wantCode(t, err, "")
				answers[exists] = out
			}
			if diff := cmp.Diff(answers[false], answers[true]); diff != "" {
				t.Errorf("an account shows (-new +existing):\n%s", diff)
			}
		})
	}
}

func TestFaultsAreNotHushedAndFailingMailTellsNobodyApart(t *testing.T) {
	for _, code := range []auth.Code{auth.UpstreamUnavailable, auth.UpstreamThrottled, auth.Misconfigured, auth.DeliveryFailed} {
		want := code
		if code == auth.DeliveryFailed {
			want = ""
		}
		h := newHarness(t)
		h.sends(&auth.Error{Code: code}, nil)
		_, err := h.ForgotPassword(t.Context(), "ann@example.com")
		wantCode(t, err, want)
		_, err = h.ResendConfirmationCode(t.Context(), "ann@example.com")
		wantCode(t, err, want)
	}
}

func TestSignUpRefusesWhatItMustNotSet(t *testing.T) {
	h := newHarness(t) // a call of SignUp would be Internal
	many := make([]auth.Attribute, 31)
	for name, in := range map[string]auth.SignUp{
		"no address":           {Email: ""},
		"two addresses":        {Email: "a@b@example.com"},
		"a line end":           {Email: "ann@example.com\r\nBcc: eve@example.com"},
		"no domain":            {Email: "ann@"},
		"an overlong address":  {Email: strings.Repeat("a", 250) + "@example.com"},
		"an overlong local":    {Email: strings.Repeat("a", 65) + "@example.com"},
		"verified by itself":   {Email: "ann@example.com", Attributes: []auth.Attribute{{Name: "email_verified", Value: "true"}}},
		"a sub of its own":     {Email: "ann@example.com", Attributes: []auth.Attribute{{Name: "sub", Value: "x"}}},
		"another address":      {Email: "ann@example.com", Attributes: []auth.Attribute{{Name: "email", Value: "eve@example.com"}}},
		"an attribute unnamed": {Email: "ann@example.com", Attributes: []auth.Attribute{{Value: "x"}}},
		"too many attributes":  {Email: "ann@example.com", Attributes: many},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.SignUp(t.Context(), in)
			wantCode(t, err, auth.InvalidInput)
		})
	}
	_, err := h.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com", Password: "short"})
	wantCode(t, err, auth.WeakPassword)
}

func TestAPoolThatConfirmsByItselfSendsNothing(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSignUp = func(context.Context, auth.NewUser) (auth.SignUpReceipt, error) {
		return auth.SignUpReceipt{Confirmed: true}, nil
	}
	if out, err := h.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com"}); err != nil || !out.Confirmed || out.Delivery != nil {
		t.Errorf("answer %+v, %v", out, err)
	}
}

func TestAPanicInOneOfTwoCallsAtOnceIsAFault(t *testing.T) {
	for name, spoil := range map[string]func(h *harness){
		"resend": func(h *harness) {
			h.pool.OnResendConfirmationCode = func(context.Context, string) error { panic("resend") }
		},
		"forgot": func(h *harness) { h.pool.OnForgotPassword = func(context.Context, string) error { panic("forgot") } },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.sends(nil, nil)
			spoil(h)
			_, err := h.ForgotPassword(t.Context(), ann)
			wantCode(t, err, auth.Internal)
		})
	}
}
