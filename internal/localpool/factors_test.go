package localpool

import (
	"slices"
	"testing"
)

func TestFactorsOfAUser(t *testing.T) {
	const party = "example.com"
	all := poolFactors{SMS: &smsMFAConfig{}, TOTP: &totpMFAConfig{Enabled: true}, Email: &emailMFAConfig{}, WebAuthn: &webAuthnSettings{RelyingPartyID: party}}
	multi := all
	multi.WebAuthn = &webAuthnSettings{RelyingPartyID: party, FactorConfiguration: bothFactors}
	onlyApp := poolFactors{TOTP: &totpMFAConfig{Enabled: true}}
	onlyText := poolFactors{SMS: &smsMFAConfig{}}
	every := []string{firstPassword, firstEmailOTP, firstSMSOTP, firstWebAuthn}
	byPassword := []string{firstSRP, firstPassword}

	mail := map[string]string{attrEmail: "a@example.com"}
	both := map[string]string{attrEmail: "a@example.com", attrPhone: "+4915112349934"}
	app := &totpRecord{Secret: rfcSecret}
	keys := []passkeyRecord{{ID: []byte("k"), RelyingPartyID: party}}
	for name, c := range map[string]struct {
		mode          string
		factors       poolFactors
		policy        []string
		user          userRecord
		first, second []string
		setup         []string
		settled       bool // no SELECT_MFA_TYPE is needed
	}{
		"off, whatever the user has": {
			mode: mfaOff, factors: all, policy: every,
			user:  userRecord{Attributes: both, TOTP: app, Passkeys: keys, MFA: mfaPreference{Enabled: []string{factorTOTP}, Preferred: factorTOTP}},
			first: []string{firstSRP, firstPassword, firstEmailOTP, firstSMSOTP, firstWebAuthn},
		},
		"optional, nothing turned on": {
			mode: mfaOptional, factors: all, policy: every, user: userRecord{Attributes: both, TOTP: app},
			first: []string{firstSRP, firstPassword, firstEmailOTP, firstSMSOTP},
		},
		"optional, one turned on": {
			mode: mfaOptional, factors: all, policy: every,
			user:  userRecord{Attributes: both, TOTP: app, Passkeys: keys, MFA: mfaPreference{Enabled: []string{factorSMS}}},
			first: byPassword, second: []string{factorSMS}, settled: true,
		},
		"optional, several and none preferred": {
			mode: mfaOptional, factors: all, policy: every,
			user:  userRecord{Attributes: both, TOTP: app, MFA: mfaPreference{Enabled: []string{factorEmail, factorTOTP}}},
			first: byPassword, second: []string{factorTOTP, factorEmail},
		},
		"optional, the last of several preferred": {
			mode: mfaOptional, factors: all, policy: every,
			user:  userRecord{Attributes: both, TOTP: app, MFA: mfaPreference{Enabled: []string{factorSMS, factorEmail, factorTOTP}, Preferred: factorEmail}},
			first: byPassword, second: []string{factorEmail, factorSMS, factorTOTP}, settled: true,
		},
		"optional, turned on but no longer offered": {
			mode: mfaOptional, factors: onlyApp, policy: every,
			user:  userRecord{Attributes: both, MFA: mfaPreference{Enabled: []string{factorSMS}, Preferred: factorSMS}},
			first: []string{firstSRP, firstPassword, firstEmailOTP, firstSMSOTP},
		},
		"optional, turned on but the number is gone": {
			mode: mfaOptional, factors: all, policy: []string{firstPassword},
			user: userRecord{Attributes: mail, MFA: mfaPreference{Enabled: []string{factorSMS}}}, first: byPassword,
		},
		"on, the address counts by itself": {
			mode: mfaOn, factors: all, policy: []string{firstPassword}, user: userRecord{Attributes: mail},
			first: byPassword, second: []string{factorEmail}, settled: true,
		},
		"on, what the user turned on comes before what they merely have": {
			mode: mfaOn, factors: all, policy: []string{firstPassword},
			user:  userRecord{Attributes: both, TOTP: app, MFA: mfaPreference{Enabled: []string{factorTOTP}}},
			first: byPassword, second: []string{factorTOTP}, settled: true,
		},
		"on, an app to set up": {
			mode: mfaOn, factors: onlyApp, policy: []string{firstPassword}, user: userRecord{Attributes: both},
			first: byPassword, setup: []string{factorTOTP},
		},
		"on, an app that is not proven": {
			mode: mfaOn, factors: onlyApp, policy: []string{firstPassword}, user: userRecord{TOTP: &totpRecord{Pending: rfcSecret}},
			first: byPassword, setup: []string{factorTOTP},
		},
		"on, app or address to set up": {
			mode: mfaOn, factors: all, policy: []string{firstPassword}, user: userRecord{},
			first: byPassword, setup: []string{factorTOTP, factorEmail},
		},
		"on, texts without a number": {
			mode: mfaOn, factors: onlyText, policy: []string{firstPassword}, user: userRecord{Attributes: mail}, first: byPassword,
		},
		"on, a passkey for both factors": {
			mode: mfaOn, factors: multi, policy: []string{firstPassword, firstWebAuthn},
			user:  userRecord{Attributes: mail, TOTP: app, Passkeys: keys, MFA: mfaPreference{Enabled: []string{factorTOTP}, Passkeys: true}},
			first: []string{firstSRP, firstPassword, firstWebAuthn}, second: []string{factorTOTP}, settled: true,
		},
		"on, a passkey that the user did not choose for both": {
			mode: mfaOn, factors: multi, policy: []string{firstPassword, firstWebAuthn},
			user:  userRecord{Attributes: mail, TOTP: app, Passkeys: keys, MFA: mfaPreference{Enabled: []string{factorTOTP}}},
			first: byPassword, second: []string{factorTOTP}, settled: true,
		},
		"a temporary password comes first": {
			mode: mfaOptional, factors: all, policy: every, user: userRecord{Status: statusForceChange, Attributes: both, Passkeys: keys}, first: byPassword,
		},
		"a passkey of another relying party": {
			mode: mfaOff, policy: every, user: userRecord{Passkeys: []passkeyRecord{{ID: []byte("k"), RelyingPartyID: "example.org"}}},
			factors: all, first: byPassword,
		},
		"passkeys without a relying party": {
			mode: mfaOff, policy: every, user: userRecord{Passkeys: []passkeyRecord{{ID: []byte("k")}}}, first: byPassword,
		},
		"no password": {
			mode: mfaOptional, factors: all, policy: every, user: userRecord{Password: "none", Attributes: mail}, first: []string{firstEmailOTP},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &scope{pool: poolRecord{Factors: c.factors, Settings: poolSettings{
				MfaConfiguration: c.mode, Policies: &poolPolicies{SignInPolicy: &signInPolicy{AllowedFirstAuthFactors: c.policy}},
			}}}
			u := c.user
			u.Status = pick(u.Status, statusConfirmed)
			if u.Password = pick(u.Password, "hash"); u.Password == "none" {
				u.Password = ""
			}
			for _, got := range []struct {
				what       string
				have, want []string
			}{
				{"first factors", s.firstFactors(&u), c.first}, {"second factors", s.secondFactors(&u), c.second}, {"factors to set up", s.mfaSetupFactors(&u), c.setup},
			} {
				if !slices.Equal(got.have, got.want) {
					t.Errorf("%s %v, want %v", got.what, got.have, got.want)
				}
			}
			if got := s.prefersFactor(&u); got != c.settled {
				t.Errorf("settled %v, want %v", got, c.settled)
			}
		})
	}
}

// TestRecordsFromBeforeFactors reads records as they were written when pools knew passwords only.
func TestRecordsFromBeforeFactors(t *testing.T) {
	var pool poolRecord
	if err := decodeRecord(bucketPools, []byte(`{"ID":"us-east-1_Old","Name":"old","Settings":{"Policies":{"PasswordPolicy":{"MinimumLength":8}},"MfaConfiguration":"OFF"}}`), &pool); err != nil {
		t.Fatal(err)
	}
	var user userRecord
	if err := decodeRecord(bucketUsers, []byte(`{"Username":"u","Sub":"u","Attributes":{"email":"a@example.com"},"Status":"CONFIRMED","Enabled":true,"Password":"hash"}`), &user); err != nil {
		t.Fatal(err)
	}
	s := &scope{pool: pool}
	if got := s.firstFactors(&user); !slices.Equal(got, []string{firstSRP, firstPassword}) {
		t.Errorf("first factors %v, want passwords", got)
	}
	list, preferred := mfaSettingList(&user)
	if len(s.secondFactors(&user)) != 0 || len(list) != 0 || preferred != "" || len(s.passkeys(&user)) != 0 || user.canUse(factorTOTP) {
		t.Error("an old user has factors that nobody set up")
	}
	policy := pool.Settings.withDefaults().Policies.SignInPolicy
	if !slices.Equal(policy.AllowedFirstAuthFactors, []string{firstPassword}) {
		t.Errorf("sign-in policy %v, want PASSWORD", policy)
	}
}
