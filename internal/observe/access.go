package observe

import (
	"context"
	"log/slog"
	"time"

	"usher/internal/reqctx"
)

// MaxLoggedPath is the longest request path that the access log repeats, in bytes.
const MaxLoggedPath = 256

// RequestRecord is what the edge may add to the request's line: its client address, operation type and error
// codes. The type lives in reqctx, with the context key that it travels under.
type RequestRecord = reqctx.Record

// Record returns the request's record. It is never nil; outside a request nobody reads it.
func Record(ctx context.Context) *RequestRecord { return reqctx.RecordFrom(ctx) }

// Access is what only the server's outside knows about a request.
type Access struct {
	Method   string
	Path     string // without the query, which may hold what a caller thinks private
	Status   int
	Bytes    int64
	Duration time.Duration
	Probe    bool // a health check or a scrape: they come every few seconds and would bury the rest

	Flood bool // one of the many refusals that a flood gets

	Route   string // the route's path; "" where there is none. Not the path of the request, which is the caller's text
	GraphQL bool   // the route is the API's
}

// LogAccess writes the request's one line: at debug level for a probe and in a flood, at error level for a fault of the server,
// else at info.
func LogAccess(ctx context.Context, logger *slog.Logger, a Access) {
	record := Record(ctx)
	path := a.Path
	if len(path) > MaxLoggedPath {
		path = path[:MaxLoggedPath] + "…"
	}
	attrs := []slog.Attr{
		slog.String("method", a.Method),
		slog.String("path", path),
		slog.Int("status", a.Status),
		slog.Duration("duration", a.Duration),
		slog.Int64("bytes", a.Bytes),
		slog.String("request_id", reqctx.RequestID(ctx)),
	}
	if ip := record.ClientIP(); ip.IsValid() {
		attrs = append(attrs, slog.String("client_ip", ip.String()))
	}
	if kind := record.OperationType(); kind != "" {
		attrs = append(attrs, slog.String("operation", kind))
	}
	if codes := record.ErrorCodes(); len(codes) > 0 {
		attrs = append(attrs, slog.Any("error_codes", codes))
	}
	level := slog.LevelInfo
	switch {
	case a.Probe, a.Flood:
		level = slog.LevelDebug
	case a.Status >= 500:
		level = slog.LevelError
	}
	logger.LogAttrs(ctx, level, "request", attrs...)
}
