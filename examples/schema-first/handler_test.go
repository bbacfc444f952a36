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
		"a large body":               {"{ longestNote } #" + strings.Repeat("x", bodyMaxBytes), http.StatusOK, "too large"},
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
