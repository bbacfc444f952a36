package cognito

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// maxAnswerBytes bounds what one answer may hold in memory. The largest, a pool's description with
// all its templates and fifty attributes, is a tenth of it.
const maxAnswerBytes = 1 << 20

// flight is the HTTP client of one call. It remembers how far the latest attempt got, because that
// decides whether a fault may have spent something.
type flight struct {
	via    aws.HTTPClient
	spend  func(context.Context) error // takes the budget of one attempt, or refuses it
	latest *attempt
}

// attempt is how far one request got. The hooks of a trace may run late and in other goroutines.
type attempt struct{ waits, connected atomic.Bool }

// Do sends one attempt, if there is budget for it: a second attempt counts at Cognito like the first.
func (f *flight) Do(r *http.Request) (*http.Response, error) {
	if err := f.spend(r.Context()); err != nil {
		return nil, err
	}
	a := &attempt{}
	f.latest = a
	trace := &httptrace.ClientTrace{
		GetConn: func(string) { a.waits.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { a.connected.Store(true) },
	}
	r = r.WithContext(httptrace.WithClientTrace(r.Context(), trace))
	if r.Body != nil {
		r.Body = plainBody{r.Body}
	}
	answer, err := f.via.Do(r)
	if answer != nil && answer.Body != nil {
		answer.Body = limitedBody{io.LimitReader(answer.Body, maxAnswerBytes), answer.Body}
	}
	return answer, err
}

// departed tells whether an attempt was handed to the network at all.
func (f *flight) departed() bool { return f.latest != nil }

// mayHaveArrived tells whether Cognito may have seen the latest attempt. It errs on the side of
// yes: only an attempt that asked for a connection and never got one is known to have stayed here.
// A client that reports no connections, such as one in process, is believed to have sent.
func (f *flight) mayHaveArrived() bool {
	if !f.departed() {
		return false
	}
	return !f.latest.waits.Load() || f.latest.connected.Load()
}

// plainBody hides the WriteTo of the SDK's request body. That one fails once the call is over,
// which net/http may still be finding out when a near server has answered; it then throws a good
// connection away.
type plainBody struct{ io.ReadCloser }

type limitedBody struct {
	io.Reader
	io.Closer
}
