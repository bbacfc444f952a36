package auth

import "context"

// Limits counts the messages that only a flow knows it is about to send. All else is counted before a
// flow begins, by what the request says.
type Limits interface {
	// MaySend counts one message to this name, and tells whether it may go out. Where that cannot be
	// told, it may not.
	MaySend(ctx context.Context, recipient string) bool
}
