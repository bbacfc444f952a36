package ratelimit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"usher/internal/kv"
)

// switchOff is the text of a limit that is none.
const switchOff = "off"

// Bounds of what a limit may say.
const (
	maxCount    = 1_000_000
	maxBurst    = 1_000_000
	minPeriod   = time.Second
	maxPeriod   = 31 * 24 * time.Hour
	minInterval = time.Millisecond // of a store
	// maxRefill is how long a burst may take to come back. A store counts whole milliseconds, which
	// for the largest burst is a quarter of an hour more.
	maxRefill = kv.MaxSpan - time.Hour
)

// parseLimit reads count/period+burst, or off, which is the zero Limit.
func parseLimit(target, value string) (Limit, error) {
	fail := func(format string, args ...any) (Limit, error) {
		return Limit{}, fmt.Errorf("%s=%s: "+format, append([]any{target, quoted(value)}, args...)...)
	}
	if value == switchOff {
		return Limit{}, nil
	}
	rate, burstText, hasBurst := strings.Cut(value, "+")
	countText, perText, found := strings.Cut(rate, "/")
	if !found {
		return fail("that is no limit; write count/period, such as 30/1m, or %s", switchOff)
	}
	count, ok := number(countText, maxCount)
	if !ok {
		return fail("the count must be a whole number from 1 to %d; for no limit write %s", maxCount, switchOff)
	}
	per, err := time.ParseDuration(perText)
	if err != nil || per < minPeriod || per > maxPeriod {
		return fail("the period must be a duration from %s to %s, such as 30s, 1m or 24h", shortly(minPeriod), shortly(maxPeriod))
	}
	burst := count
	if hasBurst {
		if burst, ok = number(burstText, maxBurst); !ok {
			return fail("the burst must be a whole number from 1 to %d", maxBurst)
		}
	}
	limit := Limit{Count: count, Per: per, Burst: burst}
	if limit.interval() < minInterval {
		return fail("that is more than one in a millisecond; write a lower count or %s", switchOff)
	}
	if limit.interval() > maxRefill/time.Duration(burst) {
		return fail("a burst of %d would take over a year to come back; write a lower one", burst)
	}
	return limit, nil
}

// number reads a positive whole number in plain digits.
func number(text string, most uint64) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n == 0 || n > most || text[0] == '0' {
		return 0, false
	}
	return int(n), true
}
