package kv

import (
	"context"
	"time"
)

// watch sleeps while the primary works. After a failure it tries the primary again and again, and
// leads the calls back to it once it has all that was written meanwhile.
func (f *Fallback) watch(ctx context.Context) {
	defer close(f.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
		for !f.restored() {
			timer := time.NewTimer(f.o.ProbeEvery)
			select {
			case <-ctx.Done():
				timer.Stop()
				return
			case <-timer.C:
			}
			if err := f.recover(ctx); err != nil {
				f.blame(err)
			}
		}
	}
}

// restored reports whether the primary is in use and has all that was written.
func (f *Fallback) restored() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.since.IsZero() && len(f.unsent) == 0
}

// recover tries the primary and sends it all that waits. What is written here in the meantime
// waits, too, and is sent in turn.
func (f *Fallback) recover(ctx context.Context) error {
	if err := Check(ctx, f.primary); err != nil {
		return err
	}
	sent := 0
	for {
		key, next, more := f.nextUnsent(sent)
		if !more {
			return nil
		}
		if f.o.Now().Before(next.diesAt) {
			if err := f.send(ctx, key, next); err != nil {
				return err
			}
			sent++
		}
		f.strike(key, next)
	}
}

// send merges a value into the primary, with a whole new life: kept values may live too long, but
// not too short.
func (f *Fallback) send(ctx context.Context, key string, u unsent) error {
	return Update(ctx, f.primary, key, u.life, func(there []byte) []byte {
		if there == nil {
			return u.value
		}
		return f.o.Merge(u.value, there)
	})
}

// nextUnsent returns a value that waits. With none left it leads the calls back to the primary,
// under the same lock, so that nothing can begin to wait in between.
func (f *Fallback) nextUnsent(sent int) (string, unsent, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for key, u := range f.unsent {
		return key, u, true
	}
	if !f.since.IsZero() {
		f.o.Logger.Info("the shared store works again",
			"failed_for", f.o.Now().Sub(f.since).String(), "sent", sent, "lost", f.dropped)
	}
	f.since, f.cause, f.failures, f.dropped = time.Time{}, nil, 0, 0
	return "", unsent{}, false
}

// strike removes what was sent, unless another value has taken its place.
func (f *Fallback) strike(key string, sent unsent) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.unsent[key].serial == sent.serial {
		delete(f.unsent, key)
	}
}

// blame keeps the latest cause for Degraded.
func (f *Fallback) blame(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.since.IsZero() {
		f.cause = err
	}
}
