package kv_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/kv"
)

var errDown = errors.New("connection refused")

// breakable is a store that fails on demand: before it does anything, or after it has done it.
type breakable struct {
	kv.Store
	down       atomic.Bool
	loseAnswer atomic.Bool
	calls      atomic.Int64
	broken     atomic.Value // the name of a call that fails, a string
	onSwap     func()       // called before a swap
}

func (b *breakable) call(name string, do func() error) error {
	b.calls.Add(1)
	if b.down.Load() || b.broken.Load() == name {
		return errDown
	}
	if name == "Swap" && b.onSwap != nil {
		b.onSwap()
	}
	err := do()
	if b.loseAnswer.Load() {
		return errDown
	}
	return err
}

func (b *breakable) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	err = b.call("Get", func() (err error) { value, found, err = b.Store.Get(ctx, key); return err })
	return value, found, err
}

func (b *breakable) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	return b.call("Set", func() error { return b.Store.Set(ctx, key, value, life) })
}

func (b *breakable) SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (did bool, err error) {
	err = b.call("SetIfAbsent", func() (err error) { did, err = b.Store.SetIfAbsent(ctx, key, value, life); return err })
	return did, err
}

func (b *breakable) Swap(ctx context.Context, key string, old, next []byte, life time.Duration) (did bool, err error) {
	err = b.call("Swap", func() (err error) { did, err = b.Store.Swap(ctx, key, old, next, life); return err })
	return did, err
}

func (b *breakable) Take(ctx context.Context, key string) (value []byte, found bool, err error) {
	err = b.call("Take", func() (err error) { value, found, err = b.Store.Take(ctx, key); return err })
	return value, found, err
}

func (b *breakable) Delete(ctx context.Context, key string) error {
	return b.call("Delete", func() error { return b.Store.Delete(ctx, key) })
}

func (b *breakable) Count(ctx context.Context, key string, life time.Duration) (n int64, err error) {
	err = b.call("Count", func() (err error) { n, err = b.Store.Count(ctx, key, life); return err })
	return n, err
}

func (b *breakable) Spend(ctx context.Context, buckets []kv.Bucket) (spent kv.Spent, err error) {
	err = b.call("Spend", func() (err error) { spent, err = b.Store.Spend(ctx, buckets); return err })
	return spent, err
}

func (b *breakable) Refund(ctx context.Context, buckets []kv.Bucket) error {
	return b.call("Refund", func() error { return b.Store.Refund(ctx, buckets) })
}

// pair is a Fallback over a primary that can fail, with what it logs.
type pair struct {
	*kv.Fallback
	primary *breakable
	log     *lines
}

// lines collects the messages of a log.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Split(strings.TrimSuffix(l.buf.String(), "\n"), "\n")
}

func newPair(now func() time.Time, o kv.FallbackOptions) *pair {
	p := &pair{primary: &breakable{Store: kv.NewMemory(now, 0)}, log: &lines{}}
	o.Now = now
	o.Logger = slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	p.Fallback = kv.NewFallback(p.primary, kv.NewMemory(now, 0), o)
	return p
}

// inBubble runs a test whose clock advances only while it waits.
func inBubble(t *testing.T, o kv.FallbackOptions, test func(t *testing.T, p *pair)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPair(time.Now, o)
		defer p.Close()
		test(t, p)
	})
}

// fail makes the primary fail and lets the Fallback notice.
func (p *pair) fail(t *testing.T) {
	t.Helper()
	p.primary.down.Store(true)
	for range kv.DefaultFailures {
		if _, _, err := p.Get(t.Context(), "any"); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Degraded(); !errors.Is(err, errDown) {
		t.Fatalf("Degraded = %v, want the cause", err)
	}
}

// comeBack lets the primary work again and waits until the Fallback has noticed.
func (p *pair) comeBack(t *testing.T) {
	t.Helper()
	p.primary.down.Store(false)
	await(kv.DefaultProbeEvery)
	if err := p.Degraded(); err != nil {
		t.Fatalf("a probe later: %v", err)
	}
}

// await lets time pass in a bubble.
func await(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func wantValue(t *testing.T, s kv.Store, key, want string) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	if string(got) != want || found != (want != "") || err != nil {
		t.Errorf("%s = %q, %v, %v; want %q", key, got, found, err, want)
	}
}

func put(t *testing.T, s kv.Store, key, value string) {
	t.Helper()
	if err := s.Set(t.Context(), key, []byte(value), time.Hour); err != nil {
		t.Fatal(err)
	}
}

func keepRevoked(key string) bool { return strings.HasPrefix(key, "revoked/") }

// latest is a merge of values of which the greater is the newer.
func latest(a, b []byte) []byte {
	if bytes.Compare(a, b) > 0 {
		return a
	}
	return b
}
