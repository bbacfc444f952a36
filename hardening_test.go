package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answeredWithin is the bound on a hostile request. The race detector slows the process several
// times over; there the bound only catches what is out of all proportion.
const answeredWithin = 100 * time.Millisecond

func TestHostileRequestsAreAnsweredAtOnceAndSurvived(t *testing.T) {
	in := startUsher(t)
	query := func(q string) []byte {
		body, err := json.Marshal(map[string]string{"query": q})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	for name, body := range map[string][]byte{
		"a spread bomb of 952 characters": query(spreadBomb()),
		"20,000 duplicate fields":         query("{" + strings.Repeat("__typename ", 20_000) + "}"),
		"one million open brackets":       query("{__type(name:" + strings.Repeat("[", 1_000_000)),
		"one million open braces":         query(strings.Repeat("{", 1_000_000)),
		"a body of 20 MB":                 query("{__typename #" + strings.Repeat("x", 20<<20) + "\n}"),
		"30 aliased sign-ins":             query(aliases(30)),
		"a million levels of JSON":        []byte(`{"variables":` + strings.Repeat("[", 1_000_000)),
		"a fragment cycle":                query("{...a} fragment a on Query {...b} fragment b on Query {...a}"),
		"5,000 directives":                query("{__typename " + strings.Repeat("@include(if:true)", 5_000) + "}"),
	} {
		t.Run(name, func(t *testing.T) {
			// The best of three: a busy machine may delay any one of them.
			best := time.Hour
			for range 3 {
				began := time.Now()
				status, text := in.raw(t, body)
				best = min(best, time.Since(began))
				if status == http.StatusInternalServerError || !strings.Contains(text, `"errors"`) {
					t.Fatalf("status %d: %.200s", status, text)
				}
			}
			if limit := answeredWithin * raceFactor; best > limit {
				t.Errorf("answered after %v, want at most %v", best, limit)
			}
			t.Logf("answered after %v", best)
		})
	}
	if a := in.call(`{ session { expiresAt } }`, nil); a.body != `{"data":{"session":null}}` {
		t.Errorf("afterwards: %s", a.body)
	}
}

// raw posts a body. The server may answer and close before it has read a body that is too large.
func (in *instance) raw(t *testing.T, body []byte) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, in.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Expect", "100-continue") // as curl does, so that a refusal is seen before the body is sent
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Second, DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// spreadBomb doubles its fields with each fragment: 2 to the 26th of them in under a kilobyte.
func spreadBomb() string {
	var q strings.Builder
	q.WriteString("{...f0}")
	for i := range 26 {
		fmt.Fprintf(&q, " fragment f%d on Query{...f%d ...f%d}", i, i+1, i+1)
	}
	q.WriteString(" fragment f26 on Query{__typename}")
	return q.String()
}

func aliases(n int) string {
	var q strings.Builder
	q.WriteString("mutation {")
	for i := range n {
		fmt.Fprintf(&q, `a%d: signIn(input: {username: "ann@example.com", password: "guess %d"}) { __typename }`, i, i)
	}
	return q.String() + "}"
}
