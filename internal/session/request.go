package session

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"usher/internal/auth"
)

// Request is the caller's side of one HTTP exchange. Its methods may be called from fields that
// resolve side by side.
type Request struct {
	manager *Manager
	// ctx is the exchange's own: what is asked once must not end with the field that asked first.
	ctx context.Context
	// sent and refresh open what came along, once, when it is first asked for.
	sent          func() credentials
	refresh       func() refreshToken
	device        func() knownDevice
	authenticated func() (auth.Principal, error)

	mu     sync.Mutex
	issued *auth.Tokens // by this exchange, as the pool issued them
	owner  string       // the subject of the access token that came along, once it is verified
	leaves departure
}

type contextKey struct{}

// Middleware puts a lazy Request into every exchange's context.
func (m *Manager) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(m.Attach(r.Context(), r.Header)))
	})
}

// Attach returns a context with a Request that carries the tokens of the header.
func (m *Manager) Attach(ctx context.Context, h http.Header) context.Context {
	return context.WithValue(ctx, contextKey{}, newRequest(ctx, m, h))
}

func newRequest(ctx context.Context, m *Manager, h http.Header) *Request {
	r := &Request{manager: m, ctx: ctx}
	r.sent = sync.OnceValue(func() credentials { return r.open(h) })
	r.refresh = sync.OnceValue(func() refreshToken { return r.openRefresh(h) })
	r.device = sync.OnceValue(func() knownDevice { return r.openDevice(h) })
	r.authenticated = sync.OnceValues(r.authenticate)
	return r
}

// From returns the exchange's Request. Outside [Manager.Middleware] it is one without tokens,
// which nothing accepts.
func From(ctx context.Context) *Request {
	if r, ok := ctx.Value(contextKey{}).(*Request); ok {
		return r
	}
	return newRequest(ctx, nil, nil)
}

func (r *Request) open(h http.Header) credentials {
	if r.manager == nil {
		return credentials{}
	}
	sent := r.manager.carrier.read(h)
	r.drop(sent.unreadable)
	return sent
}

func (r *Request) openRefresh(h http.Header) refreshToken {
	if r.manager == nil {
		return refreshToken{}
	}
	refresh, unreadable := r.manager.carrier.readRefresh(h)
	r.drop(unreadable)
	return refresh
}

// Authenticate returns the verified caller, refreshing silently where a refresh token came along
// and the access token has expired or, in cookies, is not there. The work is done once per exchange.
//
// auth.Unauthenticated with a Reason, auth.UpstreamUnavailable, auth.UpstreamThrottled,
// auth.SessionTooLarge.
func (r *Request) Authenticate() (auth.Principal, error) {
	return r.authenticated()
}

func (r *Request) authenticate() (auth.Principal, error) {
	sent := r.sent()
	var caller auth.Principal
	var err error
	switch {
	case sent.unfit:
		return auth.Principal{}, refuse(auth.ReasonInvalid, errUnfit)
	case sent.access != "":
		caller, err = r.admitSent(sent)
	// Looked at in any case, so that one that does not open is cleared.
	case r.refresh().token != "" && sent.refreshable():
		caller, err = r.renew(auth.Principal{})
	default:
		return auth.Principal{}, refuse(auth.ReasonMissing, nil)
	}
	switch auth.CodeOf(err) {
	case "":
		r.manager.registry.Seen(r.ctx, caller)
	case auth.Unauthenticated:
		// What ended this one session may have been a sign-in in the very browser, whose new cookies
		// would be cleared.
		if !errors.Is(err, errEndedByID) {
			r.end()
		}
	}
	return caller, err
}

func (r *Request) admitSent(sent credentials) (auth.Principal, error) {
	claims, err := r.manager.verify(r.ctx, sent.access)
	if err == nil {
		r.own(claims.Subject)
		return principal(claims, sent.access), nil
	}
	if reasonOf(err) != auth.ReasonExpired || r.refresh().token == "" {
		return auth.Principal{}, err
	}
	return r.renew(principal(claims, sent.access))
}

// renew refreshes silently. known is whom an access token named that came along, if one did: the
// session must be theirs.
func (r *Request) renew(known auth.Principal) (auth.Principal, error) {
	fresh, err := r.manager.refresh(r.ctx, r.refresh(), func() auth.Principal { return known })
	if err != nil {
		return auth.Principal{}, asRefusal(err)
	}
	if known.Subject != "" && fresh.claims.Subject != known.Subject {
		return auth.Principal{}, refuse(auth.ReasonInvalid, errForeignRefresh)
	}
	if err := r.issue(fresh.tokens, fresh.claims, r.refresh(), true); err != nil {
		return auth.Principal{}, err
	}
	return principal(fresh.claims, fresh.tokens.Access), nil
}

// Put makes freshly issued tokens the exchange's session and returns whom they belong to. It is
// for tokens that a flow has just been given for a proof (password and code): the session counts
// as begun after any sign-out before it, and takes nothing over from one that came along. One that
// it overwrites at the client ends.
//
// auth.SessionTooLarge, auth.UpstreamUnavailable.
func (r *Request) Put(tokens auth.Tokens) (auth.Principal, error) {
	claims, err := r.manager.admit(r.ctx, tokens)
	if err != nil {
		return auth.Principal{}, err
	}
	if err := r.issue(tokens, claims, refreshToken{}, false); err != nil {
		return auth.Principal{}, err
	}
	caller := principal(claims, tokens.Access)
	r.replace() // before the new session counts: it must not be one too many because of the old one
	r.manager.registry.Seen(r.ctx, caller)
	return caller, nil
}

// Refresh trades a refresh token for new tokens because the client asked to. An empty token
// means the one that came along.
//
// auth.SessionExpired, auth.SessionTooLarge, auth.UpstreamUnavailable, auth.UpstreamThrottled.
func (r *Request) Refresh(input string) (auth.Principal, error) {
	used := r.chosen(input)
	if used.token == "" {
		return auth.Principal{}, auth.Errorf(auth.SessionExpired, "no refresh token came along")
	}
	fresh, err := r.manager.refresh(r.ctx, used, r.cameAlong)
	if err != nil {
		if auth.CodeOf(err) == auth.SessionExpired {
			r.end()
		}
		return auth.Principal{}, err
	}
	if err := r.issue(fresh.tokens, fresh.claims, used, false); err != nil {
		return auth.Principal{}, err
	}
	caller := principal(fresh.claims, fresh.tokens.Access)
	r.manager.registry.Seen(r.ctx, caller)
	return caller, nil
}

// cameAlong is whom the access token names that came along, expired or not.
func (r *Request) cameAlong() auth.Principal {
	access := r.sent().access
	if access == "" {
		return auth.Principal{}
	}
	// A thief must not spare the session by hanging up.
	claims, ok, err := r.manager.verifyEvenExpired(context.WithoutCancel(r.ctx), access)
	if err != nil || !ok {
		return auth.Principal{}
	}
	return principal(claims, access)
}

func (r *Request) chosen(input string) refreshToken {
	if r.manager == nil {
		return refreshToken{}
	}
	if named, taken := r.manager.carrier.readInput(input); taken {
		return named
	}
	return r.refresh()
}

// Profile returns the profile of a user that an ID token proves, if one was issued or came along:
// then no call is needed for it. It asks nobody who the caller is: after [Request.Put] that is not
// whose tokens came along.
func (r *Request) Profile(subject string) (auth.Profile, bool) {
	if r.manager == nil {
		return auth.Profile{}, false
	}
	r.mu.Lock()
	issued, owner := r.issued, r.owner
	r.mu.Unlock()
	if issued != nil && issued.ID != "" {
		return r.manager.profileIn(r.ctx, issued.ID, subject)
	}
	sent := r.sent()
	if sent.profile != nil && owner == subject {
		return auth.Profile(*sent.profile), true
	}
	return r.manager.profileIn(r.ctx, sent.id, subject)
}
