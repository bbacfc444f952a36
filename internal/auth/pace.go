package auth

import (
	"context"
	"time"
)

// pace holds an answer back until a time that hangs on the operation alone. How long the pool takes
// tells what it found: a name that it knows costs it a lookup, a comparison or a message more, and one
// flow takes another number of calls than the next. An answer is held where a stranger who does not
// know whether there is an account gets it in either case; what only a proven password or code leads to
// says more by itself and is given at once.
//
// The caller's own goroutine waits, so nothing runs on that the request would not have anyway.
type pace struct {
	unit  time.Duration // 0: nothing is held
	now   func() time.Time
	pause func(ctx context.Context, d time.Duration)
}

// How many answer times an operation takes.
const (
	// paceOfGuess is for one call that compares: a wrong password or a wrong code of a challenge.
	paceOfGuess = 1
	// paceOfCode is for a wrong mailed code: it is looked for among the sign-ups and among the
	// recoveries, by one call after the other.
	paceOfCode = 2
	// paceOfSending is for what sends a message to those who are known, and for the first step of a
	// sign-in, where a second call may stand in for the first.
	paceOfSending = 2
)

// MaxAnswerTime bounds [Config.AnswerTime], so that the longest floor fits an operation.
const MaxAnswerTime = 4 * time.Second

// latestAnswer is how long an answer is held at most: an operation has 10 s, and one that is so late is
// given as it comes.
const latestAnswer = 9 * time.Second

// hold waits until the operation that began then has lasted units answer times, or the next multiple of
// that: a pool that is slower than the floor shows in steps of this width, and not by the millisecond.
// An end of ctx ends the wait.
func (p pace) hold(ctx context.Context, began time.Time, units int) {
	floor := time.Duration(units) * p.unit
	if floor <= 0 {
		return
	}
	took := max(p.now().Sub(began), 0)
	until := floor
	if took > floor {
		until = (took + floor - 1) / floor * floor
	}
	if wait := min(until, latestAnswer) - took; wait > 0 {
		p.pause(ctx, wait)
	}
}
