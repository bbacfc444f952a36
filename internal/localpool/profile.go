package localpool

import (
	"context"
	"maps"
	"slices"
)

type getUserOutput struct {
	Username            string      `json:"Username"`
	UserAttributes      []attribute `json:"UserAttributes"`
	PreferredMfaSetting string      `json:"PreferredMfaSetting,omitempty"`
	UserMFASettingList  []string    `json:"UserMFASettingList,omitempty"`
}

// getUser shows the attributes that the token's client may read.
func (p *Pool) getUser(_ context.Context, in *accessTokenInput) (*getUserOutput, error) {
	var out *getUserOutput
	err := p.withAccessToken(in.AccessToken, p.view, func(_ tx, s *scope, user *userRecord) error {
		out = &getUserOutput{Username: user.Username, UserAttributes: user.list(s.client.mayRead)}
		out.UserMFASettingList, out.PreferredMfaSetting = mfaSettingList(user)
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
	changes, err := p.newAttributeChanges(in.UserAttributes)
	if err != nil {
		return nil, err
	}
	out := &updateAttributesOutput{CodeDeliveryDetailsList: []codeDelivery{}}
	var mail []Message
	err = p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		for _, name := range changes.names {
			value := changes.values[name]
			if err := s.mayChange(name, value, user); err != nil {
				return err
			}
			sent, err := s.change(t, user, name, value, changes.codes[name], p.now())
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

type deleteAttributesInput struct {
	AccessToken        string   `json:"AccessToken" is:"token,required"`
	UserAttributeNames []string `json:"UserAttributeNames" is:"attrNames,required"`
}

func (p *Pool) deleteUserAttributes(_ context.Context, in *deleteAttributesInput) (empty, error) {
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		for _, name := range in.UserAttributeNames {
			if err := s.mayChange(name, "", user); err != nil {
				return err
			}
			if err := s.replace(t, user, name, ""); err != nil {
				return err
			}
		}
		user.Modified = p.now()
		return s.saveUser(t, user)
	})
}

// mayChange is for users: beside the schema, their client limits them.
func (s *scope) mayChange(name, value string, user *userRecord) error {
	if !s.client.mayWrite(name) {
		return fail(notAuthorized, textForbiddenAttribute)
	}
	return s.fits(name, value, user)
}

// fits holds a new value against the schema; "" deletes the attribute.
func (s *scope) fits(name, value string, user *userRecord) error {
	if err := s.pool.checkAttribute(name, value); err != nil {
		return err
	}
	i := slices.IndexFunc(s.pool.Schema, func(a schemaAttribute) bool { return a.Name == name })
	switch {
	case name == attrSub, !s.pool.Schema[i].mutable() && user.Attributes[name] != value:
		return fail(invalidParameter, "user."+name+": Attribute cannot be updated.")
	case value == "" && (s.pool.Schema[i].Required || s.pool.namesUsers(name)):
		return fail(invalidParameter, "Attributes did not conform to the schema: "+name+": The attribute is required")
	}
	return nil
}
