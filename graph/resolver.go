package graph

//go:generate go -C .. tool gqlgen generate

import (
	"context"
	"time"

	"usher/internal/auth"
	"usher/internal/ratelimit"
)

// Resolver is the root of all resolvers. Its fields are all that a resolver may call, besides
// the session of the exchange it runs in.
type Resolver struct {
	Auth   *auth.Service
	Limits *ratelimit.Limiter
	// Devices names the device that the caller has proven to know of this account, "" for a stranger's.
	// Nil: all are strangers.
	Devices func(ctx context.Context, account string) string
	Now     func() time.Time
}
