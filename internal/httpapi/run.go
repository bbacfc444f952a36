package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// shutdownGrace is how long requests in flight may take to end. With the delay before it, it stays under the 30
// seconds that Kubernetes waits.
const shutdownGrace = 20 * time.Second

// Endpoint is one server on its open listener.
type Endpoint struct {
	Server   *http.Server
	Listener net.Listener
}

// Shutdown says how Run ends.
type Shutdown struct {
	Drain  *Drain
	Delay  time.Duration // how long to keep serving while probes already fail
	Logger *slog.Logger
}

// Run serves until ctx ends or a server fails, then shuts down: probes fail, the delay passes, requests in
// flight end, and what has not ended after the grace is cut. It returns when every server has stopped; nil
// means that nothing was cut.
func Run(ctx context.Context, s Shutdown, endpoints ...Endpoint) error {
	failed := make(chan error, len(endpoints))
	var serving sync.WaitGroup
	for _, e := range endpoints {
		serving.Go(func() {
			if err := e.Server.Serve(e.Listener); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("the server on %s stopped: %w", e.Listener.Addr(), err)
			}
		})
	}

	var cause error
	select {
	case <-ctx.Done():
		s.Drain.Begin()
		s.Logger.Info("draining: no new work is wanted, requests are still served", slog.Duration("delay", s.Delay))
		cause = waitOrFail(s.Delay, failed)
	case cause = <-failed:
		s.Drain.Begin()
	}

	err := stop(context.WithoutCancel(ctx), endpoints)
	serving.Wait()
	return errors.Join(cause, err)
}

func waitOrFail(delay time.Duration, failed <-chan error) error {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case err := <-failed:
		return err
	}
}

// stop ends every server within the grace, all at once.
func stop(ctx context.Context, endpoints []Endpoint) error {
	ctx, cancel := context.WithTimeout(ctx, shutdownGrace)
	defer cancel()

	results := make([]error, len(endpoints))
	var stopping sync.WaitGroup
	for i, e := range endpoints {
		stopping.Go(func() {
			if err := e.Server.Shutdown(ctx); err != nil {
				results[i] = fmt.Errorf("requests on %s were cut after %s: %w", e.Listener.Addr(), shutdownGrace, errors.Join(err, e.Server.Close()))
			}
		})
	}
	stopping.Wait()
	return errors.Join(results...)
}
