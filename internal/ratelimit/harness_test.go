package ratelimit_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"usher/internal/kv"
	"usher/internal/ratelimit"
)

// harness is a Limiter over a store in memory, with a clock that goes on when it is told to.
type harness struct {
	*ratelimit.Limiter
	store   *recording
	clock   time.Time
	log     bytes.Buffer
	refused []string // as policy.by
}

// recording is a store that keeps what it was asked for.
type recording struct {
	kv.Store
	spent, refunded []kv.Bucket
	err             error
}

func (r *recording) Spend(ctx context.Context, buckets []kv.Bucket) (kv.Spent, error) {
	if r.err != nil {
		return kv.Spent{}, r.err
	}
	r.spent = append(r.spent, buckets...)
	return r.Store.Spend(ctx, buckets)
}

func (r *recording) Refund(ctx context.Context, buckets []kv.Bucket) error {
	if err := errors.Join(r.err, ctx.Err()); err != nil {
		return err
	}
	r.refunded = append(r.refunded, buckets...)
	return r.Store.Refund(ctx, buckets)
}

func open(t *testing.T, change ...func(*ratelimit.Config)) *harness {
	t.Helper()
	h := &harness{clock: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	now := func() time.Time { return h.clock }
	h.store = &recording{Store: kv.NewMemory(now, 0)}
	c := ratelimit.Config{
		Store: h.store, Policies: ratelimit.Defaults(), Secret: bytes.Repeat([]byte{7}, 32), Now: now,
		Logger:    slog.New(slog.NewTextHandler(&h.log, nil)),
		OnRefusal: func(policy string, by ratelimit.Dimension) { h.refused = append(h.refused, policy+"."+string(by)) },
	}
	for _, change := range change {
		change(&c)
	}
	l, err := ratelimit.New(c)
	if err != nil {
		t.Fatal(err)
	}
	h.Limiter = l
	return h
}

// try takes once and returns the refusal, nil for none.
func (h *harness) try(t *testing.T, policy string, who ratelimit.Caller) (ratelimit.Ticket, *ratelimit.Refusal) {
	t.Helper()
	ticket, err := h.Take(t.Context(), policy, who)
	if refusal, ok := errors.AsType[*ratelimit.Refusal](err); ok {
		return ticket, refusal
	}
	if err != nil {
		t.Fatal(err)
	}
	return ticket, nil
}

// useUp takes until it is refused, and returns how often it was not and what refused.
func (h *harness) useUp(t *testing.T, policy string, who ratelimit.Caller) (n int, last *ratelimit.Refusal) {
	t.Helper()
	const most = 10_000
	for ; n < most; n++ {
		if _, last = h.try(t, policy, who); last != nil {
			return n, last
		}
	}
	t.Fatalf("%s refuses nothing", policy)
	return n, nil
}

// override makes the Limiter have other limits.
func override(t *testing.T, text string) func(*ratelimit.Config) {
	t.Helper()
	policies, err := ratelimit.Defaults().Override(text)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *ratelimit.Config) { c.Policies = policies }
}

func ip(text string) netip.Addr { return netip.MustParseAddr(text) }
