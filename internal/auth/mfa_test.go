package auth_test

import (
	"context"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

// caller is somebody who signed in just now.
func (h *harness) caller() auth.Principal {
	return auth.Principal{Subject: "ann-sub", Username: "ann-uuid", AuthTime: h.now(), SessionID: "mine", AccessToken: "access"}
}

func TestSettingUpTOTPInsideTheSignIn(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeMFASetup, Session: "first", Factors: []auth.Factor{auth.FactorTOTP, auth.FactorEmail}})
	h.pool.OnAssociateTOTP = func(_ context.Context, by auth.TOTPGrant) (auth.TOTPSecret, error) {
		if by != (auth.TOTPGrant{Session: "first"}) {
			return auth.TOTPSecret{}, errDown
		}
		return auth.TOTPSecret{Secret: "JBSWY3DPEHPK3PXP", Session: "second"}, nil
	}
	verified := 0
	h.pool.OnVerifyTOTP = func(_ context.Context, by auth.TOTPGrant, proof auth.TOTPProof) (auth.Secret, error) {
		switch {
		case by != (auth.TOTPGrant{Session: "second"}):
			return "", errDown
		case proof.Code != "123456":
			return "", &auth.Error{Code: auth.InvalidCode}
		}
		verified++
		return "third", nil
	}
	fails := 1
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		if fails--; fails >= 0 {
			return auth.Step{}, errDown
		}
		if in.Kind != auth.ChallengeMFASetup || in.Session != "third" {
			return auth.Step{}, &auth.Error{Code: auth.ChallengeExpired}
		}
		return auth.Step{Tokens: &auth.Tokens{Access: "access"}}, nil
	}
	open := h.begin(t)
	if open.TOTP == nil || string(open.TOTP.Secret) != "JBSWY3DPEHPK3PXP" {
		t.Fatal("the challenge carries no secret")
	}
	if got, want := string(open.TOTP.URI), "otpauth://totp/Usher:ann@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Usher"; got != want {
		t.Errorf("URI %q, want %q", got, want)
	}
	reply := func(code string) auth.Reply {
		return auth.Reply{TOTPSetup: &auth.TOTPProof{Code: code, DeviceName: "phone"}}
	}
	_, err := h.RespondToChallenge(t.Context(), open.Token, reply("000000"))
	wantCode(t, err, auth.InvalidCode)
	_, err = h.RespondToChallenge(t.Context(), open.Token, reply("123456"))
	wantCode(t, err, auth.UpstreamUnavailable) // the app is proven, the sign-in is not done
	step, err := h.RespondToChallenge(t.Context(), open.Token, reply("123456"))
	wantCode(t, err, "")
	if step.Tokens == nil || verified != 1 {
		t.Errorf("tokens %t, the app was proven %d times, want once", step.Tokens != nil, verified)
	}
}

func TestASecondFactorThatCannotBeSetUpIsNamed(t *testing.T) {
	h := newHarness(t)
	h.asks(auth.Challenge{Kind: auth.ChallengeMFASetup, Factors: []auth.Factor{auth.FactorEmail}})
	_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Password: annsSecret})
	wantCode(t, err, auth.NotEnabled)
}

func TestTOTPOfASignedInUser(t *testing.T) {
	h := newHarness(t)
	h.pool.OnUser = func(context.Context, string) (auth.User, error) {
		return auth.User{Username: "ann-uuid", Attributes: []auth.Attribute{{Name: "email", Value: "ann:o'hara@example.com"}}}, nil
	}
	h.pool.OnAssociateTOTP = func(_ context.Context, by auth.TOTPGrant) (auth.TOTPSecret, error) {
		return auth.TOTPSecret{Secret: auth.Secret("OF-" + by.AccessToken)}, nil
	}
	enrolment, err := h.SetUpTOTP(t.Context(), h.caller())
	wantCode(t, err, "")
	uri, parseErr := url.Parse(string(enrolment.URI))
	if parseErr != nil || uri.Scheme != "otpauth" || uri.Host != "totp" || uri.EscapedPath() != "/Usher:ann%3Ao%27hara@example.com" {
		t.Errorf("URI %v, %v", uri, parseErr)
	}
	if got := uri.Query(); got.Get("secret") != "OF-access" || got.Get("issuer") != "Usher" {
		t.Errorf("query %v", got)
	}

	var set []auth.FactorPreference
	h.pool.OnVerifyTOTP = func(_ context.Context, by auth.TOTPGrant, proof auth.TOTPProof) (auth.Secret, error) {
		if by.AccessToken != "access" || proof != (auth.TOTPProof{Code: "123456", DeviceName: "phone"}) {
			return "", &auth.Error{Code: auth.InvalidCode}
		}
		return "", nil
	}
	h.pool.OnSetFactorPreference = func(_ context.Context, _ string, p []auth.FactorPreference) error { set = p; return nil }
	wantCode(t, h.ConfirmTOTP(t.Context(), h.caller(), auth.TOTPProof{Code: "000000"}, true), auth.InvalidCode)
	if set != nil {
		t.Error("the factor was turned on by a wrong code")
	}
	wantCode(t, h.ConfirmTOTP(t.Context(), h.caller(), auth.TOTPProof{Code: "123 456", DeviceName: " phone "}, true), "")
	if diff := cmp.Diff([]auth.FactorPreference{{Factor: auth.FactorTOTP, Enabled: true, Preferred: true}}, set); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFactorPreference(t *testing.T) {
	for _, c := range []struct {
		name      string
		now       []auth.Factor
		enabled   []auth.Factor
		preferred auth.Factor
		want      []auth.FactorPreference
		code      auth.Code
	}{
		{
			"prefer one of two",
			[]auth.Factor{auth.FactorTOTP},
			[]auth.Factor{auth.FactorTOTP, auth.FactorSMS},
			auth.FactorSMS,
			[]auth.FactorPreference{{Factor: auth.FactorTOTP, Enabled: true}, {Factor: auth.FactorSMS, Enabled: true, Preferred: true}},
			"",
		},
		{"turn TOTP off", []auth.Factor{auth.FactorTOTP}, nil, "", []auth.FactorPreference{{Factor: auth.FactorTOTP}}, ""},
		{"nothing to do", nil, nil, "", nil, ""},
		{"a preference that is not enabled", nil, []auth.Factor{auth.FactorTOTP}, auth.FactorSMS, nil, auth.InvalidInput},
		{"a factor that comes first only", nil, []auth.Factor{auth.FactorPassword}, "", nil, auth.InvalidInput},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			h.pool.OnFactors = func(context.Context, string) (auth.FactorSettings, error) {
				return auth.FactorSettings{Enabled: c.now}, nil
			}
			var got []auth.FactorPreference
			h.pool.OnSetFactorPreference = func(_ context.Context, _ string, p []auth.FactorPreference) error {
				got = slices.Clone(p)
				return nil
			}
			wantCode(t, h.SetFactorPreference(t.Context(), h.caller(), c.enabled, c.preferred), c.code)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// reached is Internal for a call that came as far as ending sessions, as it is for one that reached the
// pool.
func reached(_ []auth.ActiveSession, err error) error {
	if err == nil {
		return &auth.Error{Code: auth.Internal}
	}
	return err
}

// Whoever found an open browser must not change the ways into the account.
func TestSensitiveChangesNeedARecentSignIn(t *testing.T) {
	for name, c := range map[string]struct {
		maxAge time.Duration
		call   func(h *harness, p auth.Principal) error
	}{
		"SetUpTOTP": {15 * time.Minute, func(h *harness, p auth.Principal) error { _, err := h.SetUpTOTP(context.Background(), p); return err }},
		"SetFactorPreference": {15 * time.Minute, func(h *harness, p auth.Principal) error {
			return h.SetFactorPreference(context.Background(), p, []auth.Factor{auth.FactorTOTP}, "")
		}},
		"StartPasskeyRegistration": {15 * time.Minute, func(h *harness, p auth.Principal) error {
			_, err := h.StartPasskeyRegistration(context.Background(), p)
			return err
		}},
		"DeletePasskey": {15 * time.Minute, func(h *harness, p auth.Principal) error { return h.DeletePasskey(context.Background(), p, "id") }},
		"RequestEmailChange": {15 * time.Minute, func(h *harness, p auth.Principal) error {
			_, err := h.RequestEmailChange(context.Background(), p, "new@example.com")
			return err
		}},
		"RequestPhoneChange": {15 * time.Minute, func(h *harness, p auth.Principal) error {
			_, err := h.RequestPhoneChange(context.Background(), p, "+4915112345678")
			return err
		}},
		"RevokeSession": {15 * time.Minute, func(h *harness, p auth.Principal) error {
			h.active = []auth.ActiveSession{{ID: "other"}}
			return reached(h.Service.RevokeSession(context.Background(), p, "other"))
		}},
		"SignOutOthers": {15 * time.Minute, func(h *harness, p auth.Principal) error {
			return reached(h.SignOutOthers(context.Background(), p))
		}},
		"DeleteAccount": {5 * time.Minute, func(h *harness, p auth.Principal) error { return h.DeleteAccount(context.Background(), p, "") }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t) // none of the pool's methods is set: reaching one is Internal
			p := h.caller()
			h.pass(c.maxAge)
			wantCode(t, c.call(h, p), auth.Internal)
			h.pass(time.Second)
			err := c.call(h, p)
			wantCode(t, err, auth.ReauthenticationRequired)
			if e, _ := err.(*auth.Error); e == nil || e.MaxAge != c.maxAge { //nolint:errorlint // the type itself is the contract
				t.Errorf("%+v, want the age %s", e, c.maxAge)
			}
		})
	}
}
