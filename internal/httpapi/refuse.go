package httpapi

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"usher/internal/observe"
	"usher/internal/reqctx"
)

// Codes of the refusals that never reach GraphQL, in the words of its error codes.
const (
	codeInternal         = "INTERNAL_SERVER_ERROR"
	codeBadRequest       = "BAD_REQUEST"
	codeBlocked          = "CSRF_BLOCKED"
	codeNotFound         = "NOT_FOUND"
	codeMethodNotAllowed = "METHOD_NOT_ALLOWED"
	codeMisdirected      = "MISDIRECTED_REQUEST"
	codeTooLarge         = "REQUEST_TOO_LARGE"
	codeRateLimited      = "RATE_LIMITED"
)

const graphQLResponse = "application/graphql-response+json"

type refusal struct {
	Errors []refusalError `json:"errors"`
}

type refusalError struct {
	Message    string         `json:"message"`
	Extensions map[string]any `json:"extensions"`
}

// refuse answers with one error in the form of a GraphQL response, so that clients need one way to read errors.
// message is ours: nothing that the caller sent is repeated.
func refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	refuseWith(w, r, status, code, message, map[string]any{})
}

// refuseWith is refuse with more for programs to read, in extensions.
func refuseWith(w http.ResponseWriter, r *http.Request, status int, code, message string, extensions map[string]any) {
	observe.Record(r.Context()).AddErrorCode(code)
	extensions["code"] = code
	if id := reqctx.RequestID(r.Context()); id != "" {
		extensions["requestId"] = id
	}
	mediaType := "application/json"
	if strings.Contains(r.Header.Get("Accept"), graphQLResponse) {
		mediaType = graphQLResponse
	}
	writeJSON(w, status, mediaType, refusal{Errors: []refusalError{{Message: message, Extensions: extensions}}})
}

// writeJSON writes one of this package's own documents, which always encode.
func writeJSON(w http.ResponseWriter, status int, mediaType string, document any) {
	body, err := json.Marshal(document)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"errors":[{"message":"internal error"}]}`)
	}
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
