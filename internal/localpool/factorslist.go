package localpool

import (
	"context"
	"slices"
)

type authFactorsOutput struct {
	Username                  string   `json:"Username"`
	PreferredMfaSetting       string   `json:"PreferredMfaSetting,omitempty"`
	UserMFASettingList        []string `json:"UserMFASettingList,omitempty"`
	ConfiguredUserAuthFactors []string `json:"ConfiguredUserAuthFactors"`
}

func (p *Pool) getUserAuthFactors(_ context.Context, in *accessTokenInput) (*authFactorsOutput, error) {
	var out *authFactorsOutput
	err := p.withAccessToken(in.AccessToken, p.view, func(_ tx, s *scope, user *userRecord) error {
		out = s.authFactors(user)
		return nil
	})
	return out, err
}

func (p *Pool) adminGetUserAuthFactors(_ context.Context, in *adminUserInput) (*authFactorsOutput, error) {
	var out *authFactorsOutput
	err := p.view(func(t tx) error {
		s, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		out = s.authFactors(user)
		return nil
	})
	return out, err
}

// authFactors lists what the user has set up and the pool takes, as first or second factor.
func (s *scope) authFactors(u *userRecord) *authFactorsOutput {
	list, preferred := mfaSettingList(u)
	factors := []string{}
	for _, factor := range []struct {
		name string
		has  bool
	}{
		{firstPassword, u.Password != ""},
		{firstEmailOTP, u.canUse(factorEmail) && (s.pool.Settings.allowsFirst(firstEmailOTP) || s.offers(factorEmail))},
		{firstSMSOTP, u.canUse(factorSMS) && (s.pool.Settings.allowsFirst(firstSMSOTP) || s.offers(factorSMS))},
		{firstWebAuthn, s.pool.Settings.allowsFirst(firstWebAuthn) && len(s.passkeys(u)) > 0},
		{"SOFTWARE_TOKEN", u.canUse(factorTOTP) && s.offers(factorTOTP)},
	} {
		if factor.has {
			factors = append(factors, factor.name)
		}
	}
	return &authFactorsOutput{
		Username: u.Username, PreferredMfaSetting: preferred, UserMFASettingList: list, ConfiguredUserAuthFactors: factors,
	}
}

// offers tells whether the pool takes a second factor.
func (s *scope) offers(factor string) bool {
	return s.pool.Settings.MfaConfiguration != mfaOff && slices.Contains(s.pool.Factors.allowed(), factor)
}
