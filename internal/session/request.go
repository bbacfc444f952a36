package session

import (
	"context"
	"net/http"
	"sync"

	"usher/internal/auth"
	"usher/internal/token"
)

// Request is the caller's side of one HTTP exchange. Its methods may be called from fields that
// resolve side by side.
type Request struct {
	manager *Manager
	sent    credentials
	// ctx is the exchange's own: what is asked once must not end with the field that asked first.
	ctx context.Context

	authenticated func() (auth.Principal, error)

	mu     sync.Mutex
	issued *auth.Tokens // by this exchange
	silent bool         // issued without being asked for: they leave as headers
}

// credentials are the tokens that came along, as they came.
type credentials struct{ access, id, refresh string }

type contextKey struct{}

// Middleware puts a lazy Request into every exchange's context.
func (m *Manager) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(m.Attach(r.Context(), r.Header)))
	})
}

// Attach returns a context with a Request that carries the tokens of the header.
func (m *Manager) Attach(ctx context.Context, h http.Header) context.Context {
	req := &Request{manager: m, sent: readHeader(h), ctx: ctx}
	req.authenticated = sync.OnceValues(req.authenticate)
	return context.WithValue(ctx, contextKey{}, req)
}

// From returns the exchange's Request. Outside [Manager.Middleware] it is one without tokens,
// which nothing accepts.
func From(ctx context.Context) *Request {
	if r, ok := ctx.Value(contextKey{}).(*Request); ok {
		return r
	}
	r := &Request{ctx: ctx}
	r.authenticated = sync.OnceValues(r.authenticate)
	return r
}

// Authenticate returns the verified caller, refreshing silently where the access token has
// expired and a refresh token came along. The work is done once per exchange.
//
// auth.Unauthenticated with a Reason, auth.UpstreamUnavailable, auth.UpstreamThrottled.
func (r *Request) Authenticate() (auth.Principal, error) {
	return r.authenticated()
}

func (r *Request) authenticate() (auth.Principal, error) {
	if r.manager == nil || r.sent.access == "" {
		return auth.Principal{}, refuse(auth.ReasonMissing, nil)
	}
	claims, err := r.manager.verify(r.ctx, r.sent.access)
	if err == nil {
		return principal(claims, r.sent.access), nil
	}
	if reasonOf(err) != auth.ReasonExpired || r.sent.refresh == "" {
		return auth.Principal{}, err
	}
	fresh, err := r.manager.refresh(r.ctx, r.sent.refresh)
	if err != nil {
		return auth.Principal{}, asRefusal(err)
	}
	if fresh.claims.Subject != claims.Subject {
		return auth.Principal{}, refuse(auth.ReasonInvalid, errForeignRefresh)
	}
	r.issue(fresh.tokens, true)
	return principal(fresh.claims, fresh.tokens.Access), nil
}

// Put makes freshly issued tokens the exchange's session and returns whom they belong to. It is
// for tokens that a flow has just been given for a proof (password and code): the session counts
// as begun after any sign-out before it.
func (r *Request) Put(tokens auth.Tokens) (auth.Principal, error) {
	claims, err := r.manager.admit(r.ctx, tokens)
	if err != nil {
		return auth.Principal{}, err
	}
	r.issue(tokens, false)
	return principal(claims, tokens.Access), nil
}

// Refresh trades a refresh token for new tokens because the client asked to. An empty token
// means the one that came along in the header.
//
// auth.SessionExpired, auth.UpstreamUnavailable, auth.UpstreamThrottled.
func (r *Request) Refresh(refreshToken string) (auth.Principal, error) {
	if refreshToken == "" {
		refreshToken = r.sent.refresh
	}
	if refreshToken == "" || r.manager == nil {
		return auth.Principal{}, auth.Errorf(auth.SessionExpired, "no refresh token came along")
	}
	fresh, err := r.manager.refresh(r.ctx, refreshToken)
	if err != nil {
		return auth.Principal{}, err
	}
	r.issue(fresh.tokens, false)
	return principal(fresh.claims, fresh.tokens.Access), nil
}

// SignedOutBy returns what a sign-out may end: the verified caller, expired or not, if there is
// one, and the refresh token that was given or came along. Nothing is refreshed for it, and what
// the refresh token was traded for a moment ago is not handed out again.
//
// auth.UpstreamUnavailable: whether a caller came along cannot be told at the moment.
func (r *Request) SignedOutBy(refreshToken string) (caller *auth.Principal, refresh string, err error) {
	if refreshToken == "" {
		refreshToken = r.sent.refresh
	}
	if r.manager == nil {
		return nil, refreshToken, nil
	}
	traded, _ := r.manager.fresh.get(hashOf(refreshToken))
	r.manager.fresh.remove(hashOf(refreshToken))
	for _, access := range []string{r.sent.access, traded.tokens.Access} {
		if access == "" {
			continue
		}
		claims, ok, err := r.manager.verifyEvenExpired(r.ctx, access)
		if err != nil {
			return nil, refreshToken, err
		}
		if ok {
			return new(principal(claims, access)), refreshToken, nil
		}
	}
	return nil, refreshToken, nil
}

// Issued returns the tokens that this exchange issued, or nil.
func (r *Request) Issued() *auth.Tokens {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.issued
}

// Clear forgets what this exchange issued.
func (r *Request) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.issued, r.silent = nil, false
}

// Profile returns the profile of a user that an ID token proves, if one was issued or came along:
// then no call is needed for it. It asks nobody who the caller is: after [Request.Put] that is not
// whose tokens came along.
func (r *Request) Profile(subject string) (auth.Profile, bool) {
	raw := r.sent.id
	if issued := r.Issued(); issued != nil && issued.ID != "" {
		raw = issued.ID
	}
	if raw == "" || r.manager == nil {
		return auth.Profile{}, false
	}
	claims, err := r.manager.verifier.Verify(r.ctx, raw, token.ID)
	if err != nil || claims.Subject != subject {
		return auth.Profile{}, false
	}
	return profile(claims), true
}

func (r *Request) issue(tokens auth.Tokens, silent bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if silent && r.issued != nil {
		return // what the client asked for stands
	}
	r.issued, r.silent = &tokens, silent
}
