package httpapi_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/httpapi"
)

// pipeListener hands out in-memory connections, whose deadlines follow the clock of a synctest bubble.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
	close sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.close.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (l *pipeListener) dial() net.Conn {
	client, server := net.Pipe()
	l.conns <- server
	return client
}

// serve runs a server over pipes until the test ends.
func serve(t *testing.T, change ...func(*httpapi.Deps)) *pipeListener {
	t.Helper()
	d, _ := newDeps(change...)
	server, listener := httpapi.NewServer("", httpapi.New(d), d.Logger), newPipeListener()
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() {
		_ = server.Close()
		serving.Wait()
	})
	return listener
}

func TestSlowClientsAreCut(t *testing.T) {
	const head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
	for _, c := range []struct {
		name, sent string
		after      time.Duration
	}{
		{"says nothing", "", 3 * time.Second},
		{"never ends its header", head, 3 * time.Second},
		{"never sends its body", head + "\r\n", 10 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener := serve(t, withGraphQL(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body) }))
				conn := listener.dial()
				defer func() { _ = conn.Close() }()
				start := time.Now()
				if _, err := io.WriteString(conn, c.sent); err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, conn)
				if waited := time.Since(start); waited < c.after || waited > c.after+time.Second {
					t.Errorf("the connection was cut after %v, want %v", waited, c.after)
				}
			})
		})
	}
}

func TestAHandlerThatNeverEndsIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := serve(t, withGraphQL(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(30 * time.Second) // the bubble's clock: takes no time
			_, _ = io.WriteString(w, strings.Repeat("x", 1<<20))
		}))
		conn := listener.dial()
		defer func() { _ = conn.Close() }()
		if _, err := io.WriteString(conn, "GET /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if answer, _ := io.ReadAll(conn); len(answer) > 0 {
			t.Errorf("an answer of %d bytes left after the write limit", len(answer))
		}
	})
}

// What a slow client asked for has happened by then: it must learn of it.
func TestASlowBodyAndASlowOperationAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := serve(t, withGraphQL(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			time.Sleep(9 * time.Second) // the bubble's clock: takes no time
			_, _ = io.WriteString(w, "done")
		}))
		conn := listener.dial()
		defer func() { _ = conn.Close() }()
		if _, err := io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(9 * time.Second)
		if _, err := io.WriteString(conn, "}"); err != nil {
			t.Fatal(err)
		}
		if answer, _ := io.ReadAll(conn); !strings.HasSuffix(string(answer), "done") {
			t.Errorf("the client got %q", answer)
		}
	})
}

func TestAnIdleConnectionIsClosedAfterAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := serve(t).dial()
		defer func() { _ = conn.Close() }()
		if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		reader := bufio.NewReader(conn)
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = bodyOf(t, response)
		start := time.Now()
		_, _ = io.Copy(io.Discard, reader)
		if waited := time.Since(start); waited != time.Minute {
			t.Errorf("closed after %v, want a minute", waited)
		}
	})
}

func TestAHugeHeaderIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := serve(t).dial()
		defer func() { _ = conn.Close() }()
		go func() {
			_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Filler: "+strings.Repeat("x", 64<<10)+"\r\n\r\n")
		}()
		reader := bufio.NewReader(conn)
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, reader) // until the server closes
		_ = response.Body.Close()
		if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("status %d, want 431", response.StatusCode)
		}
	})
}

func TestListenNamesTheAddressAndTheSetting(t *testing.T) {
	first, err := httpapi.Listen(t.Context(), "127.0.0.1:0", "USHER_ADDR")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()

	for _, c := range []struct{ name, addr, want string }{
		{"taken", first.Addr().String(), "another program is listening on " + first.Addr().String()},
		{"not of this machine", "192.0.2.1:80", "cannot listen on 192.0.2.1:80"},
		{"not an address", "nowhere", "cannot listen on nowhere"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := httpapi.Listen(t.Context(), c.addr, "USHER_ADDR")
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(err.Error(), "USHER_ADDR") || strings.Contains(err.Error(), "\n") {
				t.Errorf("Listen = %v, want one sentence starting %q that names USHER_ADDR", err, c.want)
			}
		})
	}
}
