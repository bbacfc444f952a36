package localpool

import "context"

const textTOTPMissing = "Software Token MFA does not exist for the user."

// eitherToken names who asks: a signed-in user, or one who stands before MFA_SETUP.
type eitherToken struct {
	AccessToken string `json:"AccessToken" is:"token"`
	Session     string `json:"Session" is:"session"`
}

func (e *eitherToken) check() error {
	if (e.AccessToken == "") == (e.Session == "") {
		return fail(invalidParameter, "Send either AccessToken or Session.")
	}
	return nil
}

type associateTOTPOutput struct {
	SecretCode string `json:"SecretCode"`
	Session    string `json:"Session,omitempty"`
}

// associateSoftwareToken hands out a secret. It counts for nothing until VerifySoftwareToken; a newer one takes its place.
func (p *Pool) associateSoftwareToken(_ context.Context, in *eitherToken) (*associateTOTPOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	var out *associateTOTPOutput
	if in.Session != "" {
		err := p.update(func(t tx) (err error) {
			out, err = p.associateInSignIn(t, in.Session)
			return err
		})
		return out, err
	}
	err := p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		if err := s.offersTOTP(); err != nil {
			return err
		}
		secret, err := p.startTOTPSetup()
		if err != nil {
			return err
		}
		if user.TOTP == nil {
			user.TOTP = &totpRecord{}
		}
		user.TOTP.Pending = secret
		out = &associateTOTPOutput{SecretCode: secret}
		return s.saveUser(t, user)
	})
	return out, err
}

func (p *Pool) associateInSignIn(t tx, session string) (*associateTOTPOutput, error) {
	setup, err := p.openMFASetupSession(t, session)
	if err != nil {
		return nil, err
	}
	if err := setup.scope.offersTOTP(); err != nil {
		return nil, err
	}
	secret, err := p.startTOTPSetup()
	if err != nil {
		return nil, err
	}
	next, err := p.renewMFASetupSession(t, setup, secret, false)
	return &associateTOTPOutput{SecretCode: secret, Session: next}, err
}

func (s *scope) offersTOTP() error {
	if !s.offers(factorTOTP) {
		return fail(softwareTokenNotFound, "Software Token MFA not enabled for the userPool.")
	}
	return nil
}

type verifyTOTPInput struct {
	eitherToken
	UserCode           string `json:"UserCode" is:"digits,required"`
	FriendlyDeviceName string `json:"FriendlyDeviceName" is:"text"`
}

type verifyTOTPOutput struct {
	Status  string `json:"Status"`
	Session string `json:"Session,omitempty"`
}

// verifySoftwareToken proves a secret. It turns the factor on inside a sign-in only, which could not end otherwise: a
// signed-in user says so with SetUserMFAPreference.
func (p *Pool) verifySoftwareToken(_ context.Context, in *verifyTOTPInput) (*verifyTOTPOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	out := &verifyTOTPOutput{Status: "SUCCESS"}
	if in.Session != "" {
		return out, p.update(func(t tx) (err error) {
			out.Session, err = p.verifyInSignIn(t, in)
			return err
		})
	}
	return out, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		if err := s.offersTOTP(); err != nil {
			return err
		}
		if user.TOTP == nil || user.TOTP.Pending == "" {
			return fail(softwareTokenNotFound, textTOTPMissing)
		}
		if err := p.finishTOTPSetup(user, user.TOTP.Pending, in.UserCode, in.FriendlyDeviceName, p.now()); err != nil {
			return err
		}
		user.Modified = p.now()
		return s.saveUser(t, user)
	})
}

func (p *Pool) verifyInSignIn(t tx, in *verifyTOTPInput) (string, error) {
	setup, err := p.openMFASetupSession(t, in.Session)
	if err != nil {
		return "", err
	}
	if err := setup.scope.offersTOTP(); err != nil {
		return "", err
	}
	if setup.secret == "" {
		return "", fail(softwareTokenNotFound, textTOTPMissing)
	}
	user, now := setup.user, p.now()
	if err := p.finishTOTPSetup(user, setup.secret, in.UserCode, in.FriendlyDeviceName, now); err != nil {
		if counted := countWrong(t, setup.session); counted != nil {
			return "", counted
		}
		return "", keep(err)
	}
	user.MFA.enable(factorTOTP)
	user.MFA.Preferred = pick(user.MFA.Preferred, factorTOTP)
	user.Modified = now
	if err := setup.scope.saveUser(t, user); err != nil {
		return "", err
	}
	return p.renewMFASetupSession(t, setup, setup.secret, true)
}

// adminDeleteSoftwareToken serves a user who lost the authenticator app.
func (p *Pool) adminDeleteSoftwareToken(_ context.Context, in *adminUserInput) (empty, error) {
	return empty{}, p.changeUser(in, func(_ tx, _ *scope, user *userRecord) error {
		if !user.canUse(factorTOTP) {
			return fail(softwareTokenNotFound, textTOTPMissing)
		}
		user.TOTP = nil
		user.MFA.disable(factorTOTP)
		return nil
	})
}
