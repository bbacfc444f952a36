package localpool

import (
	"context"
	"strings"
)

type adminUpdateAttributesInput struct {
	UserPoolID     string      `json:"UserPoolId" is:"poolID,required"`
	Username       string      `json:"Username" is:"username,required"`
	UserAttributes []attribute `json:"UserAttributes" is:"list,required"`
}

// adminUpdateUserAttributes may set the verified flags. An address that comes with a true flag is in force at once; without
// one it goes the way of the user's own changes: it gets a code, and waits for it where the pool says so.
func (p *Pool) adminUpdateUserAttributes(ctx context.Context, in *adminUpdateAttributesInput) (empty, error) {
	changes, err := p.newAttributeChanges(in.UserAttributes)
	if err != nil {
		return empty{}, err
	}
	var mail []Message
	err = p.changeUser(&adminUserInput{UserPoolID: in.UserPoolID, Username: in.Username}, func(t tx, s *scope, user *userRecord) error {
		for _, name := range changes.names {
			if err := s.fits(name, changes.values[name], user); err != nil {
				return err
			}
			sent, err := s.adminChange(t, user, name, changes, p)
			if err != nil {
				return err
			}
			if sent != nil {
				mail = append(mail, *sent)
			}
		}
		return nil
	})
	if err != nil {
		return empty{}, err
	}
	return empty{}, p.deliver(ctx, mail...)
}

func (s *scope) adminChange(t tx, user *userRecord, name string, changes *attributeChanges, p *Pool) (*Message, error) {
	value := changes.values[name]
	if s.pool.isFlag(name) {
		value = strings.ToLower(value)
	}
	switch attr := strings.TrimSuffix(name, "_verified"); {
	case attr != name && provable(attr):
		return nil, s.setVerified(t, user, attr, value == "true", changes)
	case provable(name) && value != "" && strings.EqualFold(changes.values[verifiedFlag(name)], "true"):
		return nil, s.replace(t, user, name, value)
	}
	return s.change(t, user, name, value, changes.codes[name], p.now())
}

// setVerified comes after the address itself, because names are in order. Taking an alias from another user unverifies it
// there, as Cognito does for an administrator. A false flag beside a new address says what holds anyway, and nothing about
// the old one.
func (s *scope) setVerified(t tx, user *userRecord, attr string, verified bool, changes *attributeChanges) error {
	switch _, given := changes.values[attr]; {
	case verified && user.Attributes[attr] == "":
		return fail(invalidParameter, "The attribute "+verifiedFlag(attr)+" cannot be true for a user without "+attr+".")
	case verified:
		return s.markVerified(t, user, attr, true)
	case given, user.Attributes[attr] == "":
		return nil
	}
	user.Attributes[verifiedFlag(attr)] = "false"
	if s.pool.namesUsers(attr) {
		return nil
	}
	return s.releaseAlias(t, user, attr, user.Attributes[attr])
}

type adminDeleteAttributesInput struct {
	UserPoolID         string   `json:"UserPoolId" is:"poolID,required"`
	Username           string   `json:"Username" is:"username,required"`
	UserAttributeNames []string `json:"UserAttributeNames" is:"attrNames,required"`
}

// adminDeleteUserAttributes takes a verified flag for what it is without a value: false.
func (p *Pool) adminDeleteUserAttributes(_ context.Context, in *adminDeleteAttributesInput) (empty, error) {
	return empty{}, p.changeUser(&adminUserInput{UserPoolID: in.UserPoolID, Username: in.Username}, func(t tx, s *scope, user *userRecord) error {
		for _, name := range in.UserAttributeNames {
			if err := s.fits(name, "", user); err != nil {
				return err
			}
			if attr := strings.TrimSuffix(name, "_verified"); attr != name && provable(attr) {
				if err := s.setVerified(t, user, attr, false, &attributeChanges{}); err != nil {
					return err
				}
				continue
			}
			if err := s.replace(t, user, name, ""); err != nil {
				return err
			}
		}
		return nil
	})
}
