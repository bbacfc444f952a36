package browsertest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// Times are how long journeys took. It is safe for concurrent use.
type Times struct {
	mu    sync.Mutex
	lines []string
	total time.Duration
}

// Of measures a test from now to its end.
func (m *Times) Of(t testing.TB) {
	t.Helper()
	begin := time.Now()
	t.Cleanup(func() {
		took := time.Since(begin)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.total += took
		m.lines = append(m.lines, fmt.Sprintf("%6.1fs  %s", took.Seconds(), t.Name()))
	})
}

// String is a table, one journey a line, and their sum.
func (m *Times) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fmt.Sprintf("%s\n%6.1fs  %d journeys in all\n", strings.Join(m.lines, "\n"), m.total.Seconds(), len(m.lines))
}
