package reqctx

import (
	"context"
	"net/netip"
	"slices"
	"sync"
)

// MaxErrorCodes is how many different error codes one record keeps. An operation may fail in more fields than
// that; the log needs the kinds, not the count.
const MaxErrorCodes = 10

// maxErrorCodeLen is the longest error code taken, in bytes.
const maxErrorCodeLen = 64

// Record gathers, on a request's way through the server, what its line in the access log will say. Resolvers
// run in parallel, so every method may be called from any goroutine. What does not have the expected form is
// dropped: the record is a way into the log, and the log takes no free text from a caller.
type Record struct {
	mu            sync.Mutex
	clientIP      netip.Addr
	operationType string
	errorCodes    []string
}

// WithRecord returns ctx with a fresh record, and the record.
func WithRecord(ctx context.Context) (context.Context, *Record) {
	record := new(Record)
	return context.WithValue(ctx, recordKey{}, record), record
}

// RecordFrom returns the request's record. Outside a request it returns one that nobody reads, so that callers
// need no nil check.
func RecordFrom(ctx context.Context) *Record {
	if record, ok := ctx.Value(recordKey{}).(*Record); ok {
		return record
	}
	return new(Record)
}

// SetClientIP notes the client's address.
func (r *Record) SetClientIP(ip netip.Addr) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clientIP = ip
}

// SetOperationType notes the GraphQL operation type: "query", "mutation" or "subscription".
func (r *Record) SetOperationType(kind string) {
	switch kind {
	case "query", "mutation", "subscription":
		r.mu.Lock()
		defer r.mu.Unlock()
		r.operationType = kind
	}
}

// AddErrorCode notes one error code of the answer, such as "UNAUTHENTICATED". Repeated codes are kept once.
func (r *Record) AddErrorCode(code string) {
	if !isErrorCode(code) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.errorCodes) < MaxErrorCodes && !slices.Contains(r.errorCodes, code) {
		r.errorCodes = append(r.errorCodes, code)
	}
}

// ClientIP returns the client's address, or the zero Addr.
func (r *Record) ClientIP() netip.Addr {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clientIP
}

// OperationType returns the GraphQL operation type, or "" when no operation was read.
func (r *Record) OperationType() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.operationType
}

// ErrorCodes returns the noted codes in the order of their first appearance.
func (r *Record) ErrorCodes() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.errorCodes)
}

func isErrorCode(code string) bool {
	if code == "" || len(code) > maxErrorCodeLen {
		return false
	}
	for _, c := range []byte(code) {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}
