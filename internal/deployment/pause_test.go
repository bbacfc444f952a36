package deployment_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/deployment"
)

func TestAPauseLeavesTimeForTheAnswer(t *testing.T) {
	for name, c := range map[string]struct{ has, leaves, asked, want time.Duration }{
		"without an end":      {0, 0, 400 * time.Millisecond, 400 * time.Millisecond},
		"enough is left":      {10 * time.Second, 0, 800 * time.Millisecond, 800 * time.Millisecond},
		"little is left":      {1500 * time.Millisecond, 0, 800 * time.Millisecond, 500 * time.Millisecond},
		"nothing is left":     {time.Second, 0, 800 * time.Millisecond, 0},
		"the caller hangs up": {10 * time.Second, 300 * time.Millisecond, 800 * time.Millisecond, 300 * time.Millisecond},
		"no pause":            {10 * time.Second, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				if c.has > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.has)
					defer cancel()
				}
				if c.leaves > 0 {
					var leave context.CancelFunc
					ctx, leave = context.WithCancel(ctx)
					defer leave()
					defer time.AfterFunc(c.leaves, leave).Stop()
				}
				began := time.Now()
				deployment.Pause(ctx, c.asked)
				if took := time.Since(began); took != c.want {
					t.Errorf("waited %v, want %v", took, c.want)
				}
			})
		})
	}
}
