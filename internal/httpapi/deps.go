package httpapi

import (
	"context"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"usher/internal/observe"
)

// Deps is what main hands in. A nil handler means that its routes do not exist. Logger, Now, NewID and Drain are
// required; Drain is shared with Run.
type Deps struct {
	GraphQL    http.Handler
	SDL        func() []byte // the schema; nil where introspection is off
	Playground http.Handler
	Mailbox    http.Handler // local mode only
	App        http.Handler // local mode only
	Session    func(http.Handler) http.Handler

	// Ready reports each dependency by name: nil is ok, Degraded(err) is usable, any other error is down. It is
	// asked by every probe, so it must be cheap and must not call Cognito.
	Ready func(ctx context.Context) map[string]error
	Drain *Drain

	Metrics *observe.Metrics // nil counts nothing, and its route does not exist

	Logger  *slog.Logger
	Now     func() time.Time
	NewID   func() string
	Version string

	// AllowCredentials is for tokens in cookies: allowed origins may send them, and every request that may change
	// something must carry a header that no form and no other site can send.
	AllowCredentials bool

	PublicURL       string   // an origin as browsers serialise it, or ""
	AllowedOrigins  []string // likewise
	LoopbackOrigins bool     // development: pages from any port of this machine may call, too
	LoopbackHosts   bool     // answer only under names of this machine, so that no foreign name can be pointed here
	TrustedProxies  []netip.Prefix
	Flood           Flood
	HealthDetail    bool // readyz names its dependencies on this listener, and metrics are served; off where an admin listener does that
}

// requestIDBytes is the randomness in an id that Usher makes.
const requestIDBytes = 16

// RequestIDs returns a maker of request ids that draws from random, which is crypto/rand.Reader outside tests.
func RequestIDs(random io.Reader) func() string {
	return func() string {
		var id [requestIDBytes]byte
		if _, err := io.ReadFull(random, id[:]); err != nil {
			// An id is for finding a line in a log. Its absence is no reason to refuse the request.
			return "unavailable"
		}
		return hex.EncodeToString(id[:])
	}
}
