package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/session"
)

func (r *Resolver) factorsUpdated(caller auth.Principal) generated.FactorsUpdated {
	return generated.FactorsUpdated{Me: r.meNow(caller)}
}

func (r *Resolver) passkeyRegistered(caller auth.Principal, made auth.Passkey) generated.PasskeyRegistered {
	return generated.PasskeyRegistered{Passkey: new(passkey(made)), Me: r.meNow(caller)}
}

func (r *Resolver) profileUpdated(caller auth.Principal, sent *auth.CodeDelivery) generated.ProfileUpdated {
	out := generated.ProfileUpdated{Me: r.meNow(caller)}
	if sent != nil {
		out.Delivery = delivery(*sent)
	}
	return out
}

func totpEnrollment(e auth.TOTPEnrollment) generated.TotpEnrollment {
	return generated.TotpEnrollment{Secret: string(e.Secret), OtpauthURI: string(e.URI)}
}

func profileUpdate(in generated.UpdateProfileInput) auth.ProfileUpdate {
	return auth.ProfileUpdate{
		Name: change(in.Name), GivenName: change(in.GivenName), FamilyName: change(in.FamilyName),
		Locale: change(in.Locale), Zoneinfo: change(in.Zoneinfo), Picture: change(in.Picture),
		Attributes: attributes(in.Attributes),
	}
}

// change tells a field that was left out from one that is null.
func change(field graphql.Omittable[*string]) auth.Change {
	value, set := field.ValueOK()
	return auth.Change{Set: set, Value: value}
}

// proof is the password of an input that may be left out.
func proof(in *generated.DeleteAccountInput) auth.Password {
	if in == nil {
		return ""
	}
	return given(in.Password)
}

// deleted ends the exchange's session with its account: the client forgets its tokens.
func (r *Resolver) deleted(ctx context.Context, err error) (generated.AccountResult, error) {
	if err == nil {
		session.From(ctx).Clear()
	}
	return result[generated.AccountResult](ctx, r, generated.AccountDeleted{At: r.Now()}, err)
}
