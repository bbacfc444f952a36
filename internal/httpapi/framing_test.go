package httpapi_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/httpapi"
)

// startWire serves over a real socket, through Listen, and returns the address.
func startWire(t *testing.T) string {
	t.Helper()
	d, _ := newDeps(withGraphQL(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	listener, err := httpapi.Listen(t.Context(), "127.0.0.1:0", "USHER_ADDR")
	if err != nil {
		t.Fatal(err)
	}
	server := httpapi.NewServer("", httpapi.New(d), d.Logger)
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() {
		_ = server.Close()
		serving.Wait()
	})
	return listener.Addr().String()
}

// statusesOf sends raw bytes, ends the sending, and returns the status of every answer.
func statusesOf(t *testing.T, addr, raw string) []int {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	var statuses []int
	for reader := bufio.NewReader(conn); ; {
		response, err := http.ReadResponse(reader, nil)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return statuses
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = bodyOf(t, response)
		statuses = append(statuses, response.StatusCode)
	}
}

func TestRequestsThatTwoServersCouldReadDifferently(t *testing.T) {
	const (
		post    = "POST /graphql HTTP/1.1\r\nHost: localhost\r\n"
		get     = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
		chunks  = "2\r\n{}\r\n0\r\n\r\n"
		chunked = "Transfer-Encoding: chunked\r\n"
	)
	addr := startWire(t)
	for _, c := range []struct {
		name, raw string
		want      []int
	}{
		{"length only, twice on a connection", post + "Content-Length: 2\r\n\r\n{}" + get, []int{200, 200}},
		{"no body", get + get, []int{200, 200}},
		{"chunked: served, then closed", post + chunked + "\r\n" + chunks + get, []int{200}},
		{"both, length first", post + "Content-Length: 2\r\n" + chunked + "\r\n" + chunks + get, []int{400}},
		{"both, coding first", post + chunked + "Content-Length: 2\r\n\r\n" + chunks + get, []int{400}},
		{"both, other case", post + "content-LENGTH: 2\r\ntransfer-ENCODING: chunked\r\n\r\n" + chunks + get, []int{400}},
		{"both, far apart", post + chunked + "X-Filler: " + strings.Repeat("x", 9000) + "\r\nContent-Length: 2\r\n\r\n" + chunks + get, []int{400}},
		{"both, bare line feeds", "POST /graphql HTTP/1.1\nHost: localhost\nContent-Length: 2\n" + strings.TrimSpace(chunked) + "\n\n" + chunks + get, []int{400}},
		{"both, in the second request", get + post + "Content-Length: 2\r\n" + chunked + "\r\n" + chunks + get, []int{400}},
		{"both, the length padded", post + "Content-Length:" + strings.Repeat(" ", 60) + "2\r\n" + chunked + "\r\n" + chunks + get, []int{400}},
		{"a length that goes on behind the bound", post + "Content-Length:" + strings.Repeat(" ", 48) + "20\r\n\r\n{" + strings.Repeat(" ", 19) + get, []int{400}},
		{"both, the length in the next line", post + "Content-Length:\r\n 2\r\n" + chunked + "\r\n" + chunks + get, []int{400}},
		{"both, behind a length in the next line", post + "Content-Length:\r\n 2\r\n\r\n{}" + post + "Content-Length: 2\r\n" + chunked + "\r\n" + chunks + get, []int{400}},
		{"both, length of zero", post + "Content-Length: 0\r\n" + chunked + "\r\n" + chunks + get, []int{400}},
		{"the words in a body are a body", post + "Content-Length: 48\r\n\r\n" + "Content-Length: 2\r\n" + chunked + "\r" + get, []int{200, 200}},
		{"two lengths that differ", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" + get, []int{400}},
		{"two lengths that agree", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + get, []int{200, 200}},
		{"a length with a sign", post + "Content-Length: +2\r\n\r\n{}" + get, []int{400}},
		{"a negative length", post + "Content-Length: -2\r\n\r\n{}" + get, []int{400}},
		{"an unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n{}" + get, []int{501}},
		{"a coding in disguise", post + "Transfer-Encoding: xchunked\r\n\r\n{}" + get, []int{501}},
		{"two codings", post + chunked + "Transfer-Encoding: identity\r\n\r\n" + chunks + get, []int{501}},
		{"a space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n" + chunks + get, []int{400}},
		{"two hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + get, []int{400}},
		{"no host", "GET /healthz HTTP/1.1\r\n\r\n" + get, []int{400}},
		{"a websocket", "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", []int{200}},
		{"options of the whole server", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", []int{404}},
		{"http/2 in the clear", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{404}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, statusesOf(t, addr, c.raw)); diff != "" {
				t.Errorf("statuses differ (-want +got):\n%s", diff)
			}
		})
	}
}
