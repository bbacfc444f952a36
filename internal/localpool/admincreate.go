package localpool

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	actionResend   = "RESEND"
	actionSuppress = "SUPPRESS"
)

type adminCreateUserInput struct {
	UserPoolID             string      `json:"UserPoolId" is:"poolID,required"`
	Username               string      `json:"Username" is:"username,required"`
	UserAttributes         []attribute `json:"UserAttributes" is:"list"`
	TemporaryPassword      string      `json:"TemporaryPassword" is:"password"`
	ForceAliasCreation     bool        `json:"ForceAliasCreation"`
	MessageAction          string      `json:"MessageAction" is:"action"`
	DesiredDeliveryMediums []string    `json:"DesiredDeliveryMediums" is:"medium"`
}

// userType is UserType.
type userType struct {
	Username             string      `json:"Username"`
	Attributes           []attribute `json:"Attributes"`
	UserCreateDate       epoch       `json:"UserCreateDate"`
	UserLastModifiedDate epoch       `json:"UserLastModifiedDate"`
	Enabled              bool        `json:"Enabled"`
	UserStatus           string      `json:"UserStatus"`
}

type adminCreateUserOutput struct {
	User userType `json:"User"`
}

// adminCreateUser makes a user with a temporary password, or sends an existing one a new temporary password.
func (p *Pool) adminCreateUser(ctx context.Context, in *adminCreateUserInput) (*adminCreateUserOutput, error) {
	var pool poolRecord
	err := p.view(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		pool = s.pool
		if in.TemporaryPassword == "" {
			return nil
		}
		return pool.Settings.passwordPolicy().check(in.TemporaryPassword)
	})
	if err != nil {
		return nil, err
	}
	password := in.TemporaryPassword
	if password == "" {
		if password, err = p.temporaryPassword(pool.Settings.passwordPolicy()); err != nil {
			return nil, err
		}
	}
	sub, err := randomUUID(p.random)
	if err != nil {
		return nil, err
	}
	draft := (&scope{pool: pool}).newUser(in.Username, sub, nil, statusForceChange, p.now())
	prepared, err := p.preparePassword(ctx, &pool, draft, password)
	if err != nil {
		return nil, err
	}
	var user *userRecord
	var mail []Message
	err = p.update(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		now := p.now()
		if in.MessageAction == actionResend {
			user, err = s.invitedAgain(t, in.Username)
		} else {
			user, err = s.invited(t, in, sub, now)
		}
		if err != nil {
			return err
		}
		if in.needsNoPassword(s, user) {
			user.Status = statusConfirmed
		} else if err := user.setPassword(prepared, now); err != nil {
			return err
		}
		mail = nil
		if attr := in.invitationAttribute(user); attr != "" {
			mail = append(mail, s.invitation(user, attr, user.Attributes[attr], in.Username, password))
		}
		return s.saveUser(t, user)
	})
	if err != nil {
		return nil, err
	}
	return &adminCreateUserOutput{User: describeUser(user)}, p.deliver(ctx, mail...)
}

func (s *scope) invitedAgain(t tx, name string) (*userRecord, error) {
	user, err := s.findUser(t, name)
	switch {
	case err != nil:
		return nil, err
	case user == nil:
		return nil, fail(userNotFound, textUserUnknown)
	case user.Status != statusForceChange:
		return nil, fail(unsupportedUserState, "Resend not possible. Current status is "+user.Status)
	}
	return user, nil
}

// invited makes the user. An administrator may set the verified flags, and an alias of a verified attribute is claimed at
// once, from another owner if ForceAliasCreation says so.
func (s *scope) invited(t tx, in *adminCreateUserInput, sub string, now time.Time) (*userRecord, error) {
	for _, a := range in.UserAttributes {
		if a.Name == attrSub {
			return nil, fail(invalidParameter, "user.sub: Attribute cannot be updated.")
		}
	}
	attributes, err := s.attributesOf(in.Username, in.UserAttributes)
	if err != nil {
		return nil, err
	}
	if err := s.nameFree(t, in.Username, "User account already exists"); err != nil {
		if known, ok := errors.AsType[*apiError](err); ok && known.Type == usernameExists {
			return nil, fail(usernameExists, "User account already exists")
		}
		return nil, err
	}
	user := s.newUser(in.Username, sub, attributes, statusForceChange, now)
	for _, attr := range []string{attrEmail, attrPhone} {
		if user.verified(attr) && !s.pool.namesUsers(attr) {
			if err := s.claimAlias(t, user, attr, attributes[attr], in.ForceAliasCreation); err != nil {
				return nil, err
			}
		}
	}
	return user, s.insertUser(t, user)
}

// needsNoPassword tells that a new user signs in by codes alone: nobody was told a password, and the pool takes a code to the
// verified address as the first factor.
func (in *adminCreateUserInput) needsNoPassword(s *scope, user *userRecord) bool {
	settings := &s.pool.Settings
	return in.TemporaryPassword == "" && in.MessageAction == actionSuppress &&
		(user.verified(attrEmail) && settings.allowsFirst(firstEmailOTP) || user.verified(attrPhone) && settings.allowsFirst(firstSMSOTP))
}

// invitationAttribute is where the invitation goes: by text message unless the call asks for mail. A user without that
// address gets none.
func (in *adminCreateUserInput) invitationAttribute(user *userRecord) string {
	mediums := in.DesiredDeliveryMediums
	if len(mediums) == 0 {
		mediums = []string{mediumSMS}
	}
	switch {
	case in.MessageAction == actionSuppress:
		return ""
	case slices.Contains(mediums, mediumSMS) && user.Attributes[attrPhone] != "":
		return attrPhone
	case slices.Contains(mediums, mediumEmail) && user.Attributes[attrEmail] != "":
		return attrEmail
	}
	return ""
}
