package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// named takes a token for the name of its holder, and counts how often it was asked.
type named struct{ asked atomic.Int32 }

func (n *named) check(_ context.Context, token string) (caller, error) {
	n.asked.Add(1)
	if token == "broken" {
		return caller{}, unavailable(errors.New("secret of the log"))
	}
	return caller{Subject: token}, nil
}

// leaving is where callers hang up while they are looked at, if they are early.
type leaving struct {
	named
	early bool
	leave context.CancelFunc
}

func (l *leaving) check(ctx context.Context, token string) (caller, error) {
	if l.early {
		l.leave()
	}
	return l.named.check(ctx, token)
}

func serve(t *testing.T, who checker, notes *notebook, document string, authorization ...string) (int, string) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(fmt.Sprintf(`{"query":%q}`, document)))
	req.Header.Set("Content-Type", "application/json")
	req.Header["Authorization"] = authorization
	rec := httptest.NewRecorder()
	newHandler(who, notes, slog.New(slog.DiscardHandler)).ServeHTTP(rec, req)
	return rec.Code, rec.Body.String()
}

func TestTheTokenIsLookedAtOnceAndOnlyWhenAsked(t *testing.T) {
	who, notes := &named{}, newNotebook((&clock{}).now)
	serve(t, who, notes, `{ longestNote __typename }`, "Bearer ann")
	if n := who.asked.Load(); n != 0 {
		t.Errorf("looked at %d times for public fields", n)
	}
	serve(t, who, notes, `{ a: notes { id } b: notes { id } c: notes { id } }`, "Bearer ann")
	if n := who.asked.Load(); n != 1 {
		t.Errorf("looked at %d times for three fields, want 1", n)
	}
}

func TestWhoCallsIsReadFromOneHeader(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		want  string
	}{
		"none":           {nil, "MISSING"},
		"a token":        {[]string{"bearer ann"}, `"data":{"notes":[]}`},
		"another scheme": {[]string{"Basic ann"}, "INVALID"},
		"no token":       {[]string{"Bearer "}, "INVALID"},
		"two in a line":  {[]string{"Bearer ann, Bearer bob"}, "INVALID"},
		"two lines":      {[]string{"Bearer ann", "Bearer bob"}, "INVALID"},
		"two by a tab":   {[]string{"Bearer ann\tbob"}, "INVALID"},
		"no ASCII":       {[]string{"Bearer änn"}, "INVALID"},
		"all it may be":  {[]string{"Bearer aZ09-._~+/="}, `"data":{"notes":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, body := serve(t, &named{}, newNotebook((&clock{}).now), `{ notes { id } }`, test.lines...); !strings.Contains(body, test.want) {
				t.Errorf("answered with %s, want %s", body, test.want)
			}
		})
	}
}

func TestBoundsOfARequest(t *testing.T) {
	entity := func(n int) string {
		return `{ _entities(representations: [` + strings.Repeat(`{__typename: "Me", id: "ann"} `, n) + `]) { ... on Me { notes { id } } } }`
	}
	for name, test := range map[string]struct {
		document string
		status   int
		want     string
	}{
		"as many entities as may be": {entity(entitiesMax), http.StatusOK, `"notes":[]`},
		"one entity more":            {entity(entitiesMax + 1), http.StatusOK, codeForbidden},
		"many tokens":                {"{" + strings.Repeat(" longestNote", documentTokens) + "}", http.StatusUnprocessableEntity, "token"},
		"a large body":               {"{ longestNote } #" + strings.Repeat("x", bodyMaxBytes), http.StatusOK, codeBadRequest},
		"an entity of another type":  {`{ _entities(representations: [{__typename: "Note", id: "ann"}]) { __typename } }`, http.StatusOK, codeBadInput},
		"an entity without a type":   {`{ _entities(representations: [{id: "ann"}]) { __typename } }`, http.StatusOK, codeBadInput},
		"an entity without an id":    {`{ _entities(representations: [{__typename: "Me"}]) { __typename } }`, http.StatusOK, codeBadInput},
		"an id that is no string":    {`{ _entities(representations: [{__typename: "Me", id: ["ann"]}]) { __typename } }`, http.StatusOK, codeBadInput},
		"what tools ask of it":       {"{ _service { sdl } }", http.StatusOK, "@key(fields:"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := serve(t, &named{}, newNotebook((&clock{}).now), test.document, "Bearer ann"); status != test.status || !strings.Contains(body, test.want) {
				t.Errorf("answered with %d %.300s, want %d %s", status, body, test.status, test.want)
			}
		})
	}
}

func TestOnlyTheLogHearsWhy(t *testing.T) {
	notes := newNotebook((&clock{}).now)
	if _, body := serve(t, &named{}, notes, `{ notes { id } }`, "Bearer broken"); strings.Contains(body, "secret") || !strings.Contains(body, `"retryable":true`) {
		t.Errorf("a check that failed: %s", body)
	}
	notes.random = bytes.NewReader(nil)
	_, body := serve(t, &named{}, notes, `mutation { addNote(input: {text: "x"}) { __typename } }`, "Bearer ann")
	if strings.Contains(body, "EOF") || !strings.Contains(body, codeInternal) {
		t.Errorf("no randomness: %s", body)
	}
}

func TestAnOutageIsInTheLogOnceARequest(t *testing.T) {
	var written bytes.Buffer
	who := &leaving{}
	h := newHandler(who, newNotebook((&clock{}).now), slog.New(slog.NewTextHandler(&written, nil)))
	send := func() {
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		who.leave = leave
		req := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ a: notes { id } b: notes { id } }"}`))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer broken")
		h.ServeHTTP(httptest.NewRecorder(), req)
	}
	send()
	if got := strings.Count(written.String(), "secret of the log"); got != 1 || strings.Contains(written.String(), "broken") {
		t.Errorf("said %d times:\n%s", got, written.String())
	}
	written.Reset()
	who.early = true
	send()
	if written.Len() > 0 {
		t.Errorf("of a caller who hung up:\n%s", written.String())
	}
}

// TestAFieldWithAuthIsNotReached holds for fields whose resolver forgets to ask who calls.
func TestAFieldWithAuthIsNotReached(t *testing.T) {
	_, err := requireCaller(t.Context(), nil, func(context.Context) (any, error) {
		t.Error("the field is reached")
		return nil, nil
	})
	if refused, ok := errors.AsType[*refusal](err); !ok || refused.reason != missing {
		t.Errorf("%v", err)
	}
}

func TestABodyThatIsNoRequestIsNotSentBack(t *testing.T) {
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query": "password`))
	req.Header.Set("Content-Type", "application/json")
	rec := httptest.NewRecorder()
	newHandler(&named{}, newNotebook((&clock{}).now), slog.New(slog.DiscardHandler)).ServeHTTP(rec, req)
	if body := rec.Body.String(); rec.Code != http.StatusBadRequest || strings.Contains(body, "password") || !strings.Contains(body, codeBadRequest) {
		t.Errorf("answered with %d %s", rec.Code, body)
	}
}
