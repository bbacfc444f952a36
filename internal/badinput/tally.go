package badinput

import (
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

// Hang is how long one case may take before it counts as one that never ends. It is far above what
// is promised, because a plain test must pass on a busy machine; the report shows the slowest.
const Hang = 10 * time.Second

// What can be wrong with a case, beside any other error.
var (
	// ErrAccepted means that what must be refused was not.
	ErrAccepted = errors.New("accepted what must be refused")
	// ErrEcho means that a secret of the input came back or was logged.
	ErrEcho = errors.New("a secret of the input shows")
)

// Tally counts cases. It is safe for concurrent use.
type Tally struct {
	mu       sync.Mutex
	cases    int
	accepted int
	panics   int
	echoes   int
	failed   int
	slowest  time.Duration
	named    string
	running  string
}

const (
	// promised is how long a case may take on a machine that is at rest.
	promised = 100 * time.Millisecond
	// attempts bounds how often a case that took longer is tried again: the machine may be busy, and
	// what is slow by itself is slow every time.
	attempts = 3
)

// Try runs one case as a subtest, which must come out the same when it is run again. What try prepares
// is part of the time, so prepare before.
func (y *Tally) Try(t *testing.T, group, name string, try func(t *testing.T) error) {
	t.Helper()
	t.Run(group+"/"+name, func(t *testing.T) {
		y.begin(group + "/" + name)
		best := time.Duration(math.MaxInt64)
		var panicked bool
		var err error
		for range attempts {
			began := time.Now()
			panicked, err = guarded(t, try)
			best = min(best, time.Since(began))
			if err != nil || best <= promised {
				break
			}
		}
		y.count(group+"/"+name, best, panicked, err)
		if err != nil {
			t.Error(err)
		}
		if best > Hang {
			t.Errorf("took %v", best)
		}
	})
}

func guarded(t *testing.T, try func(*testing.T) error) (panicked bool, err error) {
	t.Helper()
	defer func() {
		if fault := recover(); fault != nil {
			panicked, err = true, fmt.Errorf("panicked: %v\n%s", fault, debug.Stack())
		}
	}()
	return false, try(t)
}

func (y *Tally) count(name string, took time.Duration, panicked bool, err error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.cases++
	if took > y.slowest {
		y.slowest, y.named = took, name
	}
	switch {
	case panicked:
		y.panics++
	case errors.Is(err, ErrAccepted):
		y.accepted++
	case errors.Is(err, ErrEcho):
		y.echoes++
	case err != nil:
		y.failed++
	}
}

// Cases is how many were tried.
func (y *Tally) Cases() int {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.cases
}

// String is the line for the report.
func (y *Tally) String() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	return fmt.Sprintf("bad inputs %d cases, %d wrong accepts, %d panics, %d secrets shown, %d other faults, slowest %.1f ms (%s)",
		y.cases, y.accepted, y.panics, y.echoes, y.failed, float64(y.slowest.Microseconds())/1000, y.named)
}
