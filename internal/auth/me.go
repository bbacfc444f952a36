package auth

import (
	"context"
	"sync"
)

// Me is the signed-in user: claims at hand, and a profile that is fetched when a field first
// needs it, at most once.
type Me struct {
	Principal
	profile func(context.Context) (Profile, error)
	user    func(context.Context) (User, error)

	factors  func(context.Context) (FactorSettings, error)
	passkeys func(context.Context) ([]Passkey, error)
}

// Me makes the signed-in user of a principal. claimed, which may be nil, returns the profile
// that an ID token at hand proves; ok is false when there is none. Only when it has none is the
// pool asked.
func (s *Service) Me(p Principal, claimed func(context.Context) (profile Profile, ok bool)) *Me {
	me := &Me{Principal: p}
	me.user = once(func(ctx context.Context) (User, error) {
		return s.pool.User(ctx, p.AccessToken)
	})
	me.factors = once(func(ctx context.Context) (FactorSettings, error) { return s.Factors(ctx, p) })
	me.passkeys = once(func(ctx context.Context) ([]Passkey, error) { return s.Passkeys(ctx, p) })
	me.profile = once(func(ctx context.Context) (Profile, error) {
		if claimed != nil {
			if profile, ok := claimed(ctx); ok {
				return profile, nil
			}
		}
		u, err := me.user(ctx)
		return u.Profile(), err
	})
	return me
}

// Attributes returns the user's attributes, all of them or those named. Unauthenticated, Forbidden,
// UpstreamUnavailable, UpstreamThrottled; so do the methods below.
func (m *Me) Attributes(ctx context.Context, names []string) ([]Attribute, error) {
	u, err := m.user(ctx)
	if err != nil || names == nil {
		return u.Attributes, err
	}
	wanted := make(map[string]bool, len(names))
	for _, n := range names {
		wanted[n] = true
	}
	chosen := []Attribute{}
	for _, a := range u.Attributes {
		if wanted[a.Name] {
			chosen = append(chosen, a)
		}
	}
	return chosen, nil
}

// Factors returns the user's factors.
func (m *Me) Factors(ctx context.Context) (FactorSettings, error) { return m.factors(ctx) }

// Passkeys returns the user's passkeys.
func (m *Me) Passkeys(ctx context.Context) ([]Passkey, error) { return m.passkeys(ctx) }

// once shares one call among the fields of one answer, which run side by side; all have the
// same request context, so the first one's serves them all.
func once[T any](call func(context.Context) (T, error)) func(context.Context) (T, error) {
	var (
		do    sync.Once
		value T
		err   error
	)
	return func(ctx context.Context) (T, error) {
		do.Do(func() {
			err = Errorf(Internal, "the call that all fields share did not end") // stands after a panic
			value, err = call(ctx)
		})
		return value, err
	}
}

func pick[T any](ctx context.Context, m *Me, field func(Profile) *T) (*T, error) {
	p, err := m.profile(ctx)
	if err != nil {
		return nil, err
	}
	return field(p), nil
}

// Email is the e-mail address; nil when the profile has none.
func (m *Me) Email(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.Email })
}

// EmailVerified is whether the e-mail address was proven; nil when the profile has none.
func (m *Me) EmailVerified(ctx context.Context) (*bool, error) {
	return pick(ctx, m, func(p Profile) *bool { return p.EmailVerified })
}

// PhoneNumber is the phone number; nil when the profile has none.
func (m *Me) PhoneNumber(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.PhoneNumber })
}

// PhoneNumberVerified is whether the phone number was proven; nil when the profile has none.
func (m *Me) PhoneNumberVerified(ctx context.Context) (*bool, error) {
	return pick(ctx, m, func(p Profile) *bool { return p.PhoneNumberVerified })
}

// Name is the full name; nil when the profile has none.
func (m *Me) Name(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.Name })
}

// GivenName is the given name; nil when the profile has none.
func (m *Me) GivenName(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.GivenName })
}

// FamilyName is the family name; nil when the profile has none.
func (m *Me) FamilyName(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.FamilyName })
}

// Locale is the locale; nil when the profile has none.
func (m *Me) Locale(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.Locale })
}

// Zoneinfo is the time zone; nil when the profile has none.
func (m *Me) Zoneinfo(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.Zoneinfo })
}

// Picture is a picture's URL; nil when the profile has none.
func (m *Me) Picture(ctx context.Context) (*string, error) {
	return pick(ctx, m, func(p Profile) *string { return p.Picture })
}
