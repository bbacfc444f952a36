package graph

import (
	"context"
	"sync"

	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/session"
)

// sharedMe is the signed-in user of one operation. However often the user is asked for, under aliases,
// in fragments and as part of the session, the calls to the pool are made once.
type sharedMe struct {
	mu sync.Mutex
	me *auth.Me
}

type sharedMeKey struct{}

func withSharedMe(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharedMeKey{}, &sharedMe{})
}

// me is the caller as an answer shows them. Claims of an ID token at hand serve first.
func (r *Resolver) me(ctx context.Context, caller auth.Principal) *auth.Me {
	exchange := session.From(ctx)
	claimed := func(context.Context) (auth.Profile, bool) { return exchange.Profile(caller.Subject) }
	shared, ok := ctx.Value(sharedMeKey{}).(*sharedMe)
	if !ok {
		return r.Auth.Me(caller, claimed)
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.me == nil || shared.me.AccessToken != caller.AccessToken {
		shared.me = r.Auth.Me(caller, claimed)
	}
	return shared.me
}

// meNow is the caller as the pool has them: after a change the ID token tells what was before it.
func (r *Resolver) meNow(caller auth.Principal) *auth.Me { return r.Auth.Me(caller, nil) }

func factorSettings(s auth.FactorSettings, err error) (*generated.FactorSettings, error) {
	if err != nil {
		return nil, err
	}
	return &generated.FactorSettings{
		Enabled: factors(s.Enabled), Preferred: optional(s.Preferred), Available: factors(s.Available),
	}, nil
}

// factors is never null.
func factors(list []auth.Factor) []auth.Factor { return append([]auth.Factor{}, list...) }

func passkeys(list []auth.Passkey, err error) ([]generated.Passkey, error) {
	if err != nil {
		return nil, err
	}
	out := make([]generated.Passkey, 0, len(list))
	for _, k := range list {
		out = append(out, passkey(k))
	}
	return out, nil
}

func passkey(k auth.Passkey) generated.Passkey {
	return generated.Passkey{
		ID: k.ID, Name: k.Name, RelyingPartyID: k.RelyingPartyID, AuthenticatorAttachment: optional(k.Attachment),
		Transports: append([]string{}, k.Transports...), CreatedAt: k.CreatedAt,
	}
}
