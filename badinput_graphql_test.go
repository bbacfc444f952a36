package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"usher/internal/badinput"
)

// plantedName is the secret where only a name of GraphQL can stand.
const plantedName = "hunter2_canary"

// requestCase is an HTTP request and what must become of it. Without Raw it is put together from the
// other members; a document becomes the body as JSON.
type requestCase struct {
	Group  string `json:"group"`
	Name   string `json:"name"`
	Server string `json:"server"` // which of badRequestServers; else the open one

	Raw       string      `json:"raw"`        // the whole request, with generators; HOST stands for the server's address
	HalfClose bool        `json:"half_close"` // nothing more is sent, and the server knows
	Method    string      `json:"method"`
	Path      string      `json:"path"`
	Headers   [][2]string `json:"headers"`   // a name that stands here is left out of the usual ones
	Document  string      `json:"document"`  // with generators
	Variables raw         `json:"variables"` // strings with generators
	Operation string      `json:"operation"`
	Body      string      `json:"body"` // with generators, in place of a document

	Status  int    `json:"status"`
	Code    string `json:"code"`    // of the first error
	Data    string `json:"data"`    // exactly; else the answer has none
	Answers int    `json:"answers"` // on the connection, else 1
}

func (c requestCase) Label() string { return c.Group + "/" + c.Name }

// badRequestServers are three servers in front of one pool, which counts what comes through.
func badRequestServers(t *testing.T) (servers map[string]*instance, calls func() int) {
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	front := func(settings ...string) *instance {
		return startUsher(t, append(inFrontOf(t, pool, counted.url), settings...)...)
	}
	const public, app = "USHER_PUBLIC_URL=https://auth.example.com", "USHER_ALLOWED_ORIGINS=https://app.example.com"
	servers = map[string]*instance{
		"":        front("USHER_INTROSPECTION=true", "USHER_LOG_LEVEL=debug"),
		"closed":  front("USHER_INTROSPECTION=false", "USHER_PLAYGROUND=false", public, app, "USHER_LOG_LEVEL=debug"),
		"cookies": front("USHER_TRANSPORT=cookie", "USHER_SEAL_KEYS="+sealKey1, public, app, "USHER_LOG_LEVEL=debug"),
	}
	return servers, func() int {
		counted.mu.Lock()
		defer counted.mu.Unlock()
		sum := 0
		for _, n := range counted.calls {
			sum += n
		}
		return sum
	}
}

// badRequests sends each request over a connection of its own. Nothing of it may reach the pool, the
// planted secret may come back in no answer and no log, and the server must go on.
func badRequests(t *testing.T, tally *badinput.Tally) {
	servers, calls := badRequestServers(t)
	for _, c := range readCases[requestCase](t, "graphql.json") {
		in, known := servers[c.Server]
		if !known {
			t.Fatalf("%s: no server %q", c.Label(), c.Server)
		}
		text, err := c.text(strings.TrimPrefix(in.url, "http://"))
		if err != nil {
			t.Fatalf("%s: %v", c.Label(), err)
		}
		before := calls()
		tally.Try(t, c.Group, c.Name, func(t *testing.T) error {
			answers, err := c.exchange(t, in, text)
			if err != nil {
				return err
			}
			return c.judge(answers)
		})
		if n := calls() - before; n != 0 {
			t.Errorf("%s: %d calls reached the pool", c.Label(), n)
		}
		if err := alive(in); err != nil {
			t.Fatalf("after %s: %v", c.Label(), err)
		}
	}
	for name, in := range servers {
		if quiet(in.lines.String(), plantedSecret, plantedName) != nil {
			t.Errorf("the log of the server %q holds the secret", name)
		}
		if strings.Contains(in.lines.String(), "panic") {
			t.Errorf("the log of the server %q holds a panic", name)
		}
	}
}

func (c requestCase) judge(answers []rawAnswer) error {
	if len(answers) != max(c.Answers, 1) {
		return fmt.Errorf("%d answers, want %d", len(answers), max(c.Answers, 1))
	}
	for _, a := range answers {
		if err := quiet(a.head+a.body, plantedSecret, plantedName); err != nil {
			return err
		}
	}
	got := answers[0]
	var document struct {
		Data   raw
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	// What net/http refuses by itself is plain text.
	_ = json.Unmarshal([]byte(got.body), &document)
	code := ""
	if len(document.Errors) > 0 {
		code = document.Errors[0].Extensions.Code
	}
	const most = 64 << 10
	switch {
	case string(document.Data) != c.Data:
		return fmt.Errorf("%w: data %s, want %q; %d %.300s", badinput.ErrAccepted, document.Data, c.Data, got.status, got.body)
	case got.status != c.Status || code != c.Code:
		return fmt.Errorf("%d %s, want %d %s: %.300s", got.status, code, c.Status, c.Code, got.body)
	case len(document.Errors) > 10 || len(got.body) > most:
		return fmt.Errorf("%d errors in %d bytes", len(document.Errors), len(got.body))
	case strings.Contains(got.body, "Did you mean"):
		return errors.New("the answer suggests names")
	case got.status < 300 && !strings.Contains(strings.ToLower(got.head), "cache-control: no-store"):
		return errors.New("the answer may be stored")
	}
	return nil
}

// alive sends what any client may.
func alive(in *instance) error {
	ctx, cancel := context.WithTimeout(in.t.Context(), badinput.Hang)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, in.url+"/graphql", strings.NewReader(`{"query":"{__typename}"}`))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Apollo-Require-Preflight", "1")
	response, err := http.DefaultClient.Do(r) //nolint:forbidigo // a test's own client
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	var a answer
	err = json.NewDecoder(response.Body).Decode(&a)
	if err == nil && string(a.Data["__typename"]) != `"Query"` {
		err = fmt.Errorf("status %d: %s", response.StatusCode, a.Data)
	}
	return err
}
