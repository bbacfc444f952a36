package deployment

import (
	"context"
	"time"

	"usher/internal/auth"
)

// drainLimit is how long sign-outs that Cognito has not heard of are tried at the stop.
const drainLimit = 3 * time.Second

// Close ends the domain's work in the background, in good time.
func Close(s *auth.Service) {
	ctx, cancel := context.WithTimeout(context.Background(), drainLimit)
	defer cancel()
	s.Close(ctx)
}
