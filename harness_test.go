package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/config"
)

// instance is one running Usher, as run starts it, on a socket of its own.
type instance struct {
	t    *testing.T
	url  string
	wire string // of the embedded pool, if it listens
	// health is where readiness is served in detail, if that is another listener.
	health string
	// mailbox is the instance whose mailbox gets this one's mails: itself, unless it stands in
	// front of another's pool.
	mailbox *instance
	lines   logLines
	stop    func()
}

// logLines are the JSON lines of a log.
type logLines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logLines) add(line []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(line)
	l.text.WriteByte('\n')
}

func (l *logLines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Now()} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// startUsher runs the command until the test ends, with the settings given as NAME=value. Local
// mode is in memory unless the settings say otherwise.
func startUsher(t *testing.T, settings ...string) *instance {
	t.Helper()
	return startWith(t, func(ctx context.Context, environ []string, stderr io.Writer) error {
		if code := run(ctx, nil, environ, io.Discard, stderr); code != exitOK {
			return fmt.Errorf("exit code %d", code)
		}
		return nil
	}, settings)
}

// startAt is startUsher with a clock.
func startAt(t *testing.T, c *clock, settings ...string) *instance {
	t.Helper()
	return startWith(t, func(ctx context.Context, environ []string, stderr io.Writer) error {
		cfg, err := config.Load(environ)
		if err != nil {
			return err
		}
		return serve(ctx, cfg, c.Now, stderr)
	}, settings)
}

func startWith(t *testing.T, serve func(context.Context, []string, io.Writer) error, settings []string) *instance {
	t.Helper()
	environ := []string{"USHER_ADDR=127.0.0.1:0", "USHER_LOG_FORMAT=json", "USHER_ANSWER_TIME=0s"}
	if !strings.Contains(strings.Join(settings, " "), "COGNITO_USER_POOL_ID") {
		environ = append(environ, "USHER_LOCAL_DATA=")
	} else {
		// The tests are one client, and their clocks stand still.
		environ = append(environ, "USHER_ADMIN_ADDR=127.0.0.1:0", "USHER_REQUESTS_PER_SECOND=0", "USHER_COGNITO_QUOTAS="+endlessQuotas())
	}
	environ = append(environ, settings...)
	ctx, cancel := context.WithCancel(context.Background())
	in := &instance{t: t}
	in.mailbox = in
	logReader, logWriter := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := serve(ctx, environ, logWriter)
		_ = logWriter.Close()
		ended <- err
	}()
	in.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("usher ended with: %v\n%s", err, in.lines.String())
		}
	})
	ready := make(chan struct{})
	go in.readLog(logReader, ready)
	<-ready
	if in.url == "" {
		t.Fatalf("usher did not start: %v\n%s", <-ended, in.lines.String())
	}
	t.Cleanup(in.stop)
	in.waitReady()
	return in
}

// readLog keeps the log and closes ready when it names the address, or ends.
func (in *instance) readLog(r io.Reader, ready chan struct{}) {
	announce := sync.OnceFunc(func() { close(ready) })
	defer announce()
	for lines := bufio.NewScanner(r); lines.Scan(); {
		in.lines.add(lines.Bytes())
		var entry struct{ Msg, URL string }
		_ = json.Unmarshal(lines.Bytes(), &entry)
		switch entry.Msg {
		case "user pool for other AWS clients":
			in.wire = entry.URL
		case "health":
			in.health = entry.URL
		case "serving":
			in.url = strings.TrimSuffix(entry.URL, "/graphql")
			announce()
		}
	}
}

// waitReady polls readyz, which fails until the pool's keys are there.
func (in *instance) waitReady() {
	in.t.Helper()
	for range 200 {
		resp, err := http.Get(in.url + "/readyz") //nolint:gosec,noctx // loopback, bounded by the test
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		<-time.After(10 * time.Millisecond)
	}
	in.t.Fatalf("usher is not ready:\n%s", in.lines.String())
}

// answer is a GraphQL response with what came around it.
type answer struct {
	Data   map[string]json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
	status int
	header http.Header
	body   string
}

// call sends one operation. Headers come as "Name: value".
func (in *instance) call(query string, variables map[string]any, headers ...string) answer {
	in.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		in.t.Fatal(err)
	}
	return in.post(body, headers...)
}

func (in *instance) post(body []byte, headers ...string) answer {
	in.t.Helper()
	req, err := http.NewRequestWithContext(in.t.Context(), http.MethodPost, in.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		in.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		in.t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(text)}
	if err := json.Unmarshal(text, &a); err != nil {
		in.t.Fatalf("not a GraphQL answer (%v): %s", err, text)
	}
	return a
}

// field decodes one field of the data.
func field[T any](t *testing.T, a answer, name string) T {
	t.Helper()
	var v T
	if len(a.Errors) > 0 || a.Data[name] == nil {
		t.Fatalf("no %s: %s", name, a.body)
	}
	if err := json.Unmarshal(a.Data[name], &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// code is the first error's code, and its reason if it has one.
func (a answer) code() (code, reason string) {
	if len(a.Errors) == 0 {
		return "", ""
	}
	code, _ = a.Errors[0].Extensions["code"].(string)
	reason, _ = a.Errors[0].Extensions["reason"].(string)
	return code, reason
}

// mailedCode reads the newest code for an address from the mailbox, as a user would.
func (in *instance) mailedCode(to string) string {
	in.t.Helper()
	mails := in.mails(to)
	if len(mails) == 0 {
		in.t.Fatalf("no mail for %s", to)
	}
	return mails[0].Code
}

type mail struct{ ID, To, Subject, Text, Code, SentAt string }

func (in *instance) mails(to string) []mail {
	in.t.Helper()
	resp, err := http.Get(in.mailbox.url + "/mailbox/messages?to=" + url.QueryEscape(to)) //nolint:gosec,noctx // loopback
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var box struct{ Messages []mail }
	if err := json.NewDecoder(resp.Body).Decode(&box); err != nil {
		in.t.Fatal(err)
	}
	return box.Messages
}
