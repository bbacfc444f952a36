package localpool_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

const (
	wireContentType = "application/x-amz-json-1.1"
	targetPrefix    = "AWSCognitoIdentityProviderService."
	fakeSignature   = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260302/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00"
	// rawHost stands in for the endpoint; the in-process transport never resolves it.
	rawHost = "https://cognito-idp.us-east-1.amazonaws.com"
)

// rawAnswer is one HTTP exchange, body read.
type rawAnswer struct {
	status int
	header http.Header
	body   string
}

// do sends one plain HTTP request through the transport.
func (r *rig) do(method, path, body string, header map[string]string) rawAnswer {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, rawHost+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := r.pool.Transport().RoundTrip(request)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return rawAnswer{response.StatusCode, response.Header, string(answer)}
}

// call posts one operation unsigned, as browsers do.
func (r *rig) call(operation, body string) rawAnswer {
	r.t.Helper()
	return r.do(http.MethodPost, "/", body, map[string]string{
		"Content-Type": wireContentType, "X-Amz-Target": targetPrefix + operation,
	})
}

// callSigned posts one operation with a SigV4 header, as servers do.
func (r *rig) callSigned(operation, body string) rawAnswer {
	r.t.Helper()
	return r.do(http.MethodPost, "/", body, map[string]string{
		"Content-Type": wireContentType, "X-Amz-Target": targetPrefix + operation, "Authorization": fakeSignature,
	})
}

// object writes a JSON object from name, value pairs.
func object(t *testing.T, pairs map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// members decodes an answer's body into its top-level members.
func (a rawAnswer) members(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	var found map[string]json.RawMessage
	if err := json.Unmarshal([]byte(a.body), &found); err != nil {
		t.Fatalf("body is not a JSON object: %v\n%.300s", err, a.body)
	}
	return found
}

// failure reads the exception from the body alone; the header channel has its own test.
func (a rawAnswer) failure(t *testing.T) failure {
	t.Helper()
	var body struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal([]byte(a.body), &body); err != nil {
		t.Fatalf("error body is not JSON: %v\n%.300s", err, a.body)
	}
	return failure{body.Type, body.Message}
}

// visible is everything a caller can compare between two answers: all but the id and the date.
func (a rawAnswer) visible() string {
	header := a.header.Clone()
	header.Del("X-Amzn-Requestid")
	header.Del("Date")
	var text strings.Builder
	_ = header.Write(&text)
	return http.StatusText(a.status) + "\n" + text.String() + "\n" + a.body
}
