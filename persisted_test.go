package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func persistedQuery(id string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": id}}
}

// callByID sends the id of an operation in its place, and the operation, too, unless it is empty.
func (in *instance) callByID(id, query string, variables map[string]any, headers ...string) answer {
	in.t.Helper()
	request := map[string]any{"variables": variables, "extensions": persistedQuery(id)}
	if query != "" {
		request["query"] = query
	}
	body, err := json.Marshal(request)
	if err != nil {
		in.t.Fatal(err)
	}
	return in.post(body, headers...)
}

// typename is the type of the one field of an answer.
func (a answer) typename() string {
	for _, value := range a.Data {
		var of struct {
			Typename string `json:"__typename"`
		}
		_ = json.Unmarshal(value, &of)
		return of.Typename
	}
	code, _ := a.code()
	return code
}

// TestAutomaticPersistedQueries: the protocol over a socket, with a session, by GET, and with the limits
// that hold for the operation when it is sent.
func TestAutomaticPersistedQueries(t *testing.T) {
	in := startUsher(t, "USHER_APQ=true", "USHER_LIMITS=sign-in.account=3/1h")
	session := in.signedUp("ann@example.com", "correct horse 9")
	for step, want := range []string{"PERSISTED_QUERY_NOT_FOUND", "", ""} {
		query := map[bool]string{true: meOp}[step == 1]
		if code, _ := in.callByID(sha256Of(meOp), query, nil, bearer(session)).code(); code != want {
			t.Errorf("me, step %d: %q, want %q", step, code, want)
		}
	}
	if code, reason := in.callByID(sha256Of(meOp), "", nil).code(); code != "UNAUTHENTICATED" || reason != "MISSING" {
		t.Errorf("me without a token: %s %s", code, reason)
	}

	extensions, err := json.Marshal(persistedQuery(sha256Of(meOp)))
	if err != nil {
		t.Fatal(err)
	}
	for preflight, want := range map[string]int{"": http.StatusForbidden, "1": http.StatusOK} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, in.url+"/graphql?extensions="+url.QueryEscape(string(extensions)), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+session.AccessToken)
		req.Header.Set("Apollo-Require-Preflight", preflight)
		resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != want || want == http.StatusOK && !strings.Contains(string(body), "ann@example.com") {
			t.Errorf("GET with preflight %q: %d %s", preflight, resp.StatusCode, body)
		}
	}

	wrong := map[string]any{"input": map[string]any{"username": "ann@example.com", "password": "wrong horse 9"}}
	in.callByID(sha256Of(signInOp), signInOp, wrong)
	var ended []string
	for range 4 {
		ended = append(ended, in.callByID(sha256Of(signInOp), "", wrong).typename())
	}
	if !slices.Equal(ended, []string{"InvalidCredentials", "InvalidCredentials", "RateLimited", "RateLimited"}) {
		t.Errorf("guesses by hash ended as %v", ended)
	}
	if n := in.sum("usher_automatic_persisted_queries_total", `"found"`); n != 7 {
		t.Errorf("%d hits are counted, want 7", n)
	}
}

// TestALiteralPasswordIsNotKept: who sees the hash in a log must not be able to sign in with it.
func TestALiteralPasswordIsNotKept(t *testing.T) {
	in := startUsher(t, "USHER_APQ=true")
	in.signedUp("ann@example.com", "correct horse 9")
	const literal = `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`
	if got := in.callByID(sha256Of(literal), literal, nil).typename(); got != "Session" {
		t.Errorf("sent in full: %s", got)
	}
	if code, _ := in.callByID(sha256Of(literal), "", nil).code(); code != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("named afterwards: %s", code)
	}
	if n := in.sum("usher_automatic_persisted_queries_total", `"not_stored"`); n != 1 {
		t.Errorf("%d are counted as not stored", n)
	}
}

// TestInstancesKeepAutomaticQueriesToThemselves: what one was sent, another asks for once; the shared store
// holds none of it.
func TestInstancesKeepAutomaticQueriesToThemselves(t *testing.T) {
	redis := startRedis(t)
	one := startUsher(t, "USHER_APQ=true", "REDIS_URL="+redis.URL())
	other := startUsher(t, "USHER_APQ=true", "REDIS_URL="+redis.URL())
	const query = `query Config { config { signUpOpen } }`
	for i, in := range []*instance{one, other} {
		for step, want := range []string{"PERSISTED_QUERY_NOT_FOUND", "", ""} {
			text := map[bool]string{true: query}[step == 1]
			if code, _ := in.callByID(sha256Of(query), text, nil).code(); code != want {
				t.Errorf("instance %d, step %d: %q, want %q", i, step, code, want)
			}
		}
	}
	if kept := dump(t, redis); strings.Contains(kept, sha256Of(query)) || strings.Contains(kept, "signUpOpen") {
		t.Errorf("the shared store holds the query:\n%s", kept)
	}
}
