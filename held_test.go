package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// TestAStopLetsHeldAnswersWait: an instance that is being stopped tells no more by its times than one that
// is not, and loses no answer.
func TestAStopLetsHeldAnswersWait(t *testing.T) {
	const held = time.Second
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := startUsher(t, append(inFrontOf(t, pool, counted.url), "USHER_ANSWER_TIME="+held.String())...)
	body, err := json.Marshal(map[string]any{"query": signInOp, "variables": signInAs("ann@example.com", "wrong")})
	must(t, err)
	kinds, took := make(chan string, 1), make(chan time.Duration, 1)
	go func() {
		begun := time.Now()
		kind := guessOnce(t, &http.Client{Timeout: time.Minute}, in.url, body)
		took <- time.Since(begun)
		kinds <- kind
	}()
	eventually(t, 10*time.Second, "the pool has been asked", func() bool { return counted.of("InitiateAuth") > 0 })
	in.stop()
	if kind, d := <-kinds, <-took; kind != "InvalidCredentials" || d < held {
		t.Errorf("%s after %v, want InvalidCredentials after %v at least", kind, d, held)
	}
}
