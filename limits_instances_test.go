package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// guessers is how many try to sign in to one account at the same time.
const guessers = 2000

// instancesAt are instances in front of one pool, on one Redis.
func instancesAt(t *testing.T, n int, redisURL string) (all []*instance, pool *callCounter) {
	t.Helper()
	local := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	local.signedUp("ann@example.com", "correct horse 9")
	pool = countCalls(t, local.wire)
	settings := append(inFrontOf(t, local, pool.url), "REDIS_URL="+redisURL)
	for range n {
		all = append(all, startUsher(t, settings...))
	}
	return all, pool
}

// guessAtOnce has so many try at all instances, and counts what they are answered. midway runs when half of
// them have begun.
func guessAtOnce(t *testing.T, all []*instance, guessers int, midway func()) map[string]int {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": signInOp, "variables": signInAs("ann@example.com", "wrong")})
	must(t, err)
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxConnsPerHost: 250, MaxIdleConnsPerHost: 250}}
	defer client.CloseIdleConnections()
	var (
		mu      sync.Mutex
		answers = map[string]int{}
		begun   atomic.Int32
		begin   = make(chan struct{})
		group   sync.WaitGroup
	)
	half := sync.OnceFunc(midway)
	for i := range guessers {
		group.Go(func() {
			<-begin
			if int(begun.Add(1)) > guessers/2 {
				half()
			}
			kind := guessOnce(t, client, all[i%len(all)].url, body)
			mu.Lock()
			defer mu.Unlock()
			answers[kind]++
		})
	}
	close(begin)
	group.Wait()
	return answers
}

func guessOnce(t *testing.T, client *http.Client, url string, body []byte) string {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	var a struct {
		Data   struct{ SignIn outcome }
		Errors []struct{ Message string }
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil || json.Unmarshal(text, &a) != nil || len(a.Errors) > 0 {
		return string(text)
	}
	return a.Data.SignIn.Typename
}

func TestTwoInstancesHoldALimitOfFiveExactly(t *testing.T) {
	all, pool := instancesAt(t, 2, startRedis(t).URL())
	begun := time.Now()
	answers := guessAtOnce(t, all, guessers, func() {})
	t.Logf("figure: limit of 5, %d guesses at once at 2 instances on one Redis: %d reached the pool, %d refused, in %v",
		guessers, pool.of("InitiateAuth"), answers["RateLimited"], time.Since(begun).Round(time.Millisecond))
	if answers["RateLimited"] != guessers-5 || pool.of("InitiateAuth") != 5 {
		t.Errorf("%d guesses reached the pool, want 5", pool.of("InitiateAuth"))
	}
}

// With Redis gone each of two instances has half of the limit, rounded down, and knows what it has let through.
func TestALimitHoldsWhileRedisIsKilled(t *testing.T) {
	const later = 200
	for name, moment := range map[string]string{"midway": "midway", "before": "before", "and back": "back"} {
		t.Run(name, func(t *testing.T) {
			redis := startRedis(t)
			all, pool := instancesAt(t, 2, redis.URL())
			if moment == "before" {
				redis.Kill()
			}
			answers := guessAtOnce(t, all, guessers, func() {
				if moment != "before" {
					redis.Kill()
				}
			})
			if moment == "back" {
				redis.Start()
			}
			again := guessAtOnce(t, all, later, func() {})
			t.Logf("%v, then %v", answers, again)
			reached := pool.of("InitiateAuth")
			if through := guessers + later - answers["RateLimited"] - again["RateLimited"]; through > reached { // the pool, too, refuses some
				t.Errorf("%d were not refused, and only %d guesses reached the pool", through, reached)
			}
			most := 10 // twice the limit
			if moment == "back" {
				most += 5 // what Redis has kept nothing of
			}
			if reached == 0 || reached > most {
				t.Errorf("%d guesses reached the pool, want at most %d", reached, most)
			}
		})
	}
}
