package session

import "usher/internal/auth"

// SignedOutBy returns what a sign-out may end: the verified caller, expired or not, if there is
// one, and the refresh token that was given or came along. Of a caller whom only a sealed refresh
// token tells of, no more than the session is known. Nothing is refreshed for it, and what the
// refresh token was traded for a moment ago is not handed out again.
//
// auth.UpstreamUnavailable: whether a caller came along cannot be told at the moment.
func (r *Request) SignedOutBy(input string) (caller *auth.Principal, refresh string, err error) {
	used := r.chosen(input)
	refresh = used.token
	if r.manager == nil {
		return nil, refresh, nil
	}
	traded := r.manager.forget(r.ctx, refresh)
	for _, access := range []string{r.sent().access, traded.Access} {
		if access == "" {
			continue
		}
		claims, ok, err := r.manager.verifyEvenExpired(r.ctx, access)
		if err != nil {
			return nil, refresh, err
		}
		if ok {
			return new(principal(claims, access)), refresh, nil
		}
	}
	if id := nameOf(used.session); id != "" {
		return &auth.Principal{SessionID: id}, refresh, nil
	}
	return nil, refresh, nil
}

// replace ends what a session that begins with this exchange takes the place of: where the client
// keeps tokens without knowing them, new ones overwrite what it kept, and whoever still holds those
// has copied them.
func (r *Request) replace() {
	if !r.sent().kept {
		return
	}
	caller, refresh, err := r.SignedOutBy("")
	if err != nil {
		caller = nil // whose it was cannot be told; the pool can
	}
	if caller != nil || refresh != "" {
		r.manager.refresher.Replace(r.ctx, caller, refresh)
	}
}
