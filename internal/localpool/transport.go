package localpool

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
)

// errBroken is what a client sees when the pool breaks the connection.
var errBroken = errors.New("localpool: the pool broke the connection before it answered")

// Transport calls a Pool in process, without a socket. It is an http.RoundTripper and the AWS SDK's HTTPClient.
type Transport struct{ pool *Pool }

// Transport returns the in-process way to this pool.
func (p *Pool) Transport() *Transport { return &Transport{pool: p} }

// Do is RoundTrip under the name the AWS SDK asks for.
func (t *Transport) Do(r *http.Request) (*http.Response, error) { return t.RoundTrip(r) }

// RoundTrip runs the handler in the caller's goroutine. A request that is cancelled meanwhile fails although its work may
// have been done, as over a network.
func (t *Transport) RoundTrip(r *http.Request) (res *http.Response, err error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("localpool: the request was cancelled before it was sent: %w", err)
	}
	in := r.Clone(ctx)
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer func() {
		if broken := recover(); broken != nil {
			res, err = nil, errBroken
			if ctxErr := ctx.Err(); ctxErr != nil {
				err = fmt.Errorf("localpool: the request was cancelled: %w", ctxErr)
			} else if broken != http.ErrAbortHandler { //nolint:errorlint // a recovered value, compared as net/http does
				panic(broken)
			}
		}
	}()
	answer := &bufferedAnswer{header: http.Header{}}
	t.pool.ServeHTTP(answer, in)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("localpool: the request was cancelled before the answer arrived: %w", err)
	}
	return answer.response(r), nil
}

// bufferedAnswer is the http.ResponseWriter of one in-process call.
type bufferedAnswer struct {
	header http.Header
	sent   http.Header
	status int
	body   bytes.Buffer
}

func (a *bufferedAnswer) Header() http.Header { return a.header }

func (a *bufferedAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status, a.sent = status, maps.Clone(a.header)
	}
}

func (a *bufferedAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

func (a *bufferedAnswer) response(r *http.Request) *http.Response {
	a.WriteHeader(http.StatusOK)
	return &http.Response{
		Status:     strconv.Itoa(a.status) + " " + http.StatusText(a.status),
		StatusCode: a.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        a.sent,
		Body:          io.NopCloser(&a.body),
		ContentLength: int64(a.body.Len()),
		Request:       r,
	}
}
