package auth_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
)

func TestMeAsksThePoolOnceAndOnlyWhenItMust(t *testing.T) {
	h := newHarness(t)
	calls := 0
	h.pool.OnUser = func(_ context.Context, access string) (auth.User, error) {
		calls++
		return auth.User{Attributes: []auth.Attribute{
			{Name: "email", Value: "ann@example.com"}, {Name: "email_verified", Value: "true"}, {Name: "custom:team", Value: access},
		}}, nil
	}
	me := h.Me(auth.Principal{AccessToken: "token"}, nil)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if email, err := me.Email(t.Context()); err != nil || *email != "ann@example.com" {
				t.Errorf("Email = %v, %v", email, err)
			}
			if verified, err := me.EmailVerified(t.Context()); err != nil || !*verified {
				t.Errorf("EmailVerified = %v, %v", verified, err)
			}
			if team, err := me.Attributes(t.Context(), []string{"custom:team"}); err != nil || len(team) != 1 || team[0].Value != "token" {
				t.Errorf("Attributes = %v, %v", team, err)
			}
		})
	}
	all.Wait()
	if calls != 1 {
		t.Errorf("%d calls for one answer, want 1", calls)
	}
	if name, err := me.Name(t.Context()); name != nil || err != nil {
		t.Errorf("an absent attribute is %v, %v", name, err)
	}

	claimed := h.Me(auth.Principal{}, func(context.Context) (auth.Profile, bool) {
		return auth.Profile{Email: new("from@the.token")}, true
	})
	if email, err := claimed.Email(t.Context()); err != nil || *email != "from@the.token" || calls != 1 {
		t.Errorf("with claims at hand: %v, %v, %d calls", email, err, calls)
	}
}

func TestSignInSaysNothingAboutUnknownUsers(t *testing.T) {
	for _, code := range []auth.Code{auth.UserNotFound, auth.InvalidCredentials} {
		h := newHarness(t)
		h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
			return auth.Step{}, &auth.Error{Code: code}
		}
		_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Password: "whatever 1"})
		wantCode(t, err, auth.InvalidCredentials)
	}
}

func TestSignInSendsAFreshCodeToTheUnconfirmed(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{}, &auth.Error{Code: auth.NotConfirmed}
	}
	calls := h.sends(nil, nil)
	_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: "Ann@example.com", Password: annsSecret})
	wantCode(t, err, auth.NotConfirmed)
	e, _ := err.(*auth.Error) //nolint:errorlint // the type itself is the contract
	if e.Delivery == nil || e.Delivery.Destination != "a***@e***" || len(*calls) != 1 {
		t.Errorf("delivery %+v, calls %v", e.Delivery, *calls)
	}
}

func TestAnUnconfirmedAccountIsNoStrangersBusiness(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{}, &auth.Error{Code: auth.NotConfirmed}
	}
	calls := h.sends(nil, nil)
	_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Factor: auth.FactorEmail})
	if wantCode(t, err, auth.InvalidCredentials); len(*calls) != 1 {
		t.Errorf("calls %v, want a fresh code for the owner", *calls)
	}
	h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{}, &auth.Error{Code: auth.PasswordResetRequired}
	}
	_, err = h.StartSignIn(t.Context(), auth.SignIn{Username: ann})
	wantCode(t, err, auth.InvalidCredentials)
}

func TestSettingsAreKeptAndAnOutageIsBridged(t *testing.T) {
	h := newHarness(t)
	calls := 0
	var fault error
	h.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		calls++
		return auth.PoolSettings{PasswordPolicy: auth.PasswordPolicy{MinLength: 20}}, fault
	}
	for _, step := range []struct {
		pass  time.Duration
		fault error
		calls int
	}{{0, nil, 1}, {9 * time.Minute, nil, 1}, {time.Minute, errDown, 2}, {59 * time.Second, nil, 2}, {time.Second, nil, 3}} {
		h.pass(step.pass)
		fault = step.fault
		if got := h.Settings(t.Context()).PasswordPolicy.MinLength; got != 20 || calls != step.calls {
			t.Errorf("%+v: minimum %d, %d calls", step, got, calls)
		}
	}
}

func TestSettingsThatCannotBeReadAreAssumedStrict(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		return auth.PoolSettings{}, &auth.Error{Code: auth.NotEnabled}
	}
	if got := h.Settings(t.Context()); got.PasswordPolicy != auth.StrictPolicy() || !got.SignUpOpen {
		t.Errorf("assumed %+v", got)
	}
}

func TestSettingsDoNotEndWithTheCallerWhoAskedFirst(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSettings = func(ctx context.Context) (auth.PoolSettings, error) {
		if ctx.Err() != nil {
			return auth.PoolSettings{}, errDown
		}
		return auth.PoolSettings{PasswordPolicy: auth.PasswordPolicy{MinLength: 20}}, nil
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if got := h.Settings(gone).PasswordPolicy.MinLength; got != 20 {
		t.Errorf("minimum %d, want the pool's", got)
	}
}

func TestChangingThePasswordEndsTheOtherSessionsUnlessToldNotTo(t *testing.T) {
	for keep, want := range map[bool]int{false: 1, true: 0} {
		h := newHarness(t)
		h.pool.OnChangePassword = func(context.Context, string, auth.Password, auth.Password) error { return nil }
		err := h.ChangePassword(t.Context(), auth.Principal{Subject: "ann", SessionID: "mine"}, "correct horse 9", "battery staple 7", keep)
		wantCode(t, err, "")
		if len(h.users) != want {
			t.Errorf("keeping the others: %v, revoked: %v", keep, h.users)
		}
	}
}

func TestAPasswordThatMayHaveChangedEndsTheOtherSessions(t *testing.T) {
	for outcome, want := range map[auth.Code]int{auth.OutcomeUnknown: 1, auth.InvalidCredentials: 0, auth.UpstreamUnavailable: 0} {
		h := newHarness(t)
		h.pool.OnChangePassword = func(context.Context, string, auth.Password, auth.Password) error { return &auth.Error{Code: outcome} }
		wantCode(t, h.ChangePassword(t.Context(), auth.Principal{Subject: "ann", SessionID: "mine"}, "correct horse 9", "battery staple 7", false), outcome)
		if len(h.users) != want {
			t.Errorf("after %s, revoked: %v", outcome, h.users)
		}
	}
}

// Whoever knows the old password may sign in until the pool has the new one, and may hang on to a
// session in that moment; and the user may lose the connection.
func TestChangingThePasswordEndsWhatBeganMeanwhile(t *testing.T) {
	h := newHarness(t)
	ctx, hangUp := context.WithCancel(t.Context())
	h.pool.OnChangePassword = func(context.Context, string, auth.Password, auth.Password) error {
		h.pass(2 * time.Second)
		hangUp()
		return nil
	}
	wantCode(t, h.ChangePassword(ctx, auth.Principal{Subject: "ann", SessionID: "mine"}, "correct horse 9", "battery staple 7", false), "")
	if want := []string{"ann"}; !slices.Equal(h.users, want) || !h.endedAt.Equal(h.now()) {
		t.Errorf("ended sessions of %v that began until %v, want %v and %v", h.users, h.endedAt, want, h.now())
	}
}
