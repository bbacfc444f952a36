package graph

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostileBound is how long one hostile request may hold the server.
const hostileBound = 100 * time.Millisecond * raceSlack

// within runs an exchange up to five times and wants one of them inside the
// bound by the clock: the machine may be busy, an attack that works is slow
// every time.
func within(t *testing.T, clock func(*testing.T) time.Duration, exchange func()) {
	t.Helper()
	best := time.Hour
	for range 5 {
		start := clock(t)
		exchange()
		best = min(best, clock(t)-start)
		if best < hostileBound {
			return
		}
	}
	t.Errorf("took %v at best, want less than %v", best, hostileBound)
}

// processorTime is what this process has used of the processors. What only
// computes is held to it: other programs cannot make it slow, and no other test
// runs beside it.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// elapsed is the clock for what could wait without computing.
func elapsed() func(*testing.T) time.Duration {
	began := time.Now()
	return func(*testing.T) time.Duration { return time.Since(began) }
}

// TestHostileDocuments sends each document as it comes, and gives it to a guard
// that takes documents of 2 MB, so that the other limits stand alone before the
// parser and the validator.
func TestHostileDocuments(t *testing.T) {
	const megabyte = 1_000_000
	tests := []struct {
		name     string
		document string
	}{
		{"spread bomb of 952 characters", spreadBomb()},
		{"20,000 duplicate fields", "{me{" + strings.Repeat("id ", 20_000) + "}}"},
		{"a million open brackets", "{__type(name:" + strings.Repeat("[", megabyte) + "){name}}"},
		{"a million open braces", strings.Repeat("{a", megabyte)},
		{"a literal of 5 MB", `{me(a:"` + strings.Repeat("x", 5*megabyte) + `"){id}}`},
		{"a number of a million digits", "{me{friends(first:" + strings.Repeat("9", megabyte) + "){id}}}"},
		{"a million comments", strings.Repeat("#\n", megabyte) + "{ping}"},
		{"fragment cycle", "{me{...A}} fragment A on Me{friend{...B}} fragment B on Me{friend{...A}}"},
		{"300 equal fields, the most that pass", "{me{" + strings.Repeat("id ", 299) + "}}"},
		{"many fragments of equal fields", "{me{" + repeat(29, "...F%d ") + "}}" + repeat(29, "fragment F%d on Me{id name friend{id name role}}")},
		{"lists of friends, the most that pass", "{me{" + strings.Repeat("friends(first:1){id}", 80) + "}}"},
		{"inline fragments, the most that pass", "{me{" + strings.Repeat("...{...{...{id name}}}", 60) + "}}"},
		{"wrong literals all over", "{me{" + strings.Repeat(`friends(first:"x"){id}`, 80) + "}}"},
	}
	h, _ := newTestHandler(t, nil)
	wide := newTestGuard(t, Limits{DocumentBytes: 2*megabyte + 16}, true)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := query(tt.document)
			var got answer
			within(t, processorTime, func() { got = send(t, h, post(body)) })
			if len(got.body) > 64<<10 {
				t.Errorf("the answer has %d bytes", len(got.body))
			}
			within(t, processorTime, func() { _, _ = wide.document(tt.document) })
		})
	}
	t.Run("alive", func(t *testing.T) {
		if got := send(t, h, post(query("{ping}"))); string(got.data) != `{"ping":"pong"}` {
			t.Errorf("got %s", got.body)
		}
	})
}

// TestHostileBodies talks to a real socket, where a body that nobody reads
// still arrives.
func TestHostileBodies(t *testing.T) {
	const megabytes = 20
	h, _ := newTestHandler(t, nil)
	server := httptest.NewServer(h)
	defer server.Close()

	block := strings.Repeat("x", 1<<16)
	tests := []struct {
		name   string
		header string
		body   func(io.Writer) error // until the server hangs up
	}{
		{
			name:   "20 MB with a length",
			header: fmt.Sprintf("Content-Length: %d\r\n\r\n", megabytes<<20),
			body: func(w io.Writer) error {
				for range megabytes << 20 / len(block) {
					if _, err := io.WriteString(w, block); err != nil {
						return err
					}
				}
				return nil
			},
		},
		{
			name:   "20 MB in chunks",
			header: "Transfer-Encoding: chunked\r\n\r\n",
			body: func(w io.Writer) error {
				for range megabytes << 20 / len(block) {
					if _, err := fmt.Fprintf(w, "%x\r\n%s\r\n", len(block), block); err != nil {
						return err
					}
				}
				_, err := io.WriteString(w, "0\r\n\r\n")
				return err
			},
		},
		{
			name:   "20 MB announced and never sent",
			header: fmt.Sprintf("Content-Length: %d\r\n\r\n", megabytes<<20),
			body:   func(io.Writer) error { return nil },
		},
		{
			name:   "20 MB announced, waiting for leave",
			header: fmt.Sprintf("Expect: 100-continue\r\nContent-Length: %d\r\n\r\n", megabytes<<20),
			body:   func(io.Writer) error { return nil },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got answer
			within(t, elapsed(), func() {
				got = exchangeRaw(t, server.Listener.Addr().String(),
					"POST /graphql HTTP/1.1\r\nHost: usher\r\nContent-Type: application/json\r\n"+tt.header, tt.body)
			})
			if got.status != http.StatusRequestEntityTooLarge || got.code() != CodeRequestTooLarge {
				t.Errorf("%d %s", got.status, got.body)
			}
			if got.header.Get("Connection") != "close" {
				t.Errorf("the connection stays open: %v", got.header)
			}
		})
	}
	t.Run("alive", func(t *testing.T) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(query("{ping}")))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		response, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil || string(body) != `{"data":{"ping":"pong"}}` {
			t.Errorf("%s %v", body, err)
		}
	})
}

// exchangeRaw sends a request and its body while it reads the answer, as
// clients do, and as a client that reads only at the end cannot.
func exchangeRaw(t *testing.T, address, head string, body func(io.Writer) error) answer {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		if _, err := io.WriteString(conn, head); err == nil {
			_ = body(conn) // ends early when the server hangs up, as it should
		}
	}()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if response.Close {
		response.Header.Set("Connection", "close") // ReadResponse moves it there
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	_ = conn.Close()
	<-sent
	return readAnswer(t, response.StatusCode, response.Header, text)
}
