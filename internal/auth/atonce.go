package auth

import "sync"

// atOnce makes two calls side by side and waits for both.
func atOnce(one, other func() error) (error, error) {
	var first error
	var side sync.WaitGroup
	side.Go(func() { first = guarded(one) })
	second := guarded(other)
	side.Wait()
	return first, second
}

// guarded makes a fault of a panic, which in a goroutine of its own would end the process.
func guarded(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = Errorf(Internal, "panic in a call to the pool: %v", p)
		}
	}()
	return call()
}
