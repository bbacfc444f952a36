package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/config"
)

// The bounds of what an onlooker may see. By the area under the curve (Mann-Whitney) 0.5 is a toss of a
// coin and 1 is certainty.
const (
	leastAUC, mostAUC = 0.45, 0.55
	plainAUC          = 0.75 // what the fake of Cognito must show without a floor, or nothing was measured
)

var (
	timingPairs = flag.Int("timing.pairs", 2000, "pairs of calls per operation and user pool")
	timingEvery = flag.Duration("timing.every", 30*time.Millisecond, "a pair of calls begins each such time; a longer one for a busy machine")
)

// The measurement runs with many calls at once, so that it ends within minutes although each is held.
const (
	contrastPairs = 100 // without a floor, for comparison
	maxUnderWay   = 400
	timingNames   = 200 // of each sort; in a batch each is asked for once per operation
	timingSeed    = 20260101
)

// TestTimingTellsNobodyApart measures known and unknown names against each other, through the socket.
func TestTimingTellsNobodyApart(t *testing.T) {
	if os.Getenv("USHER_ASSURANCE") == "" { //nolint:forbidigo // a switch of the tests, not a setting
		t.Skip("it takes minutes and a quiet machine: make timing")
	}
	for _, run := range []struct {
		name, answerTime string
		pairs            int
		holds            bool
	}{
		{"", "400ms", *timingPairs, true},
		{" without a floor", "0s", min(contrastPairs, *timingPairs), false},
	} {
		t.Run("floor "+run.answerTime, func(t *testing.T) {
			for _, backend := range timingBackends(t, run.answerTime) {
				t.Run(backend.name, func(t *testing.T) {
					t.Parallel()
					for _, seen := range backend.measure(t, run.pairs) {
						auc, median := mannWhitney(seen.known, seen.unknown), delta(seen.known, seen.unknown)
						fmt.Printf("figure: timing%s %s %s AUC %.3f dmedian %.1fms n=%d\n",
							run.name, seen.operation, backend.name, auc, float64(median)/float64(time.Millisecond), len(seen.known))
						if seen.differ > 0 {
							t.Errorf("%s: %d pairs of answers differ", seen.operation, seen.differ)
						}
						if run.holds && (auc < leastAUC || auc > mostAUC) {
							t.Errorf("%s: AUC %.3f, want %.2f to %.2f", seen.operation, auc, leastAUC, mostAUC)
						}
						if !run.holds && backend.skewed && auc < plainAUC {
							t.Errorf("%s: without a floor AUC %.3f: this measures nothing", seen.operation, auc)
						}
					}
				})
			}
		})
	}
}

// series is what was measured of one operation.
type series struct {
	operation      string
	mu             sync.Mutex
	known, unknown []time.Duration
	differ         int // pairs
}

// probe is one operation with an answer that must be the same for all names.
type probe struct {
	operation, query, key string
	input                 map[string]any
	usesUp                bool // a name that was unknown is known afterwards
}

func probes() []probe {
	code := map[string]any{"code": "000000", "password": "battery staple 7"}
	return []probe{
		{"signUp", signUpOp, "email", map[string]any{}, true},
		{"signIn", signInOp, "username", map[string]any{"password": "wrong guess 1"}, false},
		{"forgotPassword", forgotOp, "username", map[string]any{}, false},
		{"resendConfirmationCode", resendOp, "username", map[string]any{}, false},
		{"confirmSignUp", confirmOp, "username", code, false},
		{"confirmForgotPassword", resetOp, "username", map[string]any{"code": "000000", "newPassword": "battery staple 7"}, false},
	}
}

// runningClock is the real time with hours put in between, in which counts per hour begin anew.
type runningClock struct{ ahead atomic.Int64 }

func (c *runningClock) Now() time.Time       { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *runningClock) pass(d time.Duration) { c.ahead.Add(int64(d)) }
func (c *runningClock) start(t *testing.T, settings ...string) *instance {
	t.Helper()
	return startWith(t, func(ctx context.Context, environ []string, stderr io.Writer) error {
		cfg, err := config.Load(environ)
		if err != nil {
			return err
		}
		return serve(ctx, cfg, c.Now, stderr)
	}, settings)
}

// Names of one length and one mask, so that the answers are the same to the byte.
func knownName(i int) string   { return fmt.Sprintf("a0%06d@example.com", i) }
func unknownName(i int) string { return fmt.Sprintf("a1%06d@example.com", i) }
func freshName(i int) string   { return fmt.Sprintf("a2%06d@example.com", i) }

func isKnownName(name string) bool { return strings.HasPrefix(name, "a0") }

// measure calls each operation for pairs of names, one known and one not, in random order within the
// pair. One operation ends before the next begins: a code that is asked for while another call brings
// one for the same name would make that pair's answers differ.
func (b *backend) measure(t *testing.T, pairs int) []*series {
	t.Helper()
	random := rand.New(rand.NewPCG(timingSeed, uint64(pairs))) //nolint:gosec // it only mixes
	all := make([]*series, 0, len(probes()))
	for _, p := range probes() {
		all = append(all, &series{operation: p.operation})
	}
	fresh := 0
	for done := 0; done < pairs; done += timingNames {
		tick := time.NewTicker(*timingEvery)
		for i, p := range probes() {
			var underWay sync.WaitGroup
			for _, name := range random.Perm(min(timingNames, pairs-done)) {
				<-tick.C
				unknown, knownFirst := unknownName(name), random.IntN(2) == 0
				if p.usesUp {
					unknown = freshName(fresh)
					fresh++
				}
				underWay.Go(func() { b.pair(t, p, all[i], knownName(name), unknown, knownFirst) })
			}
			underWay.Wait()
		}
		tick.Stop()
		b.clock.pass(2 * time.Hour)
	}
	return all
}

func (b *backend) pair(t *testing.T, p probe, into *series, known, unknown string, knownFirst bool) {
	t.Helper()
	var took [2]time.Duration
	var text [2]string
	order := []int{0, 1}
	if !knownFirst {
		slices.Reverse(order)
	}
	for _, which := range order {
		input := map[string]any{p.key: []string{known, unknown}[which]}
		maps.Copy(input, p.input)
		took[which], text[which] = b.call(t, p.query, input)
	}
	into.mu.Lock()
	defer into.mu.Unlock()
	if text[0] != text[1] {
		into.differ++
		if into.differ == 1 {
			t.Errorf("%s: the answers differ (on a machine that is too busy the pool may not answer in time):\nknown %s\nunknown %s", p.operation, text[0], text[1])
		}
	}
	into.known, into.unknown = append(into.known, took[0]), append(into.unknown, took[1])
}

// call sends one operation and returns how long its answer took, to its last byte, and all of it that
// is not its own anyway.
func (b *backend) call(t *testing.T, query string, input map[string]any) (time.Duration, string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"input": input}})
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.in.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req.Header.Set("Content-Type", "application/json")
	began := time.Now()
	resp, err := b.client.Do(req)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	took := time.Since(began)
	resp.Header.Del("Date")
	resp.Header.Del("X-Request-Id")
	return took, fmt.Sprintln(resp.StatusCode, resp.Header, string(text), err)
}

// TestAnswersAreHeld shows that the setting reaches what waits. It knows a least time only: how much
// longer an answer takes is the machine's.
func TestAnswersAreHeld(t *testing.T) {
	const unit = 200 * time.Millisecond
	in := startUsher(t, "USHER_ANSWER_TIME="+unit.String())
	for _, p := range probes() {
		t.Run(p.operation, func(t *testing.T) {
			input := map[string]any{p.key: "ann@example.com"}
			maps.Copy(input, p.input)
			least := 2 * unit
			if p.operation == "signIn" {
				least = unit
			}
			began := time.Now()
			in.call(p.query, map[string]any{"input": input})
			if took := time.Since(began); took < least {
				t.Errorf("answered after %v, want at least %v", took, least)
			}
		})
	}
}
