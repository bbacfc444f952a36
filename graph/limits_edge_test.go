package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/auth"
	"usher/internal/ratelimit"
)

// exchange posts a mutation from a device that its caller may have proven, and returns the whole answer.
func (e *edge) exchange(t *testing.T, query, bearer, device string) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(context.WithValue(t.Context(), deviceKey{}, device), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	return w
}

const guess = `mutation { signIn(input: { username: "ann@example.com", password: "wrong" }) { __typename } }`

func TestStrangersCannotShutTheOwnerOut(t *testing.T) {
	e := newEdge(t)
	e.guessed("right")
	for range 10 {
		e.exchange(t, guess, "", "")
	}
	entry := strings.Replace(guess, "wrong", "right", 1)
	if w := e.exchange(t, entry, "", ""); !strings.Contains(w.Body.String(), "RateLimited") {
		t.Errorf("a stranger's right password during the limit: %s", w.Body)
	}
	if w := e.exchange(t, entry, "", "laptop"); !strings.Contains(w.Body.String(), "TotpChallenge") {
		t.Errorf("the owner on a known device: %s", w.Body)
	}
	limited := 0
	for range 10 { // a device that was stolen has no more guesses than a stranger
		if strings.Contains(e.exchange(t, guess, "", "laptop").Body.String(), "RateLimited") {
			limited++
		}
	}
	if limited != 5 {
		t.Errorf("%d of 10 guesses on a known device were refused, want 5", limited)
	}
}

func TestAnAddressIsHeldWhateverTheAccount(t *testing.T) {
	e := newEdge(t)
	asked := e.guessed("right")
	spray := func(n int) (refused int) {
		for i := range n {
			name := strings.Repeat("x", i%50+1) + time.Duration(i).String()
			if strings.Contains(e.tried(t, signInOf(name+"@example.com", "wrong"), ""), "RateLimited") {
				refused++
			}
		}
		return refused
	}
	if refused := spray(40); refused != 10 || *asked != 30 {
		t.Errorf("%d of 40 refused, %d reached the pool; want 10 and 30", refused, *asked)
	}
	e.callFrom("2001:db8:1:2::1")
	if refused := spray(30); refused != 0 {
		t.Errorf("another address: %d refused", refused)
	}
	e.callFrom("2001:db8:1:2:ffff::2") // the same customer's
	if refused := spray(1); refused != 1 {
		t.Error("another address of the same network is let through")
	}
}

// An answer of any kind that asks to wait says so in the header as well, and to whatever waits longest.
func TestRetryAfter(t *testing.T) {
	e := newEdge(t)
	e.guessed("right")
	var last *httptest.ResponseRecorder
	for range 6 {
		last = e.exchange(t, guess, "", "")
	}
	if got := last.Header().Get("Retry-After"); got != "960" || last.Code != http.StatusOK {
		t.Errorf("data: Retry-After %q, status %d", got, last.Code)
	}
	if got := e.exchange(t, `mutation { signIn(input: { username: "bob@example.com", password: "wrong" }) { __typename } }`, "", "").Header()["Retry-After"]; got != nil {
		t.Errorf("an answer that asks nobody to wait: %q", got)
	}
	for range 60 {
		last = e.exchange(t, `mutation { signOut { wasSignedIn } }`, "", "")
	}
	if strings.Contains(last.Body.String(), "errors") {
		t.Fatalf("within the limit: %s", last.Body)
	}
	last = e.exchange(t, `mutation { signOut { wasSignedIn } }`, "", "")
	if got := last.Header().Get("Retry-After"); got != "1" || last.Code != http.StatusTooManyRequests {
		t.Errorf("error: Retry-After %q, status %d", got, last.Code)
	}
	for _, want := range []string{`"code":"RATE_LIMITED"`, `"retryAfter":1`, `"path":["signOut"]`, `"message":"Too many tries.`} {
		if !strings.Contains(last.Body.String(), want) {
			t.Errorf("no %s in %s", want, last.Body)
		}
	}
	if strings.Contains(e.log.String(), "RATE_LIMITED") {
		t.Error("a refusal writes a line of the log")
	}
	e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{}, &auth.Error{Code: auth.RateLimited, RetryAfter: 90 * time.Second}
	}
	last = e.exchange(t, strings.Replace(guess, "ann", "eve", 1), "", "")
	if got := last.Header().Get("Retry-After"); got != "90" {
		t.Errorf("the pool's own limit: Retry-After %q", got)
	}
}

func TestTheLongestWaitIsSaid(t *testing.T) {
	ctx, p := withPatience(t.Context())
	for _, d := range []time.Duration{3 * time.Second, 40 * time.Second, 5 * time.Second} {
		wait(ctx, d)
	}
	header := http.Header{}
	if p.write(header); header.Get("Retry-After") != "40" {
		t.Errorf("%v", header)
	}
}

// A store that fails must not be a way past a limit.
func TestWithoutAnAnswerOfTheLimitsNothingRuns(t *testing.T) {
	e := newEdge(t)
	asked := e.guessed("right")
	e.storeDown.Store(true)
	for _, mutation := range []string{guess, `mutation { signOut { wasSignedIn } }`} {
		if w := e.exchange(t, mutation, "", ""); !strings.Contains(w.Body.String(), CodeInternal) {
			t.Errorf("%s: %s", mutation, w.Body)
		}
	}
	if *asked != 0 {
		t.Error("the pool was asked")
	}
}

func TestEveryMutationHasALimitThatHolds(t *testing.T) {
	const head = `directive @rateLimit(policy: String!) on FIELD_DEFINITION directive @auth on FIELD_DEFINITION
		type Query { a: Int } type RateLimited { a: Int } type Done { a: Int } union Answer = Done | RateLimited union Short = Done `
	known := func(policy string) bool { return policy == "known" }
	for name, c := range map[string]struct{ schema, want string }{
		"a union with a member for it": {`type Mutation { m: Answer @rateLimit(policy: "known") @auth }`, ""},
		"no union":                     {`type Mutation { m: Done @rateLimit(policy: "known") }`, ""},
		"none":                         {`type Mutation { m: Answer @auth }`, "needs @rateLimit"},
		"an unknown policy":            {`type Mutation { m: Answer @rateLimit(policy: "knwon") }`, "no policy"},
		"a union without a member":     {`type Mutation { m: Short @rateLimit(policy: "known") }`, "member RateLimited"},
		"before the session is known":  {`type Mutation { m: Answer @auth @rateLimit(policy: "known") }`, "before @auth"},
		"deep within":                  {`type Inner { f: Answer @rateLimit(policy: "known") } type Mutation { m: Done @rateLimit(policy: "known") }`, "Query or Mutation"},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkLimits(gqlparser.MustLoadSchema(&ast.Source{Input: head + c.schema}), known)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// What a policy counts by an account or a recipient, every mutation that carries it has to tell.
func TestEveryMutationTellsWhomItCounts(t *testing.T) {
	told := map[string]string{ // what each field's input counts by, besides the address
		"signUp": "recipient", "resendConfirmationCode": "recipient", "forgotPassword": "recipient",
		"requestEmailChange": "account and recipient", "requestPhoneChange": "account and recipient", "resendVerificationCode": "account",
		"signIn": "account or recipient", "respondToChallenge": "account or recipient", "changePassword": "account", "deleteAccount": "account",
		"confirmSignUp": "account", "confirmForgotPassword": "account", "verifyContact": "account", "confirmTotp": "account",
		"finishPasskeyRegistration": "nothing: a signature cannot be guessed",
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(SDL())})
	for _, field := range schema.Mutation.Fields {
		name := field.Directives.ForName("rateLimit").Arguments.ForName("policy").Value.Raw
		policy, known := ratelimit.Defaults().Get(name)
		if !known {
			t.Errorf("%s: no policy %s", field.Name, name)
		}
		named := false
		for _, limit := range policy.Limits {
			named = named || limit.By == ratelimit.ByAccount || limit.By == ratelimit.ByRecipient
		}
		if named != (told[field.Name] != "") {
			t.Errorf("%s has the policy %s, which counts by name: %t; the input tells %q", field.Name, name, named, told[field.Name])
		}
	}
}
