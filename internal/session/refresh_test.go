package session_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/session"
	"usher/internal/token"
)

const expiredSession = "Authorization: Bearer old"

func TestParallelRequestsWithOneExpiredTokenRefreshOnce(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.yields("r", "ann", "s1")
	answer := h.refresh
	all := make(chan struct{})
	h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
		<-all // every request is under way before the one refresh ends
		return answer(ctx, r)
	}

	const requests = 50
	var started, done sync.WaitGroup
	headers := make([]http.Header, requests)
	started.Add(requests)
	for i := range requests {
		done.Go(func() {
			ctx := h.exchange(t, expiredSession, "X-Refresh-Token: r")
			started.Done()
			if _, err := session.From(ctx).Authenticate(); err != nil {
				t.Error(err)
			}
			headers[i] = http.Header{}
			session.WriteHeaders(ctx, headers[i])
		})
	}
	started.Wait()
	close(all)
	done.Wait()

	if n := h.calls(); n != 1 {
		t.Errorf("%d refreshes, want 1", n)
	}
	for i, got := range headers {
		if got.Get("X-Access-Token") != "fresh-access-of-ann" || got.Get("X-Refresh-Token") != "rotated-r" {
			t.Errorf("request %d got %v, want the same new tokens as all", i, got)
		}
	}
}

func TestLatecomersGetTheSameTokensForHalfAMinute(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.yields("r", "ann", "s1")
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{0, 1}, {29 * time.Second, 1}, {time.Second, 2}} {
		h.pass(step.wait)
		if _, err := session.From(h.exchange(t, expiredSession, "X-Refresh-Token: r")).Authenticate(); err != nil {
			t.Fatal(err)
		}
		if n := h.calls(); n != step.want {
			t.Errorf("%v later: %d refreshes, want %d", step.wait, n, step.want)
		}
	}
}

func TestTheRefreshTokenOfSomebodyElseIsRefused(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.yields("bobs", "bob", "s2")
	ctx := h.exchange(t, expiredSession, "X-Refresh-Token: bobs")
	if _, err := session.From(ctx).Authenticate(); reason(err) != auth.ReasonInvalid {
		t.Errorf("error %v, want INVALID", err)
	}
	out := http.Header{}
	if session.WriteHeaders(ctx, out); len(out) != 0 {
		t.Errorf("bob's new tokens were handed to ann: %v", out)
	}
}

func TestADeadRefreshTokenIsAskedForOnceAndAFaultAgain(t *testing.T) {
	for code, want := range map[auth.Code]int{auth.SessionExpired: 1, auth.UpstreamUnavailable: 3, auth.OutcomeUnknown: 3} {
		h := newHarness(t)
		h.issue("old", token.Access, "ann", "s1", -time.Second)
		h.refresh = func(context.Context, string) (auth.Tokens, error) { return auth.Tokens{}, &auth.Error{Code: code} }
		for range 3 {
			if _, err := session.From(h.exchange(t, expiredSession, "X-Refresh-Token: r")).Authenticate(); err == nil {
				t.Fatal("accepted")
			}
		}
		if n := h.calls(); n != want {
			t.Errorf("%s: %d calls for three requests, want %d", code, n, want)
		}
	}
}

func TestACallerThatGivesUpDoesNotTakeTheTokensFromTheOthers(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.yields("r", "ann", "s1")
	answer := h.refresh
	entered, leave := make(chan struct{}), make(chan struct{})
	h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
		close(entered)
		<-leave
		if ctx.Err() != nil {
			t.Error("the refresh was cancelled with its first caller")
		}
		return answer(ctx, r)
	}
	impatient, giveUp := context.WithCancel(t.Context())
	header := http.Header{"Authorization": {"Bearer old"}, "X-Refresh-Token": {"r"}}
	var done sync.WaitGroup
	done.Go(func() {
		if _, err := session.From(h.Attach(impatient, header)).Authenticate(); auth.CodeOf(err) != auth.UpstreamUnavailable {
			t.Errorf("who gave up got %v", err)
		}
	})
	<-entered
	giveUp()
	done.Wait()
	done.Go(func() {
		if _, err := session.From(h.Attach(t.Context(), header)).Authenticate(); err != nil {
			t.Errorf("who waited got %v", err)
		}
	})
	close(leave)
	done.Wait()
	if n := h.calls(); n != 1 {
		t.Errorf("%d refreshes, want 1", n)
	}
}

func TestAPanicInARefreshIsAFaultOfOneRequest(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.refresh = func(context.Context, string) (auth.Tokens, error) { panic("boom") }
	_, err := session.From(h.exchange(t, expiredSession, "X-Refresh-Token: r")).Authenticate()
	if auth.CodeOf(err) != auth.Internal {
		t.Errorf("error %v, want INTERNAL", err)
	}
}

func TestTokensThatARefreshYieldsAreVerified(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.refresh = func(context.Context, string) (auth.Tokens, error) {
		return auth.Tokens{Access: "forged", ExpiresAt: start.Add(time.Hour)}, nil
	}
	ctx := h.exchange(t, expiredSession, "X-Refresh-Token: r")
	if _, err := session.From(ctx).Authenticate(); auth.CodeOf(err) != auth.Internal {
		t.Errorf("error %v, want INTERNAL", err)
	}
	out := http.Header{}
	if session.WriteHeaders(ctx, out); len(out) != 0 {
		t.Errorf("handed on: %v", out)
	}
}

func TestARefreshedSessionThatWasSignedOutIsRefused(t *testing.T) {
	h := newHarness(t)
	h.yields("r", "ann", "s1")
	if _, err := session.From(h.exchange(t)).Refresh("r"); err != nil {
		t.Fatal(err)
	}
	if err := h.set.RevokeSession(t.Context(), named("s1")); err != nil {
		t.Fatal(err)
	}
	if _, err := session.From(h.exchange(t)).Refresh("r"); auth.CodeOf(err) != auth.SessionExpired {
		t.Errorf("a latecomer got %v, want SESSION_EXPIRED", err)
	}
}

func TestRefreshingNeedsARefreshToken(t *testing.T) {
	if _, err := session.From(newHarness(t).exchange(t)).Refresh(""); auth.CodeOf(err) != auth.SessionExpired {
		t.Errorf("error %v, want SESSION_EXPIRED", err)
	}
}

func TestKeysThatAreOutOfReachCostNoTokens(t *testing.T) {
	h := newHarness(t)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.yields("r", "ann", "s1")
	answer := h.refresh
	h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
		tokens, err := answer(ctx, r)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.known[tokens.Access] = verdict{h.known[tokens.Access].claims, token.ErrKeysUnavailable}
		return tokens, err
	}
	ask := func() error {
		_, err := session.From(h.exchange(t, expiredSession, "X-Refresh-Token: r")).Authenticate()
		return err
	}
	if err := ask(); auth.CodeOf(err) != auth.UpstreamUnavailable {
		t.Errorf("error %v, want UPSTREAM_UNAVAILABLE", err)
	}
	h.mu.Lock()
	h.known["fresh-access-of-ann"] = verdict{claims: h.known["fresh-access-of-ann"].claims}
	h.mu.Unlock()
	if err := ask(); err != nil || h.calls() != 1 {
		t.Errorf("with the keys back: %v, %d refreshes; want the tokens of the first", err, h.calls())
	}
}

func TestJunkDoesNotPushOutTheTokensOfOthers(t *testing.T) {
	h := newHarness(t)
	h.yields("r", "ann", "s1")
	if _, err := session.From(h.exchange(t)).Refresh("r"); err != nil {
		t.Fatal(err)
	}
	for i := range 10_001 {
		_, _ = session.From(h.exchange(t)).Refresh(fmt.Sprint("junk", i))
	}
	before := h.calls()
	if _, err := session.From(h.exchange(t)).Refresh("r"); err != nil || h.calls() != before {
		t.Errorf("a latecomer: %v, %d further refreshes", err, h.calls()-before)
	}
}

func TestSigningOutByTheRefreshTokenAloneEndsWhatItWasTradedFor(t *testing.T) {
	h := newHarness(t)
	h.yields("r", "ann", "s1")
	if _, err := session.From(h.exchange(t)).Refresh("r"); err != nil {
		t.Fatal(err)
	}
	caller, refresh, err := session.From(h.exchange(t)).SignedOutBy("r")
	if err != nil || refresh != "r" || caller == nil || caller.SessionID != named("s1") {
		t.Fatalf("caller %+v, refresh %q, error %v", caller, refresh, err)
	}
	h.refresh = func(context.Context, string) (auth.Tokens, error) {
		return auth.Tokens{}, &auth.Error{Code: auth.SessionExpired}
	}
	if _, err := session.From(h.exchange(t)).Refresh("r"); auth.CodeOf(err) != auth.SessionExpired {
		t.Errorf("afterwards: %v", err)
	}
}
