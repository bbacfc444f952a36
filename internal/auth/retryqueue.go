package auth

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// retryQueue tells the pool later what it could not be told now: sign-outs above all. It is
// bounded in length, tries and time; what it drops, it logs. The local revocation set holds
// meanwhile, so nothing here decides whether a token is accepted.
type retryQueue struct {
	jobs chan retryJob
	stop chan struct{}
	done sync.WaitGroup
	once sync.Once
	log  *slog.Logger
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
	retryCallLimit   = 5 * time.Second
)

func newRetryQueue(log *slog.Logger) *retryQueue {
	q := &retryQueue{jobs: make(chan retryJob, retryQueueLength), stop: make(chan struct{}), log: log}
	q.done.Go(q.work)
	return q
}

func (q *retryQueue) add(name string, call func(context.Context) error) {
	select {
	case q.jobs <- retryJob{name, call}:
	default:
		q.log.Error("too many calls wait for the pool; one is dropped", "call", name)
	}
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

// run tries one job until it succeeds, its tries are used up, or the queue closes. Waiting jobs
// wait behind it: when the pool is down they would fail as well.
func (q *retryQueue) run(job retryJob) {
	pause := retryFirstPause
	for try := 1; ; try++ {
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-q.stop:
			timer.Stop()
			q.try(context.Background(), job)
			return
		}
		if q.try(context.Background(), job) {
			return
		}
		if try == retryTries {
			q.log.Error("the pool could not be told; giving up", "call", job.name)
			return
		}
		pause = min(2*pause, retryMaxPause)
	}
}

func (q *retryQueue) try(ctx context.Context, job retryJob) (done bool) {
	defer func() {
		if p := recover(); p != nil {
			q.log.Error("panic in a call to the pool", "call", job.name, "panic", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, retryCallLimit)
	defer cancel()
	return job.call(ctx) == nil
}

// close gives every waiting job one last try within ctx.
func (q *retryQueue) close(ctx context.Context) {
	q.once.Do(func() { close(q.stop) })
	q.done.Wait()
	for {
		select {
		case job := <-q.jobs:
			if ctx.Err() != nil || !q.try(ctx, job) {
				q.log.Error("the pool could not be told before the stop", "call", job.name)
			}
		default:
			return
		}
	}
}
