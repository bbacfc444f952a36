package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A client that floods an instance is refused at its edge, and another goes on. Behind a proxy that the
// settings name, the proxy's word says who is who.
func TestAFloodOfOneClientIsItsOwn(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_REQUESTS_PER_SECOND=5", "USHER_TRUSTED_PROXIES=127.0.0.1/32")
	ask := func(client string) answer {
		return in.call(`{ config { signUpOpen } }`, nil, "X-Forwarded-For: "+client)
	}
	for i := range 20 {
		if a := ask("203.0.113.7"); a.status != http.StatusOK {
			t.Fatalf("request %d: %d %s", i+1, a.status, a.body)
		}
	}
	for i := range 30 {
		// What the client itself writes stands to the left of what the proxy has seen.
		a := ask(fmt.Sprintf("198.51.100.%d, 203.0.113.7", i))
		if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "1" || len(a.Errors) != 1 ||
			a.Errors[0].Extensions["code"] != "RATE_LIMITED" || a.Errors[0].Extensions["retryAfter"] != 1.0 {
			t.Fatalf("beyond the limit: %d %v %s", a.status, a.header, a.body)
		}
	}
	if a := ask("203.0.113.8"); a.status != http.StatusOK {
		t.Errorf("another client: %d %s", a.status, a.body)
	}
	if n := in.sum("usher_operations_total", `code="RATE_LIMITED"`); n != 30 {
		t.Errorf("%d refusals are counted, want 30", n)
	}
	if n := strings.Count(in.lines.String(), `"status":429`); n != 0 {
		t.Errorf("%d refusals have a line in the log", n)
	}
	c.pass(time.Second)
	if a := ask("203.0.113.7"); a.status != http.StatusOK {
		t.Errorf("a second later: %d %s", a.status, a.body)
	}
}

// In local mode everybody is on this machine, and a test suite is no flood.
func TestLocalModeDoesNotCountThisMachine(t *testing.T) {
	in := startAt(t, newClock(), "USHER_REQUESTS_PER_SECOND=1")
	for i := range 50 {
		if a := in.call(`{ config { signUpOpen } }`, nil); a.status != http.StatusOK {
			t.Fatalf("request %d: %d %s", i+1, a.status, a.body)
		}
	}
}
