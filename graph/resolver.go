package graph

//go:generate go -C .. tool gqlgen generate

import (
	"time"

	"usher/internal/auth"
)

// Resolver is the root of all resolvers. Its fields are all that a resolver may call, besides
// the session of the exchange it runs in.
type Resolver struct {
	Auth *auth.Service
	Now  func() time.Time
}
