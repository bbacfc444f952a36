package auth

import (
	"context"
	"net/url"
	"slices"
)

// Change is what happens to one part of a profile: nothing (the zero value), a new value, or, where
// Value is nil or empty, its deletion.
type Change struct {
	Set   bool
	Value *string
}

// ProfileUpdate is the input of [Service.UpdateProfile].
type ProfileUpdate struct {
	Name       Change
	GivenName  Change
	FamilyName Change
	Locale     Change
	Zoneinfo   Change
	Picture    Change      // an http or https URL
	Attributes []Attribute // further ones by their Cognito name; an empty value deletes
}

// UpdateProfile changes the caller's attributes. E-mail address and phone number have flows of
// their own, because they must be proven.
//
// InvalidInput, AliasInUse, RateLimited, Unauthenticated, Forbidden, and faults. After a fault some of the
// changes may be made; making them again is harmless.
func (s *Service) UpdateProfile(ctx context.Context, p Principal, in ProfileUpdate) error {
	set, gone, err := in.changes()
	if err != nil {
		return err
	}
	if len(set) > 0 {
		if _, err := s.pool.UpdateAttributes(ctx, p.AccessToken, set); err != nil {
			return refusedValue(err, "The user pool does not accept one of the values, or this app may not set the attribute.", "input")
		}
	}
	if len(gone) > 0 {
		err := s.pool.DeleteAttributes(ctx, p.AccessToken, gone)
		return refusedValue(err, "One of the attributes to delete is required by the user pool, or this app may not delete it.", "input")
	}
	return nil
}

// changes sorts an update into attributes to set and to delete.
func (in ProfileUpdate) changes() (set []Attribute, gone []string, err error) {
	var named []string
	sort := func(name, value string) {
		named = append(named, name)
		if value == "" {
			gone = append(gone, name)
			return
		}
		set = append(set, Attribute{Name: name, Value: value})
	}
	for _, part := range []struct {
		attribute, field string
		change           Change
	}{
		{"name", "name", in.Name},
		{"given_name", "givenName", in.GivenName},
		{"family_name", "familyName", in.FamilyName},
		{"locale", "locale", in.Locale},
		{"zoneinfo", "zoneinfo", in.Zoneinfo},
		{"picture", "picture", in.Picture},
	} {
		if !part.change.Set {
			continue
		}
		value := ""
		if part.change.Value != nil {
			value = *part.change.Value
		}
		if len(value) > maxAttributeLength {
			return nil, nil, invalidField("This is too long.", "input", part.field)
		}
		if part.attribute == "picture" && value != "" && !isWebURL(value) {
			return nil, nil, invalidField("This is not an http or https address.", "input", part.field)
		}
		sort(part.attribute, value)
	}
	path := []string{"input", "attributes"}
	if err := checkAttributes(in.Attributes, nil, path...); err != nil {
		return nil, nil, err
	}
	for _, a := range in.Attributes {
		switch {
		case a.Name == "phone_number":
			return nil, nil, invalidField("The phone number is changed with requestPhoneChange.", path...)
		case slices.Contains(named, a.Name):
			return nil, nil, invalidField("The attribute "+a.Name+" is given twice.", path...)
		}
		sort(a.Name, a.Value)
	}
	return set, gone, nil
}

// isWebURL keeps javascript: and data: out of what front ends put into pages.
func isWebURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
