package graph

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"usher/internal/manifest"
)

// refusal answers a request that holds no operation we would run. It is fixed
// text: nothing of the request is in it.
type refusal struct {
	status  int
	code    string
	message string
	allow   string // for the Allow header
	close   bool   // the rest of the body is not worth reading
}

const bothMethods = "GET, POST"

var (
	refuseNotAcceptable = &refusal{
		status: http.StatusNotAcceptable, code: CodeBadRequest,
		message: "answers are application/graphql-response+json or application/json: accept one of them, in utf-8",
	}
	refuseMethod = &refusal{
		status: http.StatusMethodNotAllowed, code: CodeBadRequest, allow: bothMethods, close: true,
		message: "send operations with POST, or queries with GET",
	}
	refuseMutationByGet = &refusal{
		status: http.StatusMethodNotAllowed, code: CodeBadRequest, allow: http.MethodPost,
		message: "GET runs queries only: send mutations with POST",
	}
	refuseMediaType = &refusal{
		status: http.StatusUnsupportedMediaType, code: CodeBadRequest, close: true,
		message: "send the operation as application/json in utf-8, not compressed",
	}
	refuseBodySize = &refusal{
		status: http.StatusRequestEntityTooLarge, code: CodeRequestTooLarge, close: true,
		message: "the request is larger than this server accepts",
	}
	refuseBody = &refusal{
		status: http.StatusBadRequest, code: CodeBadRequest, close: true,
		message: "the body ended early or could not be read",
	}
	refusePreflight = &refusal{
		status: http.StatusForbidden, code: CodeCSRFBlocked,
		message: "a GET needs a non-empty apollo-require-preflight or x-apollo-operation-name header, " +
			"so that no other site can send it unasked",
	}
	refuseParameters = &refusal{
		status: http.StatusBadRequest, code: CodeBadRequest,
		message: "give each of query, operationName, variables and extensions once at most, URL-encoded",
	}
	refuseNoQuery = &refusal{
		status: http.StatusBadRequest, code: CodeBadRequest,
		message: "the request has no query",
	}
	refusePersistedQuery = &refusal{
		status: http.StatusBadRequest, code: CodePersistedQueryNotSupported,
		message: persistedNotSupported,
	}
	refuseNotFound = &refusal{
		status: http.StatusBadRequest, code: CodePersistedQueryNotFound,
		message: persistedNotFound,
	}
	refusePersistedExtension = &refusal{
		status: http.StatusBadRequest, code: CodeBadRequest,
		message: "extensions.persistedQuery must hold version 1 and a sha256Hash of at most " + strconv.Itoa(manifest.MaxIDBytes) + " bytes",
	}
	refuseMismatch = &refusal{
		status: http.StatusBadRequest, code: CodeBadRequest,
		message: "extensions.persistedQuery.sha256Hash names another document than the query",
	}
)

// read takes the GraphQL request out of an HTTP request.
func (t *transport) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	start := graphql.Now()
	var params graphql.RawParams
	var refused *refusal
	switch r.Method {
	case http.MethodPost:
		params, refused = t.readPost(w, r)
	case http.MethodGet:
		params, refused = t.readGet(r)
	default:
		return nil, refuseMethod
	}
	if refused != nil {
		return nil, refused
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return &params, nil
}

func (t *transport) readPost(w http.ResponseWriter, r *http.Request) (graphql.RawParams, *refusal) {
	if !isJSON(r.Header) {
		return graphql.RawParams{}, refuseMediaType
	}
	// The declared length is enough to refuse: nothing of the body is read.
	if r.ContentLength > t.maxBody {
		return graphql.RawParams{}, refuseBodySize
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, t.maxBody))
	if _, tooLong := errors.AsType[*http.MaxBytesError](err); tooLong {
		return graphql.RawParams{}, refuseBodySize
	}
	if err != nil {
		return graphql.RawParams{}, refuseBody
	}
	params, err := decodeRequest(body)
	if err != nil {
		return params, refuseJSON(err)
	}
	return params, nil
}

// isJSON asks for exactly one Content-Type, so that no other reader of the
// request could have taken it for something else.
func isJSON(header http.Header) bool {
	types := header.Values("Content-Type")
	if len(types) != 1 {
		return false
	}
	media, params, err := mime.ParseMediaType(types[0])
	if err != nil || media != string(mediaJSON) {
		return false
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return false
	}
	encoding := header.Get("Content-Encoding")
	return encoding == "" || strings.EqualFold(encoding, "identity")
}

// readGet takes a query from the URL. Browsers send a GET across sites without
// asking first, unless it carries a header that forms and links cannot set.
func (t *transport) readGet(r *http.Request) (graphql.RawParams, *refusal) {
	var params graphql.RawParams
	if r.Header.Get("apollo-require-preflight") == "" && r.Header.Get("x-apollo-operation-name") == "" {
		return params, refusePreflight
	}
	if int64(len(r.URL.RawQuery)) > t.maxBody {
		return params, refuseBodySize
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return params, refuseParameters
	}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		if len(values[name]) > 1 {
			return params, refuseParameters
		}
	}
	// Without escapes a value is a part of the URL, and what keeps it would keep the whole.
	params.Query = strings.Clone(values.Get("query"))
	params.OperationName = values.Get("operationName")
	if params.Variables, err = parameterObject(values.Get("variables")); err != nil {
		return params, refuseJSON(err)
	}
	if params.Extensions, err = parameterObject(values.Get("extensions")); err != nil {
		return params, refuseJSON(err)
	}
	return params, nil
}

func parameterObject(text string) (map[string]any, error) {
	if text == "" || text == "null" {
		return nil, nil
	}
	return decodeObject([]byte(text))
}

func refuseJSON(err error) *refusal {
	code := CodeBadRequest
	if errors.Is(err, errJSONBatch) {
		code = CodeBatchingDisabled
	}
	return &refusal{status: http.StatusBadRequest, code: code, message: err.Error()}
}
