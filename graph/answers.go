package graph

import (
	"context"
	"time"

	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/session"
)

// signedIn makes freshly issued tokens of an account the exchange's session and shows it. The client's
// device is known from now on as one of the account's.
func (r *Resolver) signedIn(ctx context.Context, account string, tokens auth.Tokens) (*generated.Session, error) {
	session.From(ctx).RememberDevice(account)
	caller, err := session.From(ctx).Put(tokens)
	if err != nil {
		r.Auth.Abandon(ctx, tokens) // nobody will ever hold them
		return nil, err
	}
	return r.session(ctx, caller), nil
}

// session shows the exchange's session, with the tokens if this exchange issued them.
func (r *Resolver) session(ctx context.Context, caller auth.Principal) *generated.Session {
	s := &generated.Session{Me: r.me(ctx, caller), ExpiresAt: caller.ExpiresAt}
	if issued := session.From(ctx).Issued(); issued != nil {
		s.Tokens = &generated.TokenSet{
			AccessToken: issued.Access, IDToken: optional(issued.ID), RefreshToken: optional(issued.Refresh), ExpiresAt: caller.ExpiresAt,
		}
	}
	return s
}

func signUpStarted(s auth.SignUpStarted) generated.SignUpStarted {
	out := generated.SignUpStarted{Confirmed: s.Confirmed}
	if s.Delivery != nil {
		out.Delivery = delivery(*s.Delivery)
	}
	return out
}

func codeSent(d auth.CodeDelivery) generated.CodeSent {
	return generated.CodeSent{Delivery: delivery(d)}
}

func delivery(d auth.CodeDelivery) *generated.CodeDelivery {
	return &generated.CodeDelivery{Channel: d.Channel, Destination: d.Destination, ExpiresAt: optional(d.ExpiresAt)}
}

func (r *Resolver) passwordChanged() generated.PasswordChanged {
	return generated.PasswordChanged{At: r.Now()}
}

// given is a value that may be left out.
func given[T ~string](v *T) T {
	if v == nil {
		return ""
	}
	return *v
}

func attributes(in []generated.AttributeInput) []auth.Attribute {
	out := make([]auth.Attribute, 0, len(in))
	for _, a := range in {
		out = append(out, auth.Attribute{Name: a.Name, Value: a.Value})
	}
	return out
}

func keyValues(in []auth.Attribute) []generated.KeyValue {
	out := make([]generated.KeyValue, 0, len(in))
	for _, a := range in {
		out = append(out, generated.KeyValue{Key: a.Name, Value: a.Value})
	}
	return out
}

// optional is null for the zero value.
func optional[T ~string | time.Time](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// sentToken is the refresh token of an input that may be left out.
func sentToken(in *generated.RefreshInput) string {
	if in == nil || in.RefreshToken == nil {
		return ""
	}
	return *in.RefreshToken
}

// confirmed ends a sign-up with a session where signing in took no further step.
func (r *Resolver) confirmed(ctx context.Context, done auth.Confirmed, err error) (generated.ConfirmSignUpResult, error) {
	if err != nil || done.Tokens == nil {
		return result[generated.ConfirmSignUpResult](ctx, r, generated.SignUpConfirmed{Username: done.Username}, err)
	}
	begun, err := r.signedIn(ctx, done.Username, *done.Tokens)
	return result[generated.ConfirmSignUpResult](ctx, r, begun, err)
}

// presentSession is the caller's session or null; only a fault is an error.
func (r *Resolver) presentSession(ctx context.Context) (*generated.Session, error) {
	caller, err := session.From(ctx).Authenticate()
	switch auth.CodeOf(err) {
	case "":
		return r.session(ctx, caller), nil
	case auth.Unauthenticated:
		return nil, nil
	}
	return nil, err
}

func signedOut(ctx context.Context, wasSignedIn bool) *generated.SignedOut {
	session.From(ctx).Clear()
	return &generated.SignedOut{WasSignedIn: wasSignedIn}
}

func authConfig(s auth.PoolSettings) *generated.AuthConfig {
	return &generated.AuthConfig{
		SignUpOpen: s.SignUpOpen, PasswordPolicy: policy(s.PasswordPolicy), UsernameIs: s.UsernameIs, MfaRequired: s.MFARequired,
		FirstFactors: s.FirstFactors, SecondFactors: s.SecondFactors,
	}
}

// passwordSealing shows what to seal passwords with; null where that is switched off.
func (r *Resolver) passwordSealing() (*generated.PasswordSealing, error) {
	s, err := r.Auth.PasswordSealing()
	if err != nil || s == nil {
		return nil, err
	}
	return &generated.PasswordSealing{
		Kid: s.KeyID, Typ: s.Type, Alg: "ECDH-ES", Enc: "A256GCM", Nonce: s.Nonce, ExpiresAt: s.ExpiresAt,
		Jwk: &generated.PublicJwk{Kty: "EC", Crv: "P-256", X: s.X, Y: s.Y},
	}, nil
}

// revokeSession ends a session of the list. Its own is a sign-out: the client forgets its tokens, too.
func (r *Resolver) revokeSession(ctx context.Context, id string) ([]auth.ActiveSession, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	left, err := r.Auth.RevokeSession(ctx, caller, id)
	if err == nil && id == caller.SessionID {
		session.From(ctx).Clear()
	}
	return left, err
}

func sessionsEnded(left []auth.ActiveSession) generated.SessionsEnded {
	return generated.SessionsEnded{Sessions: left}
}
