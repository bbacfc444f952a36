package badinput

import (
	"fmt"
	"runtime/metrics"
	"time"
)

const (
	// maxHeap is many times what the corpus needs, the race detector included.
	maxHeap     = 3 << 30 // bytes
	heapSampled = 20 * time.Millisecond
)

// BoundMemory ends the process with the name of the case under way when the heap grows beyond reason:
// an input that multiplies would otherwise take the machine down before anything names it. It watches
// until stop is called.
func (y *Tally) BoundMemory() (stop func()) {
	return y.boundMemory(maxHeap, func(s string) { panic(s) })
}

func (y *Tally) boundMemory(most uint64, fail func(string)) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(heapSampled)
		defer ticker.Stop()
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			metrics.Read(heap)
			if held := heap[0].Value.Uint64(); held > most {
				fail(fmt.Sprintf("the heap holds %d MB in %q, want at most %d MB", held>>20, y.underWay(), most>>20))
				return
			}
		}
	}()
	return func() { close(done); <-ended }
}

func (y *Tally) underWay() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.running
}

func (y *Tally) begin(name string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.running = name
}
