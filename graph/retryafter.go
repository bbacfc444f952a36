package graph

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// patience is the longest wait that the answers of one request ask for, in seconds. Fields run in
// parallel; the transport writes it into the header Retry-After (RFC 9110, section 10.2.3) once all have
// answered, for clients and proxies that do not read the body.
type patience struct{ longest atomic.Int32 }

type patienceKey struct{}

func withPatience(ctx context.Context) (context.Context, *patience) {
	p := new(patience)
	return context.WithValue(ctx, patienceKey{}, p), p
}

// wait is how long a client is asked to wait, for its answer, and noted for the header. An unknown time
// is the default.
func wait(ctx context.Context, d time.Duration) int32 {
	after := seconds(d)
	if p, ok := ctx.Value(patienceKey{}).(*patience); ok {
		p.atLeast(after)
	}
	return after
}

func (p *patience) atLeast(after int32) {
	for {
		longest := p.longest.Load()
		if after <= longest || p.longest.CompareAndSwap(longest, after) {
			return
		}
	}
}

// write sets the header where an answer asks to wait.
func (p *patience) write(header http.Header) {
	if longest := p.longest.Load(); longest > 0 {
		header.Set("Retry-After", strconv.Itoa(int(longest)))
	}
}
