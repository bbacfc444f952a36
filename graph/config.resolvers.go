package graph

import (
	"context"
	"usher/graph/generated"
)

func (r *queryResolver) Config(ctx context.Context) (*generated.AuthConfig, error) {
	return authConfig(r.Auth.Settings(ctx)), nil
}
