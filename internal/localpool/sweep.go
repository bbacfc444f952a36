package localpool

import "time"

// sweepInterval is how often a sign-in clears away what has expired.
const sweepInterval = time.Hour

// sweep removes refresh tokens, families and spent sessions past their end, and ledgers that limit nothing, so that the data
// does not grow with the number of sign-ins ever made.
func (p *Pool) sweep(t tx, now time.Time) error {
	p.mu.Lock()
	due := !now.Before(p.nextSweep)
	if due {
		p.nextSweep = now.Add(sweepInterval)
	}
	p.mu.Unlock()
	if !due {
		return nil
	}
	// Access tokens may outlive their family by at most their own life, and ask for it until then.
	expired := func(end time.Time) bool { return now.After(end.Add(maxAccessTTL)) }
	if err := removeWhere(t, bucketFamilies, func(f *familyRecord) bool { return expired(f.Expires) }); err != nil {
		return err
	}
	if err := removeWhere(t, bucketRefresh, func(r *refreshRecord) bool { return expired(r.Expires) }); err != nil {
		return err
	}
	if err := removeWhere(t, bucketSessions, func(s *sessionRecord) bool { return !now.Before(s.Expires) }); err != nil {
		return err
	}
	return removeWhere(t, bucketLedgers, func(l *ledger) bool { return l.restful(now) })
}

func removeWhere[T any](t tx, bucket string, over func(*T) bool) error {
	var keys []string
	err := t.each(bucket, func(key string, value []byte) error {
		var record T
		if err := decodeRecord(bucket, value, &record); err != nil {
			return err
		}
		if over(&record) {
			keys = append(keys, key)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := t.remove(bucket, key); err != nil {
			return err
		}
	}
	return nil
}
