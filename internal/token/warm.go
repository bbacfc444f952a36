package token

import (
	"context"
	"log/slog"
	"time"
)

// Pauses between tries of [Verifier.WarmUp].
const (
	warmFirstPause = time.Second
	warmMaxPause   = 30 * time.Second
)

// WarmUp fetches keys until it has them or ctx ends, with growing pauses in between. Run it
// beside the server: until it returns, [Verifier.Ready] says no, unless a token fetched the keys.
func (v *Verifier) WarmUp(ctx context.Context, log *slog.Logger) {
	for pause := warmFirstPause; ; pause = min(2*pause, warmMaxPause) {
		err := v.Warm(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		log.WarnContext(ctx, "the pool's keys cannot be fetched yet; trying again", "pause", pause, "error", err)
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}
