package cognito_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/auth"
	"usher/internal/cognito"
	"usher/internal/localpool"
)

// The promises of retry.go, each tried on every method: how often a call is sent, and what its
// caller is told.
func TestFaults(t *testing.T) {
	const (
		reads    = "reads"    // and endings that may be repeated: User, RevokeToken, EndSessions, Settings
		careful  = "careful"  // sent again after a refusal only: Refresh, SetPassword, SignOutEverywhere
		one      = "one"      // sent once, whatever happens
		unlisted = "unlisted" // a method that this test forgot
	)
	kind := func(name string) string {
		switch name {
		case "User", "RevokeToken", "EndSessions", "Settings", "Factors", "Passkeys", "DeleteAttributes", "SetFactorPreference", "DeletePasskey":
			return reads
		case "Refresh", "SetPassword", "SignOutEverywhere", "DeleteUser":
			return careful
		case "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "SignIn", "ForgotPassword", "ConfirmForgotPassword", "ChangePassword",
			"SignIn by another factor", "Respond", "Respond with a password", "Respond with a passkey", "UpdateAttributes", "SendAttributeCode",
			"VerifyAttribute", "AssociateTOTP", "AssociateTOTP by Session", "VerifyTOTP", "VerifyTOTP by Session",
			"StartPasskeyRegistration", "FinishPasskeyRegistration":
			return one
		}
		return unlisted
	}
	lost := func(m method) auth.Code {
		if m.spends {
			return auth.OutcomeUnknown
		}
		return auth.UpstreamUnavailable
	}
	always := func(c auth.Code) func(method) auth.Code { return func(method) auth.Code { return c } }

	for _, f := range []struct {
		name     string
		fault    localpool.Fault
		attempts map[string]int
		want     func(method) auth.Code
	}{
		{
			"per-user cap",
			localpool.Fault{Exception: "LimitExceededException", Message: "Attempt limit exceeded, please try after some time."},
			map[string]int{reads: 1, careful: 1, one: 1},
			always(auth.RateLimited),
		},
		{
			"mail budget",
			localpool.Fault{Exception: "LimitExceededException", Message: "Exceeded daily email limit for the operation or the account."},
			map[string]int{reads: 1, careful: 1, one: 1},
			always(auth.DeliveryFailed),
		},
		{
			"throttled",
			localpool.Fault{Exception: "TooManyRequestsException", Message: "Rate exceeded"},
			map[string]int{reads: 2, careful: 2, one: 1},
			always(auth.UpstreamThrottled),
		},
		{
			"internal error",
			localpool.Fault{Exception: "InternalErrorException"},
			map[string]int{reads: 2, careful: 1, one: 1},
			always(auth.UpstreamUnavailable),
		},
		{
			"request lost on the way",
			localpool.Fault{DropRequest: true},
			map[string]int{reads: 2, careful: 1, one: 1},
			lost,
		},
		{
			"answer lost on the way",
			localpool.Fault{DropAnswer: true},
			map[string]int{reads: 2, careful: 1, one: 1},
			lost,
		},
	} {
		t.Run(f.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				p := r.open(t)
				for _, m := range methods() {
					fault := f.fault
					fault.Times = 9
					r.pool.Faults().Inject(m.operation, fault)
					before := r.pool.Calls(m.operation)
					started := time.Now()
					err := m.call(t.Context(), p)
					if got, want := auth.CodeOf(err), f.want(m); got != want {
						t.Errorf("%s: outcome %q, want %q (%v)", m.name, got, want, err)
					}
					if got, want := r.pool.Calls(m.operation)-before, f.attempts[kind(m.name)]; got != want {
						t.Errorf("%s: sent %d times, want %d", m.name, got, want)
					}
					if pause := time.Since(started); pause > 300*time.Millisecond {
						t.Errorf("%s: paused for %s, want at most 300ms", m.name, pause)
					}
					r.pool.Faults().Clear()
				}
			})
		})
	}
}

func TestOneFaultIsNotNoticed(t *testing.T) {
	for _, c := range []struct {
		name   string
		method string
		fault  localpool.Fault
	}{
		{"a throttled read", "GetUser", localpool.Fault{Exception: "TooManyRequestsException"}},
		{"a read whose answer is lost", "GetUser", localpool.Fault{DropAnswer: true}},
		{"a read that meets an internal error", "GetUser", localpool.Fault{Exception: "InternalErrorException"}},
		{"a throttled refresh", "GetTokensFromRefreshToken", localpool.Fault{Exception: "TooManyRequestsException"}},
		{"a revocation whose answer is lost", "RevokeToken", localpool.Fault{DropAnswer: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				p := r.open(t)
				tokens := r.session(t, p, r.newUser(t, p))
				r.pool.Faults().Inject(c.method, c.fault)
				var err error
				switch c.method {
				case "GetUser":
					_, err = p.User(t.Context(), tokens.Access)
				case "GetTokensFromRefreshToken":
					_, err = p.Refresh(t.Context(), tokens.Refresh)
				case "RevokeToken":
					err = p.RevokeToken(t.Context(), tokens.Refresh)
				}
				wantCode(t, err, "")
				if got := r.pool.Calls(c.method); got != 2 {
					t.Errorf("sent %d times, want 2", got)
				}
			})
		})
	}
}

// The machine's clock is off by an hour: AWS refuses the signature and says what time it is, and the
// second attempt is signed by that time.
func TestAClockThatIsOffIsCorrected(t *testing.T) {
	for _, name := range []string{"SetPassword", "EndSessions", "Settings"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: func(string, []byte) (*http.Response, error) {
					answer := refusal("InvalidSignatureException", "Signature expired")
					answer.Header.Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
					return answer, nil
				}}
				err := methodNamed(t, name).call(t.Context(), over(t, w))
				if got := auth.CodeOf(err); got != auth.Misconfigured {
					t.Errorf("outcome %q, want %q (%v)", got, auth.Misconfigured, err)
				}
				if got := w.sent.Load(); got != 2 {
					t.Errorf("sent %d times, want 2", got)
				}
			})
		})
	}
}

// During an outage the second attempts run dry, so that they do not double the load.
func TestSecondAttemptsAreRationed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := refusing("InternalErrorException", "")
		p := over(t, w)
		const calls = 500
		for range calls {
			_, err := p.User(t.Context(), aToken)
			if got := auth.CodeOf(err); got != auth.UpstreamUnavailable {
				t.Fatalf("outcome %q", got)
			}
		}
		if got := int(w.sent.Load()); got <= calls || got > calls+calls/4 {
			t.Errorf("%d requests for %d calls, want some second attempts and at most a quarter more", got, calls)
		}
	})
}

// Without credentials nothing of an admin call may leave: it would go out unsigned.
func TestAdminCallsWithoutCredentialsSendNothing(t *testing.T) {
	r := newRig(t)
	p := r.open(t, func(c *cognito.Config) { c.Credentials = nil })
	for _, name := range []string{"SetPassword", "EndSessions", "Settings"} {
		m := methodNamed(t, name)
		wantCode(t, m.call(t.Context(), p), auth.NotEnabled)
		if got := r.pool.Calls(m.operation); got != 0 {
			t.Errorf("%s sent %d requests, want none", name, got)
		}
	}
}
