package session

import "usher/internal/auth"

// How a request to refresh ended: words fit to label a metric.
const (
	RefreshUpstream = "upstream" // the pool was asked, and issued tokens
	RefreshShared   = "shared"   // with tokens that another request or instance had been issued
	RefreshDead     = "dead"     // the pool refused the refresh token, now or a moment ago
	RefreshFault    = "fault"    // nobody could tell; the session goes on
)

// count tells what a refresh came to for one request; asked, whether this request may have asked the
// pool. A request whose caller gave up while another one asked is not counted.
func (m *Manager) count(r result, asked bool) {
	switch {
	case auth.CodeOf(r.err) == auth.SessionExpired:
		m.onRefresh(RefreshDead)
	case r.err != nil:
		m.onRefresh(RefreshFault)
	case asked && r.at.IsZero(): // another instance's result says when
		m.onRefresh(RefreshUpstream)
	default:
		m.onRefresh(RefreshShared)
	}
}

func orNobody(tell func(string)) func(string) {
	if tell == nil {
		return func(string) {}
	}
	return tell
}
