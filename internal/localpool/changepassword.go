package localpool

import "context"

type changePasswordInput struct {
	AccessToken      string `json:"AccessToken" is:"token,required"`
	PreviousPassword string `json:"PreviousPassword" is:"password"`
	ProposedPassword string `json:"ProposedPassword" is:"password,required"`
}

// changePassword leaves the user's tokens alive, as Cognito does.
func (p *Pool) changePassword(ctx context.Context, in *changePasswordInput) (empty, error) {
	return empty{}, retryRaced(func() error { return p.tryChange(ctx, in) })
}

func (p *Pool) tryChange(ctx context.Context, in *changePasswordInput) error {
	var before *userRecord
	var pool poolRecord
	err := p.withAccessToken(in.AccessToken, p.view, func(_ tx, s *scope, user *userRecord) error {
		pool, before = s.pool, user
		return s.pool.Settings.passwordPolicy().check(in.ProposedPassword)
	})
	if err != nil {
		return err
	}
	// A user without a password has nothing to prove.
	matched := before.Password == "" && in.PreviousPassword == ""
	if !matched {
		if matched, err = p.hasher.matches(ctx, before.Password, in.PreviousPassword); err != nil {
			return err
		}
	}
	var prepared newPassword
	if matched {
		if prepared, err = p.preparePassword(ctx, &pool, before, in.ProposedPassword); err != nil {
			return err
		}
	}
	return p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		now := p.now()
		if user.PasswordVersion != before.PasswordVersion {
			return errRaced
		}
		if err := p.spend(t, s, user, user.Username, capChangePassword, now); err != nil {
			return err
		}
		if !matched {
			return keep(fail(notAuthorized, textWrongCredentials))
		}
		if err := user.setPassword(prepared, now); err != nil {
			return keep(err)
		}
		return s.saveUser(t, user)
	})
}
