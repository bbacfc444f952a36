package localpool

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	targetPrefix = "AWSCognitoIdentityProviderService."
	contentType  = "application/x-amz-json-1.1"

	// maxBodyBytes leaves room for the longest member of the model (131,072 characters) with its escapes.
	maxBodyBytes = 512 << 10
	// maxBodyDepth is more than any request shape nests.
	maxBodyDepth = 32

	// maxHeaderText is in bytes; the body carries the whole text.
	maxHeaderText = 1024

	corsMaxAge = 24 * time.Hour
)

// ServeHTTP answers POST / with the operation that X-Amz-Target names, GET with the documents of a pool, and browsers'
// preflight requests.
func (p *Pool) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	requestID, err := randomUUID(p.random)
	if err != nil {
		p.logger.ErrorContext(r.Context(), "no request id", "error", err)
	}
	header.Set("X-Amzn-Requestid", requestID)
	switch r.Method {
	case http.MethodOptions:
		header.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		header.Set("Access-Control-Allow-Headers",
			"content-type,x-amz-target,x-amz-user-agent,x-amz-date,x-amz-security-token,x-amz-content-sha256,cache-control,amz-sdk-request,amz-sdk-invocation-id,authorization")
		header.Set("Access-Control-Max-Age", strconv.Itoa(int(corsMaxAge.Seconds())))
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet, http.MethodHead:
		p.serveDocument(w, r)
	case http.MethodPost:
		p.serveOperation(w, r, requestID)
	default:
		header.Set("Allow", "GET, HEAD, OPTIONS, POST")
		p.answerDocument(w, http.StatusMethodNotAllowed, map[string]string{"message": "This method is not allowed."})
	}
}

func (p *Pool) serveOperation(w http.ResponseWriter, r *http.Request, requestID string) {
	name, known := strings.CutPrefix(r.Header.Get("X-Amz-Target"), targetPrefix)
	op, found := p.operations[name]
	if !known || !found {
		p.answerError(w, fail(unknownOperation, ""))
		return
	}
	fault := p.faults.received(name)
	err := fault.before(r.Context())
	var out any
	if err == nil {
		out, err = p.run(r, op)
	}
	if fault.DropAnswer {
		panic(http.ErrAbortHandler)
	}
	if err == nil {
		p.answer(w, http.StatusOK, out)
		return
	}
	if _, expected := errors.AsType[*apiError](err); !expected {
		p.logger.ErrorContext(r.Context(), "operation failed", "operation", name, "request_id", requestID, "error", err)
	}
	p.answerError(w, err)
}

// run does the work. A panic is a fault of this package or of the store: it becomes one failed call.
func (p *Pool) run(r *http.Request, op operation) (out any, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			out, err = nil, fmt.Errorf("localpool: panic: %v\n%s", broken, debug.Stack())
		}
	}()
	if op.signed {
		if err := checkSignature(r.Header.Get("Authorization")); err != nil {
			return nil, err
		}
	}
	body, err := readBody(r.Body)
	if err != nil {
		return nil, err
	}
	return op.run(r.Context(), p, body)
}

// readBody returns a JSON object whose size, depth and encoding are harmless.
func readBody(from io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, maxBodyBytes+1))
	switch {
	case err != nil:
		return nil, fail(serialization, "The request body could not be read.")
	case len(body) > maxBodyBytes:
		return nil, fail(serialization, "The request body is larger than "+strconv.Itoa(maxBodyBytes)+" bytes.")
	case !utf8.Valid(body), nesting(body) > maxBodyDepth, !json.Valid(body), !strings.HasPrefix(strings.TrimLeft(string(body), " \t\r\n"), "{"):
		return nil, fail(serialization, "")
	}
	return body, nil
}

// nesting returns how deep objects and arrays go, without the recursion of a parser.
func nesting(body []byte) int {
	depth, deepest := 0, 0
	inString, escaped := false, false
	for _, c := range body {
		switch {
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

func (p *Pool) answerError(w http.ResponseWriter, err error) {
	shown, expected := errors.AsType[*apiError](err)
	if !expected {
		shown = &apiError{Type: internalError, Message: "Internal error"}
	}
	status := http.StatusBadRequest
	if shown.Type == internalError || shown.Type == "InternalServerException" {
		status = http.StatusInternalServerError
	}
	// Clients disagree about where they look, so both channels carry the type and the text.
	w.Header().Set("X-Amzn-Errortype", string(shown.Type)+":")
	w.Header().Set("X-Amzn-Errormessage", headerText(shown.Message))
	p.answer(w, status, struct {
		Type    exception `json:"__type"`
		Message string    `json:"message"`
	}{shown.Type, shown.Message})
}

func (p *Pool) answer(w http.ResponseWriter, status int, out any) {
	p.write(w, status, contentType, out)
}

func (p *Pool) answerDocument(w http.ResponseWriter, status int, document any) {
	p.write(w, status, "application/json", document)
}

func (p *Pool) write(w http.ResponseWriter, status int, mediaType string, out any) {
	body, err := json.Marshal(out)
	if err != nil {
		p.logger.Error("answer not encodable", "error", err)
		status, body = http.StatusInternalServerError, []byte(`{"__type":"InternalErrorException","message":"Internal error"}`)
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// The work is done and stored: a client that went away changes nothing.
	_, _ = w.Write(body)
}

// headerText keeps what a header may carry.
func headerText(text string) string {
	text = text[:min(len(text), maxHeaderText)]
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return ' '
		}
		return r
	}, text)
}

// epoch is a time as Cognito sends it: a JSON number of seconds.
type epoch time.Time

func (e epoch) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(time.Time(e).UnixMilli())/1000, 'f', 3, 64), nil
}
