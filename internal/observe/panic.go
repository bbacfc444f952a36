package observe

import (
	"context"
	"log/slog"
	"runtime"
	"runtime/debug"
)

// LogPanic writes where a recovered panic came from. Its value is written only when the runtime made it: any other
// may hold what the code was working on.
func LogPanic(ctx context.Context, logger *slog.Logger, message, requestID string, value any) {
	reason := "a value that is not logged"
	if fault, ok := value.(runtime.Error); ok {
		reason = fault.Error()
	}
	logger.ErrorContext(ctx, message,
		slog.String("request_id", requestID),
		slog.String("panic", reason),
		slog.String("stack", string(debug.Stack())))
}
