package localpool

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Faults injects misbehaviour for tests, per operation name, consumed in the order it was injected.
type Faults struct {
	mu     sync.Mutex
	queues map[string][]Fault
	calls  map[string]int
}

// Fault is one misbehaviour.
type Fault struct {
	// Times is how many calls it spoils; 0 means 1.
	Times int
	// Exception is answered instead of doing the work, by its name: "TooManyRequestsException". "" means none.
	Exception string
	// Message is the text of Exception.
	Message string
	// DropAnswer does the work and then breaks the connection.
	DropAnswer bool
	// DropRequest does no work and breaks the connection.
	DropRequest bool
	// Delay passes before the work, or until the request is cancelled.
	Delay time.Duration
}

func newFaults() *Faults {
	return &Faults{queues: map[string][]Fault{}, calls: map[string]int{}}
}

// Inject queues a fault for an operation.
func (f *Faults) Inject(operation string, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fault.Times = max(fault.Times, 1)
	f.queues[operation] = append(f.queues[operation], fault)
}

// Clear forgets every fault that has not happened yet.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.queues)
}

// received counts a call and takes its fault, if one is due.
func (f *Faults) received(operation string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls[operation]++
	queue := f.queues[operation]
	if len(queue) == 0 {
		return Fault{}
	}
	fault := queue[0]
	queue[0].Times--
	if queue[0].Times == 0 {
		f.queues[operation] = queue[1:]
	}
	return fault
}

func (f *Faults) count(operation string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[operation]
}

// before runs the part of the fault that precedes the work. http.ErrAbortHandler is how a handler breaks its connection.
func (f Fault) before(ctx context.Context) error {
	if f.Delay > 0 {
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			panic(http.ErrAbortHandler)
		}
	}
	if f.DropRequest {
		panic(http.ErrAbortHandler)
	}
	if f.Exception != "" {
		return fail(exception(f.Exception), f.Message)
	}
	return nil
}
