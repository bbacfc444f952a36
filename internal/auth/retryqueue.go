package auth

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// retryQueue tells the pool later what it could not be told now: sign-outs above all. It is
// bounded in length, tries and time; what it drops, it logs.
type retryQueue struct {
	jobs   chan retryJob
	ctx    context.Context //nolint:containedctx // of the worker, whose life is the queue's
	cancel context.CancelFunc
	stop   chan struct{}
	done   sync.WaitGroup
	once   sync.Once
	log    *slog.Logger
}

type retryJob struct {
	name string
	call func(context.Context) error
}

const (
	retryQueueLength = 1024
	retryTries       = 8
	retryFirstPause  = time.Second
	retryMaxPause    = time.Minute
	retryCallLimit   = 8 * time.Second
)

func newRetryQueue(log *slog.Logger) *retryQueue {
	q := &retryQueue{jobs: make(chan retryJob, retryQueueLength), stop: make(chan struct{}), log: log}
	q.ctx, q.cancel = context.WithCancel(context.Background())
	q.done.Go(q.work)
	return q
}

// add queues a call that failed with err, where trying again can help.
func (q *retryQueue) add(name string, err error, call func(context.Context) error) {
	if !isPassing(err) {
		q.log.Error("the pool could not be told, and asking again would not help", "call", name, "error", err)
		return
	}
	q.log.Warn("the pool could not be told; trying again", "call", name, "error", err)
	select {
	case q.jobs <- retryJob{name, call}:
	default:
		q.log.Error("too many calls wait for the pool; one is dropped", "call", name)
	}
}

// isPassing tells the faults that end by themselves.
func isPassing(err error) bool {
	switch CodeOf(err) {
	case UpstreamUnavailable, UpstreamThrottled, OutcomeUnknown:
		return true
	}
	return false
}

func (q *retryQueue) work() {
	for {
		select {
		case job := <-q.jobs:
			q.run(job)
		case <-q.stop:
			return
		}
	}
}

// run tries one job until it succeeds, fails for good, has used up its tries, or the queue closes.
// Waiting jobs wait behind it: while the pool is down they would fail as well.
func (q *retryQueue) run(job retryJob) {
	pause := retryFirstPause
	for try := 1; ; try++ {
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-q.stop:
			timer.Stop()
			q.lastTry(job)
			return
		}
		err := q.try(job)
		if err == nil {
			return
		}
		if try == retryTries || !isPassing(err) {
			q.log.Error("the pool could not be told; giving up", "call", job.name, "error", err)
			return
		}
		pause = min(2*pause, retryMaxPause)
	}
}

func (q *retryQueue) try(job retryJob) error {
	ctx, cancel := context.WithTimeout(q.ctx, retryCallLimit)
	defer cancel()
	return guarded(func() error { return job.call(ctx) })
}

func (q *retryQueue) lastTry(job retryJob) {
	if err := q.try(job); err != nil {
		q.log.Error("the pool could not be told before the stop", "call", job.name, "error", err)
	}
}

// close gives every waiting job one last try within ctx.
func (q *retryQueue) close(ctx context.Context) {
	q.once.Do(func() { close(q.stop) })
	defer context.AfterFunc(ctx, q.cancel)()
	q.done.Wait()
	for {
		select {
		case job := <-q.jobs:
			q.lastTry(job)
		default:
			q.cancel()
			return
		}
	}
}
