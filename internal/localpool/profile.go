package localpool

import (
	"context"
	"maps"
	"slices"
	"time"
)

type getUserOutput struct {
	Username       string      `json:"Username"`
	UserAttributes []attribute `json:"UserAttributes"`
}

// getUser shows the attributes that the token's client may read.
func (p *Pool) getUser(_ context.Context, in *accessTokenInput) (*getUserOutput, error) {
	var out *getUserOutput
	err := p.withAccessToken(in.AccessToken, p.view, func(_ tx, s *scope, user *userRecord) error {
		out = &getUserOutput{Username: user.Username, UserAttributes: user.list(s.client.mayRead)}
		return nil
	})
	return out, err
}

// list returns sub first, then the attributes by name.
func (u *userRecord) list(visible func(string) bool) []attribute {
	all := []attribute{{Name: attrSub, Value: u.Sub}}
	for _, name := range slices.Sorted(maps.Keys(u.Attributes)) {
		if visible(name) {
			all = append(all, attribute{Name: name, Value: u.Attributes[name]})
		}
	}
	return all
}

type updateAttributesInput struct {
	AccessToken    string      `json:"AccessToken" is:"token,required"`
	UserAttributes []attribute `json:"UserAttributes" is:"list,required"`
}

type updateAttributesOutput struct {
	CodeDeliveryDetailsList []codeDelivery `json:"CodeDeliveryDetailsList"`
}

func (p *Pool) updateUserAttributes(ctx context.Context, in *updateAttributesInput) (*updateAttributesOutput, error) {
	changes, err := collect(in.UserAttributes)
	if err != nil {
		return nil, err
	}
	codes := map[string]string{}
	for _, attr := range []string{attrEmail, attrPhone} {
		if codes[attr], err = p.newCode(); err != nil {
			return nil, err
		}
	}
	out := &updateAttributesOutput{}
	var mail []Message
	err = p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		out.CodeDeliveryDetailsList, mail = []codeDelivery{}, nil
		for _, name := range slices.Sorted(maps.Keys(changes)) {
			value := changes[name]
			if err := s.mayChange(name, value, user); err != nil {
				return err
			}
			sent, err := s.change(t, user, name, value, codes[name], p.now())
			if err != nil {
				return err
			}
			if sent != nil {
				out.CodeDeliveryDetailsList = append(out.CodeDeliveryDetailsList, *s.deliveryTo(name, value))
				mail = append(mail, *sent)
			}
		}
		user.Modified = p.now()
		return s.saveUser(t, user)
	})
	if err != nil {
		return nil, err
	}
	return out, p.deliver(ctx, mail...)
}

func (s *scope) mayChange(name, value string, user *userRecord) error {
	if !s.client.mayWrite(name) {
		return fail(notAuthorized, textForbiddenAttribute)
	}
	if err := s.pool.checkAttribute(name, value); err != nil {
		return err
	}
	i := slices.IndexFunc(s.pool.Schema, func(a schemaAttribute) bool { return a.Name == name })
	switch {
	case !s.pool.Schema[i].mutable() && user.Attributes[name] != value:
		return fail(invalidParameter, "user."+name+": Attribute cannot be updated.")
	case value == "" && (s.pool.Schema[i].Required || s.pool.namesUsers(name)):
		return fail(invalidParameter, "Attributes did not conform to the schema: "+name+": The attribute is required")
	}
	return nil
}

// change applies one attribute and returns the message that its proof needs, if any. Where the pool demands verification
// before the update, the old value stays in force and the new one waits.
func (s *scope) change(t tx, user *userRecord, name, value, code string, now time.Time) (*Message, error) {
	old := user.Attributes[name]
	provable := name == attrEmail || name == attrPhone
	if !provable {
		return nil, s.replace(t, user, name, value)
	}
	delete(user.Pending, name)
	delete(user.Codes, codeForAttribute(name))
	if value != "" && value == old && user.verified(name) {
		return nil, nil
	}
	if s.pool.namesUsers(name) {
		owner, err := s.aliasOwner(t, name, value)
		if err != nil {
			return nil, err
		}
		if owner != "" && owner != user.Username {
			return nil, fail(aliasExists, takenText(name))
		}
	}
	if value != "" && value != old && s.pool.Settings.verifiesBeforeUpdate(name) {
		if user.Pending == nil {
			user.Pending = map[string]string{}
		}
		user.Pending[name] = value
	} else if err := s.replace(t, user, name, value); err != nil {
		return nil, err
	}
	if value == "" || !slices.Contains(s.pool.Settings.AutoVerifiedAttributes, name) {
		return nil, nil
	}
	s.setCode(user, codeForAttribute(name), code, name, now.Add(attributeCodeLife))
	message := s.codeMessage(user, purposeUpdateAttribute, name, value, code)
	return &message, nil
}

// replace stores a value at once. A new address starts unverified, and an alias follows its value.
func (s *scope) replace(t tx, user *userRecord, name, value string) error {
	old := user.Attributes[name]
	if old != "" && old != value {
		if err := s.releaseAlias(t, user, name, old); err != nil {
			return err
		}
	}
	if value == "" {
		delete(user.Attributes, name)
		delete(user.Attributes, name+"_verified")
		return nil
	}
	user.Attributes[name] = value
	if name == attrEmail || name == attrPhone {
		user.Attributes[name+"_verified"] = "false"
		// A recovery code that went to the old address must not open the account any more.
		delete(user.Codes, codeForRecovery)
	}
	if s.pool.namesUsers(name) || name == attrPreferred {
		return s.claimAlias(t, user, name, value, false)
	}
	return nil
}
