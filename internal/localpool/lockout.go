package localpool

import "time"

const (
	// freeFailures may happen before the first lock, which the failure of that number starts.
	freeFailures = 5
	maxLock      = 15 * time.Minute
	// lockMemory is how long a failure counts when no other follows.
	lockMemory = 15 * time.Minute
)

// lockFor is 1 s at the fifth failure, doubled by each further one: 2^(n-5) s, at most 15 minutes.
func lockFor(failures int) time.Duration {
	if failures < freeFailures {
		return 0
	}
	lock := time.Second
	for range failures - freeFailures {
		if lock *= 2; lock >= maxLock {
			return maxLock
		}
	}
	return lock
}

func (l *ledger) locked(now time.Time) bool { return now.Before(l.LockedUntil) }

func (l *ledger) failed(now time.Time) {
	if !now.Before(l.LastFailure.Add(lockMemory)) {
		l.Failures = 0
	}
	l.Failures++
	l.LastFailure = now
	l.LockedUntil = now.Add(lockFor(l.Failures))
}

func (l *ledger) succeeded() {
	l.Failures, l.LastFailure, l.LockedUntil = 0, time.Time{}, time.Time{}
}
