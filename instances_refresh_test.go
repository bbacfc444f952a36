package main

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

const getTokens = "GetTokensFromRefreshToken"

// shortLived is short enough to wait for its end, and long enough for the tokens that follow to
// outlive a storm of requests on a busy machine.
const shortLived = "USHER_LOCAL_ACCESS_TTL=9s"

// expiredSession signs up and waits until the session's access token has expired.
func (f *fleet) expiredSession(t *testing.T, email string) tokens {
	t.Helper()
	session := f.all[0].signedUp(email, "correct horse 9")
	eventually(t, 15*time.Second, "the access token expires", func() bool {
		_, reason := f.all[0].call(meOp, nil, bearer(session)).code()
		return reason == "EXPIRED"
	})
	return session
}

// storm asks all instances at once for a protected field with one session.
func (f *fleet) storm(requests int, session tokens) []answer {
	answers := make([]answer, requests)
	begin := make(chan struct{})
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			<-begin
			answers[i] = f.all[i%len(f.all)].call(meOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
		})
	}
	close(begin)
	all.Wait()
	return answers
}

func fresh(a answer) tokens {
	return tokens{
		AccessToken: a.header.Get("X-Access-Token"), IDToken: a.header.Get("X-Id-Token"), RefreshToken: a.header.Get("X-Refresh-Token"),
	}
}

func TestThreeInstancesRefreshOnce(t *testing.T) {
	f := startFleet(t, shortLived)
	session := f.expiredSession(t, "ann@example.com")
	before := f.pool.of(getTokens)

	const requests = 1000
	begun := time.Now()
	answers := f.storm(requests, session)
	t.Logf("%d requests over %d processes in %v", requests, fleetSize, time.Since(begun))

	if n := f.pool.of(getTokens) - before; n != 1 {
		t.Errorf("%d upstream refreshes, want 1", n)
		for i, in := range f.all { // has one of them taken a store under load for a dead one?
			t.Logf("log of instance %d:\n%s", i+1, in.lines.String())
		}
	}
	want := fresh(answers[0])
	if want.AccessToken == "" || want.RefreshToken == "" || want.RefreshToken == session.RefreshToken {
		t.Fatalf("no new tokens, or the refresh token was not rotated: %s, %v", answers[0].body, answers[0].header)
	}
	for i, a := range answers {
		if a.status != http.StatusOK || a.Errors != nil || fresh(a) != want {
			t.Fatalf("request %d at instance %d: status %d, %s", i, i%fleetSize+1, a.status, a.body)
		}
	}
}

func TestARefreshThatThePoolRefusesIsRefusedEverywhereWithOneCall(t *testing.T) {
	f := startFleet(t)
	session := f.all[0].signedUp("ann@example.com", "correct horse 9")
	// Not by one of them, which would remember it.
	f.all[0].mailbox.call(signOutOp, nil, "X-Refresh-Token: "+session.RefreshToken)
	before := f.pool.of(getTokens)
	for i, in := range f.all {
		got := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": session.RefreshToken})
		in.want("refresh", "SessionExpired", got)
		if n := f.pool.of(getTokens) - before; n != 1 {
			t.Errorf("after instance %d: %d calls, want 1", i+1, n)
		}
	}
}

func TestAStoreThatDiesDuringARefreshSignsNobodyOut(t *testing.T) {
	f := startFleet(t, shortLived)
	session := f.expiredSession(t, "ann@example.com")
	before := f.pool.of(getTokens)
	// The one that trades holds the lock, and all others wait for its result.
	f.pool.onCall(getTokens, sync.OnceFunc(f.redis.Kill))
	answers := f.storm(1000, session)

	refreshes := f.pool.of(getTokens) - before
	if refreshes < 1 || refreshes > fleetSize {
		t.Errorf("%d upstream refreshes, want 1 to %d", refreshes, fleetSize)
	}
	var got []string
	for i, a := range answers {
		if a.status != http.StatusOK || a.Errors != nil || fresh(a).AccessToken == "" {
			t.Fatalf("request %d at instance %d: status %d, %s", i, i%fleetSize+1, a.status, a.body)
		}
		if next := fresh(a); !slices.Contains(got, next.RefreshToken) {
			got = append(got, next.RefreshToken)
			for n, in := range f.all {
				if a := in.call(meOp, nil, bearer(next)); a.Errors != nil {
					t.Errorf("the new access token at instance %d: %s", n+1, a.body)
				}
				a := in.call(refreshOp, map[string]any{"input": map[string]any{"refreshToken": next.RefreshToken}})
				for try := 1; try < 3 && a.Errors != nil && a.Errors[0].Extensions["retryable"] == true; try++ {
					t.Logf("instance %d, try %d: %s\n%s", n+1, try, a.body, in.lines.String()) // a fault is no sign-out
					a = in.call(refreshOp, map[string]any{"input": map[string]any{"refreshToken": next.RefreshToken}})
				}
				in.want("the new refresh token", "Session", field[outcome](t, a, "refreshTokens"))
			}
		}
	}
	t.Logf("%d upstream refreshes, %d sets of tokens", refreshes, len(got))
}
