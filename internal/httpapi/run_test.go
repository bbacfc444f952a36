package httpapi_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/httpapi"
)

// running is a Run in the background, over pipes.
type running struct {
	listener *pipeListener
	stop     context.CancelFunc
	ended    chan error
	drain    *httpapi.Drain
}

func run(t *testing.T, delay time.Duration, change ...func(*httpapi.Deps)) running {
	t.Helper()
	d, _ := newDeps(change...)
	ctx, cancel := context.WithCancel(t.Context())
	r := running{listener: newPipeListener(), stop: cancel, ended: make(chan error, 1), drain: d.Drain}
	endpoint := httpapi.Endpoint{Server: httpapi.NewServer("", httpapi.New(d), d.Logger), Listener: r.listener}
	go func() {
		r.ended <- httpapi.Run(ctx, httpapi.Shutdown{Drain: d.Drain, Delay: delay, Logger: d.Logger}, endpoint)
	}()
	return r
}

// ask sends one GET over a fresh connection and returns the status and body.
func (r running) ask(t *testing.T, path string) (status int, body string) {
	t.Helper()
	conn := r.listener.dial()
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, bodyOf(t, response)
}

func TestShutdownLetsARequestInFlightEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		entered, release := make(chan struct{}), make(chan struct{})
		r := run(t, 0, withGraphQL(func(w http.ResponseWriter, _ *http.Request) {
			close(entered)
			<-release
			_, _ = io.WriteString(w, "answered")
		}))
		answer := make(chan string, 1)
		go func() {
			_, body := r.ask(t, "/graphql")
			answer <- body
		}()
		<-entered
		r.stop()
		synctest.Wait()
		select {
		case err := <-r.ended:
			t.Fatalf("Run returned %v while a request was in flight", err)
		default:
		}
		close(release)
		if body := <-answer; body != "answered" {
			t.Errorf("body %q, want the whole answer", body)
		}
		if err := <-r.ended; err != nil {
			t.Errorf("Run = %v, want nil: nothing was cut", err)
		}
	})
}

func TestProbesFailBeforeRequestsDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, 3*time.Second)
		if status, _ := r.ask(t, "/readyz"); status != 200 {
			t.Errorf("readyz = %d before the signal", status)
		}
		start := time.Now()
		r.stop()
		synctest.Wait()
		if status, body := r.ask(t, "/readyz"); status != 503 || body != `{"status":"draining"}` {
			t.Errorf("readyz = %d %s while draining", status, body)
		}
		if status, _ := r.ask(t, "/graphql"); status != 200 {
			t.Errorf("graphql = %d while draining, want 200", status)
		}
		if err := <-r.ended; err != nil {
			t.Errorf("Run = %v", err)
		}
		if took := time.Since(start); took < 3*time.Second || took > 4*time.Second {
			t.Errorf("Run took %v after the signal, want the delay of 3 s", took)
		}
	})
}

func TestARequestThatDoesNotEndIsCutAfterTheGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		entered := make(chan struct{})
		r := run(t, 0, withGraphQL(func(_ http.ResponseWriter, request *http.Request) {
			close(entered)
			<-request.Context().Done()
		}))
		conn := r.listener.dial()
		defer func() { _ = conn.Close() }()
		if _, err := io.WriteString(conn, "GET /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		<-entered
		start := time.Now()
		r.stop()
		err := <-r.ended
		if took := time.Since(start); took != 20*time.Second {
			t.Errorf("Run took %v, want the grace of 20 s", took)
		}
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "were cut after 20s") {
			t.Errorf("Run = %v, want it to say that requests were cut", err)
		}
	})
}

type brokenListener struct{ net.Listener }

func (brokenListener) Accept() (net.Conn, error) { return nil, errors.New("socket gone") }
func (brokenListener) Close() error              { return nil }
func (brokenListener) Addr() net.Addr            { return &net.TCPAddr{Port: 2} }

func TestOneFailedServerStopsTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := newDeps()
		healthy, broken := newPipeListener(), brokenListener{}
		start := time.Now()
		err := httpapi.Run(t.Context(), httpapi.Shutdown{Drain: d.Drain, Delay: time.Minute, Logger: d.Logger},
			httpapi.Endpoint{Server: httpapi.NewServer("", httpapi.New(d), d.Logger), Listener: healthy},
			httpapi.Endpoint{Server: httpapi.NewServer("", httpapi.NewAdmin(d), d.Logger), Listener: broken})
		if err == nil || !strings.Contains(err.Error(), "socket gone") {
			t.Errorf("Run = %v, want the listener's error", err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("Run waited %v for probes although a server had failed", took)
		}
		if !d.Drain.Begun() {
			t.Error("readyz would still say ok")
		}
		select {
		case <-healthy.done:
		default:
			t.Error("the other listener is still open")
		}
	})
}

func TestRunOverRealSockets(t *testing.T) {
	d, _ := newDeps()
	listener, err := httpapi.Listen(t.Context(), "127.0.0.1:0", "USHER_ADDR")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- httpapi.Run(ctx, httpapi.Shutdown{Drain: d.Drain, Logger: d.Logger},
			httpapi.Endpoint{Server: httpapi.NewServer(listener.Addr().String(), httpapi.New(d), d.Logger), Listener: listener})
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String()+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: new(http.Transport)}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if body := bodyOf(t, response); body != `{"status":"ok"}` {
		t.Errorf("healthz = %s", body)
	}
	client.CloseIdleConnections()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run = %v", err)
	}
}
