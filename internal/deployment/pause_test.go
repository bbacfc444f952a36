package deployment

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestAPauseLastsAsLongAsAskedOrAsItsCallerDoes(t *testing.T) {
	for name, test := range map[string]struct{ callers, want time.Duration }{
		"the caller stays":    {time.Minute, 400 * time.Millisecond},
		"the caller hangs up": {100 * time.Millisecond, 100 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.callers)
				defer cancel()
				began := time.Now()
				Pause(ctx, 400*time.Millisecond)
				if got := time.Since(began); got != test.want {
					t.Errorf("it lasted %v, want %v", got, test.want)
				}
			})
		})
	}
}
