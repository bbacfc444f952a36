package main

import (
	"testing"
	"time"
)

// TestNoSealedPasswordOpensAgainWhereItsUseIsForgotten holds against whoever captured a request and waits for
// the memory of it to go.
func TestNoSealedPasswordOpensAgainWhereItsUseIsForgotten(t *testing.T) {
	s := newSealer(t)
	const ann, password = "ann@example.com", "the first 1 Password"
	signIn := func(in *instance, sealed string) outcome {
		return in.do("signIn", signInOp, map[string]any{"username": ann, "password": sealed})
	}
	begin := func(t *testing.T, settings ...string) (*clock, []string, *instance) {
		c := newClock()
		pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
		settings = append(inFrontOf(t, pool, pool.wire), settings...)
		in := startAt(t, c, settings...)
		in.mailbox = pool
		in.signedUp(ann, password)
		return c, settings, in
	}
	t.Run("after a restart without Redis", func(t *testing.T) {
		c, settings, in := begin(t)
		used := s.one(in, password, "signIn", ann)
		in.want("the first time", "Session", signIn(in, used))
		in.stop()
		c.pass(time.Second)
		again := startAt(t, c, settings...)
		if got := signIn(again, used); got.Code != "PASSWORD_ENVELOPE_EXPIRED" {
			t.Errorf("again: %s %s", got.Typename, got.Code)
		}
		again.want("sealed anew", "Session", signIn(again, s.one(again, password, "signIn", ann)))
	})
	t.Run("while Redis does not answer, and when it is back", func(t *testing.T) {
		redis := startRedis(t)
		_, _, in := begin(t, "REDIS_URL="+redis.URL())
		before, during := s.one(in, password, "signIn", ann), s.one(in, password, "signIn", ann)
		in.want("before", "Session", signIn(in, before))
		redis.Kill()
		if got := signIn(in, before); got.Code != "PASSWORD_ENVELOPE_REFUSED" {
			t.Errorf("again, while it does not answer: %s %s", got.Typename, got.Code)
		}
		in.want("meanwhile", "Session", signIn(in, during))
		redis.Start()
		eventually(t, 10*time.Second, "the store works again", func() bool {
			_, overall, _ := in.readiness()
			return overall == "ok"
		})
		if got := signIn(in, during); got.Code != "PASSWORD_ENVELOPE_REFUSED" {
			t.Errorf("again, when it is back: %s %s", got.Typename, got.Code)
		}
	})
}
