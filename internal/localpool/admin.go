package localpool

import "context"

// Admin operations tell the truth about users: PreventUserExistenceErrors does not apply to them.

type adminUserInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	Username   string `json:"Username" is:"username,required"`
}

func (p *Pool) adminUser(t tx, poolID, name string) (*scope, *userRecord, error) {
	s, err := p.poolScope(t, poolID)
	if err != nil {
		return nil, nil, err
	}
	user, err := s.findUser(t, name)
	if err == nil && user == nil {
		err = fail(userNotFound, textUserUnknown)
	}
	return s, user, err
}

// changeUser runs fn on a user and stores what it changed.
func (p *Pool) changeUser(in *adminUserInput, fn func(t tx, s *scope, user *userRecord) error) error {
	return p.update(func(t tx) error {
		s, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		if err := fn(t, s, user); err != nil {
			return err
		}
		user.Modified = p.now()
		return s.saveUser(t, user)
	})
}

type adminGetUserOutput struct {
	Username             string      `json:"Username"`
	UserAttributes       []attribute `json:"UserAttributes"`
	UserCreateDate       epoch       `json:"UserCreateDate"`
	UserLastModifiedDate epoch       `json:"UserLastModifiedDate"`
	Enabled              bool        `json:"Enabled"`
	UserStatus           string      `json:"UserStatus"`
	PreferredMfaSetting  string      `json:"PreferredMfaSetting,omitempty"`
	UserMFASettingList   []string    `json:"UserMFASettingList,omitempty"`
}

func (p *Pool) adminGetUser(_ context.Context, in *adminUserInput) (*adminGetUserOutput, error) {
	var out *adminGetUserOutput
	err := p.view(func(t tx) error {
		_, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		out = &adminGetUserOutput{
			Username: user.Username, UserAttributes: user.list(everything), Enabled: user.Enabled, UserStatus: user.Status,
			UserCreateDate: epoch(user.Created), UserLastModifiedDate: epoch(user.Modified),
		}
		out.UserMFASettingList, out.PreferredMfaSetting = mfaSettingList(user)
		return nil
	})
	return out, err
}

func everything(string) bool { return true }

// adminConfirmSignUp verifies no attribute: whoever needs recovery later must prove an address first.
func (p *Pool) adminConfirmSignUp(_ context.Context, in *adminUserInput) (empty, error) {
	return empty{}, p.changeUser(in, func(_ tx, _ *scope, user *userRecord) error {
		if user.Status != statusUnconfirmed {
			return fail(notAuthorized, "User cannot be confirmed. Current status is "+user.Status)
		}
		user.Status = statusConfirmed
		delete(user.Codes, codeForSignUp)
		return nil
	})
}

func (p *Pool) adminUserGlobalSignOut(_ context.Context, in *adminUserInput) (empty, error) {
	return empty{}, p.changeUser(in, func(_ tx, _ *scope, user *userRecord) error {
		p.endSessions(user)
		return nil
	})
}

// adminDisableUser ends the sessions as well, so that they stay dead when the user is enabled again.
func (p *Pool) adminDisableUser(_ context.Context, in *adminUserInput) (empty, error) {
	return empty{}, p.changeUser(in, func(_ tx, _ *scope, user *userRecord) error {
		user.Enabled = false
		p.endSessions(user)
		return nil
	})
}

func (p *Pool) adminEnableUser(_ context.Context, in *adminUserInput) (empty, error) {
	return empty{}, p.changeUser(in, func(_ tx, _ *scope, user *userRecord) error {
		user.Enabled = true
		return nil
	})
}

type adminSetPasswordInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	Username   string `json:"Username" is:"username,required"`
	Password   string `json:"Password" is:"password,required"`
	Permanent  bool   `json:"Permanent"`
}

// adminSetUserPassword confirms the user when the password is permanent; otherwise it has to be changed at the next sign-in.
func (p *Pool) adminSetUserPassword(ctx context.Context, in *adminSetPasswordInput) (empty, error) {
	return empty{}, retryRaced(func() error { return p.trySetPassword(ctx, in) })
}

func (p *Pool) trySetPassword(ctx context.Context, in *adminSetPasswordInput) error {
	var pool poolRecord
	var before *userRecord
	err := p.view(func(t tx) error {
		s, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		pool, before = s.pool, user
		return s.pool.Settings.passwordPolicy().check(in.Password)
	})
	if err != nil {
		return err
	}
	prepared, err := p.preparePassword(ctx, &pool, before, in.Password)
	if err != nil {
		return err
	}
	return p.changeUser(&adminUserInput{UserPoolID: in.UserPoolID, Username: in.Username}, func(_ tx, s *scope, user *userRecord) error {
		if prepared.outdated(user, s.pool.Settings.passwordPolicy()) {
			return errRaced
		}
		user.Status = statusForceChange
		if in.Permanent {
			user.Status = statusConfirmed
		}
		return user.setPassword(prepared, p.now())
	})
}
