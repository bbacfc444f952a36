package envelope_test

import (
	"testing"
	"time"

	"usher/internal/envelope"
	"usher/internal/envelope/envelopetest"
	"usher/internal/kv"
)

const (
	ann    = envelopetest.Account
	secret = envelopetest.Password
)

var start = envelopetest.Start()

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func instance(tb testing.TB, c *clock, store envelope.Store, deployment string) *envelope.Envelopes {
	tb.Helper()
	return envelopetest.Instance(tb, c.now, store, deployment)
}

func newInstance(tb testing.TB) (*envelope.Envelopes, *clock) {
	tb.Helper()
	c := &clock{at: start}
	return instance(tb, c, kv.NewMemory(c.now, 0), "ours"), c
}
