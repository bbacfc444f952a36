package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"usher/internal/observe"
)

// maxResponse is the longest answer sent. The full introspection of the schema
// takes a few hundred kilobytes; nothing else comes near.
const maxResponse = 4 << 20

// reply is the answer to one request, written once.
type reply struct {
	transport *transport
	writer    http.ResponseWriter
	media     mediaType
	patience  *patience
	staged    bool // beforeWrite has been called
	started   bool // the status line is out
}

// refuse answers a request that did not come to an operation.
func (a *reply) refuse(ctx context.Context, r *refusal) {
	header := a.writer.Header()
	if r.allow != "" {
		header.Set("Allow", r.allow)
	}
	if r.close {
		header.Set("Connection", "close")
	}
	a.errorsOnly(ctx, refusalStatus(a.media, r), gqlerror.List{codedError(r.code, r.message)})
}

// requestErrors answers an operation that did not run.
func (a *reply) requestErrors(ctx context.Context, errs gqlerror.List) {
	a.errorsOnly(ctx, requestErrorStatus(a.media, errs), errs)
}

func (a *reply) errorsOnly(ctx context.Context, status int, errs gqlerror.List) {
	errs = errs[:min(len(errs), maxErrors)]
	for _, err := range errs {
		if err.Extensions == nil {
			err.Extensions = make(map[string]any, 1)
		}
		if id := a.transport.requestID(ctx); id != "" {
			err.Extensions[extRequestID] = id
		}
	}
	record(ctx, errs)
	var body bytes.Buffer
	body.WriteString(`{"errors":`)
	if !appendJSON(&body, errs) {
		body.Reset()
		body.WriteString(`{"errors":[{"message":"` + internalMessage + `","extensions":{"code":"` + CodeInternal + `"}}]`)
	}
	body.WriteByte('}')
	a.write(ctx, status, body.Bytes())
}

// executed answers an operation that ran. Members other than errors, data and
// extensions belong to incremental delivery, which the guard refuses.
func (a *reply) executed(ctx context.Context, response *graphql.Response) {
	errs := presented(response.Errors)
	record(ctx, errs)
	dataIsNull := len(response.Data) == 0 || bytes.Equal(response.Data, []byte("null"))

	var body bytes.Buffer
	body.Grow(len(response.Data) + 64)
	body.WriteByte('{')
	encoded := true
	if len(errs) > 0 {
		body.WriteString(`"errors":`)
		encoded = appendJSON(&body, errs)
		body.WriteByte(',')
	}
	body.WriteString(`"data":`)
	if dataIsNull {
		body.WriteString("null")
	} else {
		body.Write(response.Data)
	}
	if len(response.Extensions) > 0 {
		body.WriteString(`,"extensions":`)
		encoded = appendJSON(&body, response.Extensions) && encoded
	}
	body.WriteByte('}')

	if !encoded || body.Len() > maxResponse {
		a.transport.logger.ErrorContext(ctx, "graphql answer cannot be sent",
			slog.Bool("encodable", encoded), slog.Int("bytes", body.Len()), slog.Int("limit", maxResponse))
		a.requestErrors(ctx, gqlerror.List{codedError(CodeInternal,
			"the answer cannot be sent: ask for less in one operation")})
		return
	}
	a.write(ctx, executedStatus(a.media, dataIsNull, errs), body.Bytes())
}

// presented cuts the errors of an operation to the first few. One without a
// code has missed the presenter, and its words are not for the client.
func presented(errs gqlerror.List) gqlerror.List {
	errs = errs[:min(len(errs), maxErrors)]
	for i, err := range errs {
		if errorCode(err) == "" {
			errs[i] = internalError()
			errs[i].Path = err.Path
		}
	}
	return errs
}

// record names the errors on the request's line in the log.
func record(ctx context.Context, errs gqlerror.List) {
	for _, err := range errs {
		observe.Record(ctx).AddErrorCode(errorCode(err))
	}
}

func appendJSON(body *bytes.Buffer, value any) bool {
	encoded, err := json.Marshal(value)
	body.Write(encoded)
	return err == nil
}

// write sends the answer. beforeWrite runs first and our own headers come
// after it, so that nothing staged can make an answer cacheable.
func (a *reply) write(ctx context.Context, status int, body []byte) {
	header := a.writer.Header()
	if before := a.transport.beforeWrite; before != nil && !a.staged {
		a.staged = true
		before(ctx, header)
	}
	a.patience.write(header)
	header.Set("Content-Type", string(a.media)+"; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("Cache-Control", "no-store")
	a.started = true
	a.writer.WriteHeader(status)
	_, _ = a.writer.Write(body) // a client that went away has nobody to tell
}

// recoverPanic turns a panic on the way to the answer into an answer. Panics
// in resolvers do not come here: gqlgen recovers those field by field.
func (a *reply) recoverPanic(ctx context.Context) {
	value := recover()
	if value == nil {
		return
	}
	if value == http.ErrAbortHandler { //nolint:errorlint // a sentinel that is never wrapped
		panic(value)
	}
	observe.LogPanic(ctx, a.transport.logger, panicked, a.transport.requestID(ctx), value)
	if a.started {
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	a.errorsOnly(ctx, http.StatusInternalServerError, gqlerror.List{internalError()})
}

// panicked is the log's message for a panic within an operation, wherever it was recovered.
const panicked = "panic while answering a graphql request"

// internalError is all that a client learns about a fault.
func internalError() *gqlerror.Error {
	return codedError(CodeInternal, internalMessage)
}
