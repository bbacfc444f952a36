package localpool_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// device is one signed-in session of the account under test.
type device struct {
	app     app
	access  string
	refresh string
}

func (r *rig) device(a app, username string) device {
	r.t.Helper()
	tokens := r.session(a, username, goodPassword)
	return device{a, aws.ToString(tokens.AccessToken), aws.ToString(tokens.RefreshToken)}
}

// wantDevice asserts what the two tokens of a device are still good for; "" means they work.
func (r *rig) wantDevice(name string, d device, access, refresh failure) {
	r.t.Helper()
	_, err := r.getUser(d.access)
	if got := failureOf(err); !got.like(access) {
		r.t.Errorf("%s: access token got %+v, want %+v", name, got, access)
	}
	_, err = r.refresh(d.app, d.refresh)
	if got := failureOf(err); !got.like(refresh) {
		r.t.Errorf("%s: refresh token got %+v, want %+v", name, got, refresh)
	}
}

// like compares the type, and the text where the wish names one.
func (f failure) like(want failure) bool {
	return f.code == want.code && (want.text == "" || f.text == want.text)
}

var (
	alive       = failure{}
	deadRefresh = failure{"NotAuthorizedException", textRevokedRefresh}
	deadAccess  = failure{"NotAuthorizedException", textRevokedAccess}
	refused     = failure{code: "NotAuthorizedException"}
)

// The matrix: what each action does to the session it came from and to the user's other session.
func TestRevocationMatrix(t *testing.T) {
	cases := []struct {
		name                string
		act                 func(r *rig, own device, username string) error
		ownAccess, ownFresh failure
		othAccess, othFresh failure
	}{
		{
			"RevokeToken", func(r *rig, own device, _ string) error { return r.revoke(own.app, own.refresh) },
			deadAccess, deadRefresh, alive, alive,
		},
		{
			"GlobalSignOut", func(r *rig, own device, _ string) error { return r.globalSignOut(own.access) },
			deadAccess, deadRefresh, deadAccess, deadRefresh,
		},
		{
			"AdminUserGlobalSignOut", func(r *rig, _ device, username string) error { return r.adminGlobalSignOut(username) },
			deadAccess, deadRefresh, deadAccess, deadRefresh,
		},
		{
			"AdminDisableUser", func(r *rig, _ device, username string) error { return r.adminDisable(username) },
			refused, refused, refused, refused,
		},
		{"ChangePassword", func(r *rig, own device, _ string) error {
			return r.changePassword(own.access, goodPassword, otherPassword)
		}, alive, alive, alive, alive},
		{"AdminSetUserPassword", func(r *rig, _ device, username string) error {
			return r.setPassword(username, otherPassword, true)
		}, alive, alive, alive, alive},
		{"ConfirmForgotPassword", func(r *rig, own device, username string) error {
			if _, err := r.forgot(own.app, username); err != nil {
				return err
			}
			return r.reset(own.app, username, r.lastCode(username), otherPassword)
		}, alive, alive, alive, alive},
	}
	r := newRig(t)
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			email := c.name + "@example.com"
			r.newUser(email, goodPassword)
			own, other := r.device(r.open, email), r.device(r.secure, email)
			r.clock.Advance(time.Minute)
			if err := c.act(r, own, email); err != nil {
				r.t.Fatal(err)
			}
			r.wantDevice("own session", own, c.ownAccess, c.ownFresh)
			r.wantDevice("other session", other, c.othAccess, c.othFresh)
			// Nobody can call a signed token back from those who only check its signature.
			if !parseJWT(r.t, own.access).verify(r.publicKeys(r.seed.PoolID)) {
				r.t.Error("the access token's signature no longer verifies")
			}
		})
	}
}

func TestAccessTokenIsDeadAfterRevokeToken(t *testing.T) {
	r := newRig(t)
	for name, client := range map[string]app{"rotating client": r.secure, "plain client": r.open} {
		r.sub(name, func(r *rig) {
			email := client.id + "@example.com"
			r.newUser(email, goodPassword)
			d := r.device(client, email)
			renewed := r.renewed(client, d.refresh)
			if renewed.RefreshToken != nil {
				d.refresh = aws.ToString(renewed.RefreshToken)
			}
			if err := r.revoke(client, d.refresh); err != nil {
				r.t.Fatal(err)
			}
			r.wantDevice("the session", d, deadAccess, deadRefresh)
			_, err := r.getUser(aws.ToString(renewed.AccessToken))
			wantFailure(r.t, err, "NotAuthorizedException", textRevokedAccess)
			if err := r.changePassword(d.access, goodPassword, otherPassword); err == nil {
				r.t.Error("a revoked access token changed the password")
			}
			r.session(client, email, goodPassword)
		})
	}
}

// Signing out with a token that was already rotated away still ends the session.
func TestRevokingARotatedTokenEndsTheSession(t *testing.T) {
	r := newRig(t)
	r.newUser("rotated@example.com", goodPassword)
	d := r.device(r.secure, "rotated@example.com")
	renewed := r.renewed(r.secure, d.refresh)
	if err := r.revoke(r.secure, d.refresh); err != nil {
		t.Fatal(err)
	}
	_, err := r.refresh(r.secure, aws.ToString(renewed.RefreshToken))
	wantFailure(t, err, "NotAuthorizedException", textRevokedRefresh)
}

func TestRevokeTokenRefusals(t *testing.T) {
	r := newRig(t)
	r.newUser("revoke@example.com", goodPassword)
	off := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.EnableTokenRevocation = aws.Bool(false) })
	other := r.newApp(r.seed.PoolID, nil)
	ofOpen, ofSecure, ofOff := r.device(r.open, "revoke@example.com"), r.device(r.secure, "revoke@example.com"), r.device(off, "revoke@example.com")
	id := aws.ToString(r.session(r.open, "revoke@example.com", goodPassword).IdToken)
	cases := []struct {
		name, token, want string
		app               app
	}{
		{"access token", ofOpen.access, "UnsupportedTokenTypeException", r.open},
		{"ID token", id, "UnsupportedTokenTypeException", r.open},
		{"revocation switched off", ofOff.refresh, "UnsupportedOperationException", off},
		{"no client secret", ofSecure.refresh, "UnauthorizedException", app{id: r.secure.id}},
		{"unknown client", ofOpen.refresh, "", app{id: "unknownclientunknownclient"}},
		{"another client's token", ofOpen.refresh, "", other},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			err := r.revoke(c.app, c.token)
			if got := failureOf(err).code; err == nil && c.want != "" || c.want != "" && got != c.want {
				r.t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	for name, d := range map[string]device{"public": ofOpen, "confidential": ofSecure, "without revocation": ofOff} {
		r.wantDevice(name, d, alive, alive)
	}
}

func TestRevokingTwiceOrTooLateSucceeds(t *testing.T) {
	r := newRig(t)
	r.newUser("again@example.com", goodPassword)
	twice, late := r.device(r.open, "again@example.com"), r.device(r.open, "again@example.com")
	for range 2 {
		if err := r.revoke(r.open, twice.refresh); err != nil {
			t.Errorf("revoke: %v", err)
		}
	}
	r.clock.Advance(refreshLife + time.Minute)
	if err := r.revoke(r.open, late.refresh); err != nil {
		t.Errorf("revoke of an expired token: %v", err)
	}
}

func TestSignedOutTokenCannotSignOutAgain(t *testing.T) {
	r := newRig(t)
	r.newUser("out@example.com", goodPassword)
	d := r.device(r.open, "out@example.com")
	if err := r.globalSignOut(d.access); err != nil {
		t.Fatal(err)
	}
	wantFailure(t, r.globalSignOut(d.access), "NotAuthorizedException", textRevokedAccess)
}

// Clocks that count in seconds must not let a sign-out swallow the sign-in that follows it at once, or spare the one before.
func TestSignInRightAfterGlobalSignOutIsAlive(t *testing.T) {
	r := newRig(t)
	r.newUser("quick@example.com", goodPassword)
	before := r.device(r.open, "quick@example.com")
	if err := r.globalSignOut(before.access); err != nil {
		t.Fatal(err)
	}
	after := r.device(r.open, "quick@example.com")
	r.wantDevice("before", before, deadAccess, deadRefresh)
	r.wantDevice("after", after, alive, alive)
}

func TestDisabledUsersTokensStayDead(t *testing.T) {
	r := newRig(t)
	r.newUser("off@example.com", goodPassword)
	d := r.device(r.open, "off@example.com")
	if err := r.adminDisable("off@example.com"); err != nil {
		t.Fatal(err)
	}
	if state := r.state("off@example.com"); state.Enabled || state.UserStatus != types.UserStatusTypeConfirmed {
		t.Errorf("enabled %v, status %s; want false and CONFIRMED", state.Enabled, state.UserStatus)
	}
	r.clock.Advance(time.Minute)
	if err := r.adminEnable("off@example.com"); err != nil {
		t.Fatal(err)
	}
	r.wantDevice("from before", d, refused, refused)
	r.wantDevice("from after", r.device(r.open, "off@example.com"), alive, alive)
}
