package deployment

import (
	"context"
	"time"
)

// answerMargin is what a pause leaves of the time that an operation has, for its answer to be written.
// That time began before the pause was thought of, with the counting of limits in a store that may be
// slow; an answer that is held beyond it is lost.
const answerMargin = time.Second

// Pause waits for d, or until ctx has ended or is about to.
func Pause(ctx context.Context, d time.Duration) {
	if deadline, ok := ctx.Deadline(); ok {
		d = min(d, time.Until(deadline)-answerMargin)
	}
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
