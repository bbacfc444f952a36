package authtest

import "context"

// NoLimits is an [auth.Limits] that lets every message go out.
type NoLimits struct{}

// MaySend implements auth.Limits.
func (NoLimits) MaySend(context.Context, string) bool { return true }
