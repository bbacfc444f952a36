package graph

//go:generate go tool gqlgen generate --config ../gqlgen.yml

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
