package auth_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"usher/internal/auth"
)

func TestAWrongCodeLeavesTheChallengeUsableAndSuccessUsesItUp(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeTOTP, Session: "session"})
	h.takes(isTOTP, auth.InvalidCode)
	open := h.begin(t)
	_, err := h.RespondToChallenge(t.Context(), open.Token, totp("000000"))
	wantCode(t, err, auth.InvalidCode)
	step, err := h.RespondToChallenge(t.Context(), open.Token, totp("123 456"))
	wantCode(t, err, "")
	if step.Tokens == nil || !step.Tokens.AskedAt.Equal(h.now()) {
		t.Errorf("tokens %v, want them, stamped with the moment of asking", step.Tokens != nil)
	}
	if step.Account != ann {
		t.Errorf("the account is %q, want the name that the sign-in began with", step.Account)
	}
	_, err = h.RespondToChallenge(t.Context(), open.Token, totp("123456"))
	wantCode(t, err, auth.ChallengeExpired)
}

// The pool is slow to answer the first caller: all others come while it does, or after.
func TestOneChallengeSucceedsOnce(t *testing.T) {
	const callers = 200
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeTOTP, Session: "session"})
	othersAreDone, twoAreIn := make(chan struct{}), make(chan struct{})
	var in, refused, successes atomic.Int32
	h.pool.OnRespond = func(context.Context, auth.Answer) (auth.Step, error) {
		if in.Add(1) == 2 {
			close(twoAreIn)
		}
		select {
		case <-othersAreDone:
		case <-twoAreIn:
		}
		return auth.Step{Tokens: &auth.Tokens{Access: "access"}}, nil
	}
	open := h.begin(t)
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			step, err := h.RespondToChallenge(t.Context(), open.Token, totp("123456"))
			switch auth.CodeOf(err) {
			case "":
				if step.Tokens != nil {
					successes.Add(1)
				}
				return
			case auth.RateLimited, auth.ChallengeExpired:
			default:
				t.Errorf("a loser is told %v", err)
			}
			if refused.Add(1) == callers-1 {
				close(othersAreDone)
			}
		})
	}
	all.Wait()
	if got := successes.Load(); got != 1 || in.Load() != 1 {
		t.Errorf("%d of %d succeeded and %d reached the pool, want one", got, callers, in.Load())
	}
	_, err := h.RespondToChallenge(t.Context(), open.Token, totp("123456"))
	wantCode(t, err, auth.ChallengeExpired)
}

// Whoever has proven nothing learns nothing of the account's state from the step after the first.
func TestTheStateOfAnAccountIsNoStrangersBusinessInALaterStepEither(t *testing.T) {
	for _, c := range []struct {
		name  string
		kind  auth.ChallengeKind
		reply auth.Reply
		proof auth.Password
		told  bool
	}{
		{"a factor was chosen", auth.ChallengeSelectFactor, auth.Reply{Factor: auth.FactorEmail}, "", false},
		{"a code was guessed", auth.ChallengeEmailOTP, auth.Reply{Code: "12345678"}, "", false},
		{"a password was right", auth.ChallengeSelectFactor, auth.Reply{Password: annsSecret}, "", true},
		{"after the password", auth.ChallengeEmailOTP, auth.Reply{Code: "12345678"}, annsSecret, true},
	} {
		for _, state := range []auth.Code{auth.NotConfirmed, auth.PasswordResetRequired} {
			t.Run(c.name+", "+string(state), func(t *testing.T) {
				h := newHarness(t)
				h.sends(nil, nil)
				h.asks(auth.Challenge{Kind: c.kind, Factors: []auth.Factor{auth.FactorEmail}})
				h.takes(func(auth.Reply) bool { return false }, state)
				_, err := h.RespondToChallenge(t.Context(), h.start(t, auth.SignIn{Username: ann, Password: c.proof}).Token, c.reply)
				if got := auth.CodeOf(err); (got == state) != c.told || !c.told && got != auth.InvalidCredentials && got != auth.InvalidCode {
					t.Errorf("told %v", err)
				}
			})
		}
	}
}

// A pool's own triggers may ask for more after a wrong answer: that it goes on is no proof.
func TestAnswersToTheTriggersProveNothing(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeCustom})
	h.pool.OnRespond = func(context.Context, auth.Answer) (auth.Step, error) {
		sent := &auth.CodeDelivery{Channel: auth.ByEmail, Destination: "o***@t***"}
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeEmailOTP, Delivery: sent}}, nil
	}
	open := h.start(t, auth.SignIn{Username: ann, Factor: auth.FactorCustom})
	step, err := h.RespondToChallenge(t.Context(), open.Token, auth.Reply{Custom: "a guess"})
	if wantCode(t, err, ""); step.Challenge.Delivery.Destination != "a***@e***" {
		t.Errorf("the address that only the pool knows is told: %+v", step.Challenge.Delivery)
	}
}

func TestTriesOfAChallengeAreBounded(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
	calls := h.takes(isTOTP, auth.InvalidCode)
	open := h.begin(t)
	for range 5 {
		_, err := h.RespondToChallenge(t.Context(), open.Token, totp("000000"))
		wantCode(t, err, auth.InvalidCode)
	}
	_, err := h.RespondToChallenge(t.Context(), open.Token, totp("123456"))
	wantCode(t, err, auth.ChallengeExpired)
	if calls.Load() != 5 {
		t.Errorf("the pool was asked %d times, want 5", calls.Load())
	}
}

func TestChallengesThatDoNotCount(t *testing.T) {
	for name, spoil := range map[string]func(h *harness, token string) string{
		"too old":      func(h *harness, token string) string { h.pass(auth.ChallengeLife); return token },
		"altered":      func(_ *harness, token string) string { return "A" + token[1:] },
		"none":         func(*harness, string) string { return "" },
		"too long":     func(*harness, string) string { return strings.Repeat("A", 1<<20) },
		"sealed other": func(*harness, string) string { other, _ := boxes{}.Seal([]byte(`{"sub":"ann"}`)); return other },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
			calls := h.takes(always, "")
			_, err := h.RespondToChallenge(t.Context(), spoil(h, h.begin(t).Token), totp("123456"))
			wantCode(t, err, auth.ChallengeExpired)
			if calls.Load() != 0 {
				t.Error("the pool was asked")
			}
		})
	}
	t.Run("over at the pool", func(t *testing.T) {
		h := newHarness(t)
		h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
		calls := h.takes(isTOTP, auth.ChallengeExpired)
		token := h.begin(t).Token
		for range 2 {
			_, err := h.RespondToChallenge(t.Context(), token, totp("000000"))
			wantCode(t, err, auth.ChallengeExpired)
		}
		if calls.Load() != 1 {
			t.Errorf("the pool was asked %d times, want once", calls.Load())
		}
	})
}

// A pool may answer a wrong code by asking again with a new Session: the client's token goes on.
func TestANewerSessionOfTheSameChallengeIsUsed(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeSMS, Session: "first"})
	var sessions []auth.Secret
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		sessions = append(sessions, in.Session)
		if isCode(in.Reply) {
			return auth.Step{Tokens: &auth.Tokens{Access: "access"}}, nil
		}
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeSMS, Username: ann, Session: "second"}}, nil
	}
	token := h.begin(t).Token
	_, err := h.RespondToChallenge(t.Context(), token, auth.Reply{Code: "00000000"})
	wantCode(t, err, auth.InvalidCode)
	_, err = h.RespondToChallenge(t.Context(), token, auth.Reply{Code: "12345678"})
	wantCode(t, err, "")
	if len(sessions) != 2 || sessions[0] != "first" || sessions[1] != "second" {
		t.Errorf("%d answers; the second must carry the newer session", len(sessions))
	}
}

// Where the store cannot tell whether a challenge was used, it was.
func TestAChallengeIsRefusedWhileTheStoreIsDown(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func(*brittleStore)
		want auth.Code
	}{
		{"counting", func(b *brittleStore) { b.failCount = true }, auth.RateLimited},
		{"reading", func(b *brittleStore) { b.failGet = true }, auth.UpstreamUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
			calls := h.takes(always, "")
			token := h.begin(t).Token
			c.fail(h.store)
			_, err := h.RespondToChallenge(t.Context(), token, totp("123456"))
			wantCode(t, err, c.want)
			if calls.Load() != 0 {
				t.Error("the pool was asked")
			}
			*h.store = brittleStore{Store: h.store.Store}
			_, err = h.RespondToChallenge(t.Context(), token, totp("123456"))
			wantCode(t, err, "")
		})
	}
	t.Run("noting that it is used", func(t *testing.T) {
		h := newHarness(t)
		h.asks(auth.Challenge{Kind: auth.ChallengeTOTP})
		calls := h.takes(always, "")
		token := h.begin(t).Token
		h.store.failSet = true
		_, err := h.RespondToChallenge(t.Context(), token, totp("123456"))
		wantCode(t, err, "")
		_, err = h.RespondToChallenge(t.Context(), token, totp("123456"))
		if wantCode(t, err, auth.RateLimited); calls.Load() != 1 {
			t.Errorf("the pool was asked %d times", calls.Load())
		}
	})
}
