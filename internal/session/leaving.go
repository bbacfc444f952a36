package session

import (
	"context"
	"net/http"

	"usher/internal/auth"
	"usher/internal/seal"
	"usher/internal/token"
)

// issue stages tokens, of which claims are the access token's. used is the refresh token that was
// traded for them.
func (r *Request) issue(tokens auth.Tokens, claims token.Claims, used refreshToken, silent bool) error {
	p := parcel{tokens: tokens, session: sessionID(claims), used: used, profile: func() *seal.Profile {
		found, ok := r.manager.profileIn(r.ctx, tokens.ID, claims.Subject)
		if !ok {
			return nil
		}
		return new(seal.Profile(found))
	}}
	if !silent {
		p.device = r.staged().device
	}
	packed, err := r.manager.carrier.pack(p)
	if err == nil && r.stage(tokens, packed, silent) && packed.Access == "" {
		r.manager.remember(r.ctx, p.lasting(), tokens)
	}
	return err
}

// staged is what leaves, as far as it is known.
func (r *Request) staged() departure {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.leaves
}

// stage makes tokens those that leave. staged is false where what the client asked for stands.
func (r *Request) stage(tokens, packed auth.Tokens, silent bool) (staged bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if silent && r.issued != nil {
		return false
	}
	r.issued, r.leaves.packed, r.leaves.silent = &tokens, &packed, silent
	return true
}

// Issued returns the tokens that this exchange issued as the client may have them in the body of
// an answer, or nil.
func (r *Request) Issued() *auth.Tokens {
	if r.manager == nil || !r.manager.carrier.inBody() {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.leaves.packed
}

// Clear forgets what this exchange issued, and has the client forget what it keeps.
func (r *Request) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.issued, r.leaves = nil, departure{signedOut: true}
}

// end has a client that keeps the tokens unseen forget them.
func (r *Request) end() {
	kept := r.sent().kept
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaves.over = kept
}

func (r *Request) drop(unreadable []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaves.unreadable = append(r.leaves.unreadable, unreadable...)
}

func (r *Request) own(subject string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.owner = subject
}

// WriteHeaders adds what the exchange staged to the response's header. The transport calls it
// once, when all fields are done and before the first byte of the body.
func WriteHeaders(ctx context.Context, h http.Header) {
	r := From(ctx)
	if r.manager == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.manager.carrier.write(h, r.leaves)
}
