package auth

import "time"

// How long ago a caller may have proven who they are to change the ways into an account, and to end
// it. Refreshing does not make that later. The flows hold to it themselves; where the schema says so,
// too (@auth(maxAge:)), a test keeps the two at one.
const (
	SensitiveMaxAge = 15 * time.Minute
	DeleteMaxAge    = 5 * time.Minute
)
