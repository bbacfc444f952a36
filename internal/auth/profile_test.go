package auth_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

func TestUpdatingAProfileTellsAbsentFromNull(t *testing.T) {
	set := func(v string) auth.Change { return auth.Change{Set: true, Value: &v} }
	null := auth.Change{Set: true}
	for _, c := range []struct {
		name string
		in   auth.ProfileUpdate
		set  []auth.Attribute
		gone []string
		code auth.Code
	}{
		{name: "nothing"},
		{
			name: "one of each", in: auth.ProfileUpdate{Name: set("Ann"), GivenName: null, Locale: set(""), Picture: set("https://example.com/a.png")},
			set: []auth.Attribute{{Name: "name", Value: "Ann"}, {Name: "picture", Value: "https://example.com/a.png"}}, gone: []string{"given_name", "locale"},
		},
		{
			name: "the pool's own", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "custom:team", Value: "blue"}, {Name: "nickname"}}},
			set: []auth.Attribute{{Name: "custom:team", Value: "blue"}}, gone: []string{"nickname"},
		},
		{name: "an address", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "email", Value: "a@b.c"}}}, code: auth.InvalidInput},
		{name: "a number", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "phone_number", Value: "+49151"}}}, code: auth.InvalidInput},
		{name: "a proof", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "email_verified", Value: "true"}}}, code: auth.InvalidInput},
		{name: "the same twice", in: auth.ProfileUpdate{Name: set("Ann"), Attributes: []auth.Attribute{{Name: "name", Value: "Eve"}}}, code: auth.InvalidInput},
		{name: "a script as a picture", in: auth.ProfileUpdate{Picture: set("javascript:alert(1)")}, code: auth.InvalidInput},
		{name: "a script as a picture by its name", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "picture", Value: "javascript:alert(1)"}}}, code: auth.InvalidInput},
		{name: "a script as a home page", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "website", Value: "javascript:alert(1)"}}}, code: auth.InvalidInput},
		{name: "data as a profile page", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "profile", Value: "data:text/html,x"}}}, code: auth.InvalidInput},
		{
			name: "a home page", in: auth.ProfileUpdate{Attributes: []auth.Attribute{{Name: "website", Value: "https://example.com"}, {Name: "picture"}}},
			set: []auth.Attribute{{Name: "website", Value: "https://example.com"}}, gone: []string{"picture"},
		},
		{name: "too long", in: auth.ProfileUpdate{Name: set(strings.Repeat("x", 2049))}, code: auth.InvalidInput},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			var updated []auth.Attribute
			var deleted []string
			h.pool.OnUpdateAttributes = func(_ context.Context, _ string, a []auth.Attribute) ([]auth.AttributeDelivery, error) {
				updated = a
				return nil, nil
			}
			h.pool.OnDeleteAttributes = func(_ context.Context, _ string, names []string) error { deleted = names; return nil }
			wantCode(t, h.UpdateProfile(t.Context(), h.caller(), c.in), c.code)
			if diff := cmp.Diff(c.set, updated); diff != "" {
				t.Errorf("set, -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(c.gone, deleted); diff != "" {
				t.Errorf("deleted, -want +got:\n%s", diff)
			}
		})
	}
}

func TestPasskeysAreNamedByWhatThePoolLists(t *testing.T) {
	h := newHarness(t)
	var kept auth.WebAuthnJSON
	h.pool.OnFinishPasskeyRegistration = func(_ context.Context, _ string, credential auth.WebAuthnJSON) error {
		kept = credential
		return nil
	}
	h.pool.OnPasskeys = func(context.Context, string) ([]auth.Passkey, error) {
		return []auth.Passkey{{ID: "other", Name: "Old phone"}, {ID: "mine", Name: "New phone"}}, nil
	}
	got, err := h.FinishPasskeyRegistration(t.Context(), h.caller(), `{"id":"mine"}`)
	if wantCode(t, err, ""); got.Name != "New phone" || kept == "" {
		t.Errorf("%+v", got)
	}
	for _, credential := range []auth.WebAuthnJSON{"", "[]", "{}", `{"id":""}`, auth.WebAuthnJSON(`{"id":"x","pad":"` + strings.Repeat("x", 64<<10) + `"}`)} {
		_, err := h.FinishPasskeyRegistration(t.Context(), h.caller(), credential)
		wantCode(t, err, auth.InvalidInput)
	}
	for _, id := range []string{"", strings.Repeat("x", 1367)} {
		wantCode(t, h.DeletePasskey(t.Context(), h.caller(), id), auth.InvalidInput)
	}
}

func TestFactorsAndPasskeysAreReadOnceForOneAnswer(t *testing.T) {
	h := newHarness(t)
	calls := 0
	h.pool.OnFactors = func(context.Context, string) (auth.FactorSettings, error) {
		calls++
		return auth.FactorSettings{Preferred: auth.FactorTOTP}, nil
	}
	h.pool.OnPasskeys = func(context.Context, string) ([]auth.Passkey, error) { calls++; return []auth.Passkey{{ID: "a"}}, nil }
	me := h.Me(h.caller(), nil)
	for range 3 {
		if f, err := me.Factors(t.Context()); err != nil || f.Preferred != auth.FactorTOTP {
			t.Errorf("%+v, %v", f, err)
		}
		if k, err := me.Passkeys(t.Context()); err != nil || len(k) != 1 {
			t.Errorf("%+v, %v", k, err)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
}

func TestWherePasskeysAreSwitchedOffNobodyHasAny(t *testing.T) {
	h := newHarness(t)
	h.pool.OnPasskeys = func(context.Context, string) ([]auth.Passkey, error) { return nil, &auth.Error{Code: auth.NotEnabled} }
	list, err := h.Passkeys(t.Context(), h.caller())
	if wantCode(t, err, ""); len(list) != 0 {
		t.Errorf("%v", list)
	}
}

func TestDeletingAnAccountEndsItsSessions(t *testing.T) {
	for _, c := range []struct {
		name     string
		password auth.Password
		signIn   auth.Code
		deleted  bool
		want     auth.Code
	}{
		{"with the password", annsSecret, "", true, ""},
		{"with a wrong password", "wrong", auth.InvalidCredentials, false, auth.InvalidCredentials},
		{"with the password of a stranger", "wrong", auth.UserNotFound, false, auth.InvalidCredentials},
		{"while guesses are locked out", "wrong", auth.RateLimited, false, auth.RateLimited},
		{"while the second factor's code cannot be sent", annsSecret, auth.DeliveryFailed, false, auth.DeliveryFailed},
		{"of an account that was never confirmed", annsSecret, auth.NotConfirmed, false, auth.Unauthenticated},
		{"just signed in", "", "", true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			p := h.caller()
			if c.password != "" {
				p.AuthTime = p.AuthTime.AddDate(-1, 0, 0) // the password proves it now
			}
			h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
				if in.Username != p.Username || in.Password != c.password {
					t.Errorf("asked for %+v", in)
				}
				if c.signIn != "" {
					return auth.Step{}, &auth.Error{Code: c.signIn}
				}
				return auth.Step{Tokens: &auth.Tokens{Access: "other", Refresh: "probe"}}, nil
			}
			revoked, deleted := "", false
			h.pool.OnRevokeToken = func(_ context.Context, token string) error { revoked = token; return nil }
			h.pool.OnDeleteUser = func(context.Context, string) error { deleted = true; return nil }
			wantCode(t, h.DeleteAccount(t.Context(), p, c.password), c.want)
			if deleted != c.deleted || (len(h.users) == 1) != c.deleted {
				t.Errorf("deleted %t, sessions ended of %v", deleted, h.users)
			}
			if c.deleted && c.password != "" && revoked != "probe" {
				t.Error("the session of the proof lives on")
			}
		})
	}
}

// The pool takes its time, and may have done it although its answer is lost; the user may hang up.
func TestWhatMayBeDeletedIsRefused(t *testing.T) {
	for outcome, ended := range map[auth.Code]bool{"": true, auth.OutcomeUnknown: true, auth.UpstreamUnavailable: false} {
		t.Run(string(outcome), func(t *testing.T) {
			h := newHarness(t)
			ctx, hangUp := context.WithCancel(t.Context())
			h.pool.OnDeleteUser = func(context.Context, string) error {
				h.pass(2 * time.Second)
				hangUp()
				if outcome == "" {
					return nil
				}
				return &auth.Error{Code: outcome}
			}
			wantCode(t, h.DeleteAccount(ctx, h.caller(), ""), outcome)
			if len(h.users) == 1 != ended || ended && !h.endedAt.Equal(h.now()) {
				t.Errorf("ended sessions of %v that began until %v", h.users, h.endedAt)
			}
		})
	}
}

// The credential cannot be sent a second time, so the message must not promise that this helps.
func TestAPasskeyThatIsKeptAndCannotBeListedIsInDoubt(t *testing.T) {
	h := newHarness(t)
	h.pool.OnFinishPasskeyRegistration = func(context.Context, string, auth.WebAuthnJSON) error { return nil }
	h.pool.OnPasskeys = func(context.Context, string) ([]auth.Passkey, error) { return nil, errDown }
	_, err := h.FinishPasskeyRegistration(t.Context(), h.caller(), `{"id":"mine"}`)
	wantCode(t, err, auth.OutcomeUnknown)
}

func TestForgettingThePasswordOfAnUnconfirmedAccountFinishesTheSignUp(t *testing.T) {
	h := newHarness(t)
	a := &account{email: ann, code: "123456"}
	h.hold(a)
	h.sends(nil, &auth.Error{Code: auth.NotConfirmed})
	h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error {
		return &auth.Error{Code: auth.NotConfirmed}
	}
	_, err := h.ForgotPassword(t.Context(), ann)
	wantCode(t, err, "")
	wantCode(t, h.ConfirmForgotPassword(t.Context(), auth.Proof{Username: ann, Code: "123456", Password: annsSecret}), "")
	if !a.confirmed || a.password != annsSecret {
		t.Errorf("confirmed %t, password set %t", a.confirmed, a.password == annsSecret)
	}
	step, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Password: annsSecret})
	if wantCode(t, err, ""); step.Tokens == nil {
		t.Error("no tokens")
	}
}
