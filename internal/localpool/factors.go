package localpool

import "slices"

// Names of second factors, as challenges and as UserMFASettingList spell them.
const (
	factorTOTP  = "SOFTWARE_TOKEN_MFA"
	factorSMS   = "SMS_MFA"
	factorEmail = "EMAIL_OTP"
)

// Names of first factors, as AvailableChallenges and AllowedFirstAuthFactors spell them. PASSWORD_SRP is never configured:
// it comes with PASSWORD.
const (
	firstPassword = "PASSWORD"
	firstSRP      = "PASSWORD_SRP"
	firstEmailOTP = "EMAIL_OTP"
	firstSMSOTP   = "SMS_OTP"
	firstWebAuthn = "WEB_AUTHN"
)

// secondFactors names the challenges that this user has on under this pool's configuration, the preferred one first. Sign-in
// asks for one of them after the first factor, which one prefersFactor and the user decide. Empty means that none is asked.
// Nor is any after WEB_AUTHN: firstFactors offers that only where it needs no second factor or stands for both.
func (s *scope) secondFactors(u *userRecord) []string {
	if s.pool.Settings.MfaConfiguration == mfaOff {
		return nil
	}
	on, usable := []string{}, []string{}
	for _, factor := range s.pool.Factors.allowed() {
		if !u.canUse(factor) {
			continue
		}
		usable = append(usable, factor)
		if u.MFA.has(factor) {
			on = append(on, factor)
		}
	}
	if len(on) == 0 && s.pool.Settings.MfaConfiguration == mfaOn {
		on = usable // a pool that demands a second factor takes what the user has
	}
	return preferredFirst(on, u.MFA.Preferred)
}

// prefersFactor tells whether the user picked one of several second factors, which spares SELECT_MFA_TYPE.
func (s *scope) prefersFactor(u *userRecord) bool {
	factors := s.secondFactors(u)
	return len(factors) == 1 || len(factors) > 1 && factors[0] == u.MFA.Preferred
}

// mfaSetupFactors names what a user without a second factor may set up inside the sign-in (MFAS_CAN_SETUP) where the pool
// demands one. Empty means that the sign-in cannot go on. SMS is never among them: a phone number comes from the profile.
func (s *scope) mfaSetupFactors(u *userRecord) []string {
	if s.pool.Settings.MfaConfiguration != mfaOn || len(s.secondFactors(u)) > 0 {
		return nil
	}
	return slices.DeleteFunc(s.pool.Factors.allowed(), func(factor string) bool { return factor == factorSMS })
}

func preferredFirst(factors []string, preferred string) []string {
	slices.SortStableFunc(factors, func(a, b string) int {
		switch {
		case a == preferred && b != preferred:
			return -1
		case b == preferred && a != preferred:
			return 1
		}
		return 0
	})
	return factors
}

// firstFactors is AvailableChallenges of USER_AUTH: what pool policy and user allow. Nothing follows a factor without a
// password: where a second factor is due, or a new password, only the password is offered, and a passkey where it stands for
// both factors.
func (s *scope) firstFactors(u *userRecord) []string {
	alone := s.pool.Settings.MfaConfiguration != mfaOn && len(s.secondFactors(u)) == 0 && u.Status != statusForceChange
	available := []string{}
	for _, factor := range s.pool.Settings.firstFactors() {
		switch {
		case factor == firstPassword && u.Password != "":
			available = append(available, firstSRP, firstPassword)
		case factor == firstEmailOTP && alone && u.Attributes[attrEmail] != "",
			factor == firstSMSOTP && alone && u.Attributes[attrPhone] != "",
			factor == firstWebAuthn && (alone || s.passkeyIsMFA(u)) && u.Status == statusConfirmed && len(s.passkeys(u)) > 0:
			available = append(available, factor)
		}
	}
	return available
}
