package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestWhatUsherSays(t *testing.T) {
	for name, test := range map[string]struct {
		status     int
		body       string
		who        string
		code, says string
	}{
		"a user":              {http.StatusOK, `{"data":{"me":{"id":"ann"}}}`, "ann", "", ""},
		"signed out":          {http.StatusOK, `{"errors":[{"extensions":{"code":"UNAUTHENTICATED","reason":"REVOKED"}}],"data":{"me":null}}`, "", codeUnauthenticated, "REVOKED"},
		"an error and a user": {http.StatusOK, `{"errors":[{"extensions":{"code":"UNAUTHENTICATED","reason":"EXPIRED"}}],"data":{"me":{"id":"ann"}}}`, "", codeUnauthenticated, "EXPIRED"},
		"too many calls":      {http.StatusTooManyRequests, `{"errors":[{"extensions":{"code":"RATE_LIMITED"}}]}`, "", codeUnavailable, "RATE_LIMITED"},
		"an error of a proxy": {http.StatusBadGateway, `<html>`, "", codeUnavailable, "502"},
		"a user and an error": {http.StatusBadGateway, `{"data":{"me":{"id":"ann"}}}`, "", codeUnavailable, "502"},
		"nobody":              {http.StatusOK, `{"data":{"me":null}}`, "", codeUnavailable, "neither"},
		"a user without id":   {http.StatusOK, `{"data":{"me":{"id":""}}}`, "", codeUnavailable, "neither"},
		"nothing":             {http.StatusOK, ``, "", codeUnavailable, "200"},
		"without an end":      {http.StatusOK, `{"extensions":"` + strings.Repeat("x", usherMaxBytes) + `","data":{"me":{"id":"ann"}}}`, "", codeUnavailable, "200"},
		"another address":     {http.StatusTemporaryRedirect, ``, "", codeUnavailable, "redirects"},
	} {
		t.Run(name, func(t *testing.T) {
			var elsewhere atomic.Int32
			mux := http.NewServeMux()
			mux.HandleFunc("/elsewhere", func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
			mux.HandleFunc("/graphql", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			server := httptest.NewServer(mux)
			defer server.Close()
			who, err := (&usher{url: server.URL + "/graphql", client: newUpstream(1)}).check(t.Context(), "token")
			if elsewhere.Load() > 0 {
				t.Error("the token was handed on")
			}
			if test.code == "" {
				if err != nil || who.Subject != test.who {
					t.Errorf("%+v, %v", who, err)
				}
				return
			}
			refused, ok := errors.AsType[*refusal](err)
			if !ok || refused.code != test.code || !strings.Contains(refused.Error(), test.says) || who != (caller{}) {
				t.Errorf("%+v, %v; want %s and %q", who, err, test.code, test.says)
			}
		})
	}
}

// TestOneTokenMayBeLong: what Usher seals is longer than what the pool signs.
func TestOneTokenMayBeLong(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`{"data":{"me":{"id":"ann"}}}`))
	}))
	defer server.Close()
	check := &usher{url: server.URL, client: newUpstream(1)}
	if _, err := check.check(t.Context(), strings.Repeat("x", tokenMaxBytes*3/2)); err != nil {
		t.Error(err)
	}
	if _, err := check.check(t.Context(), strings.Repeat("x", sealedMaxBytes+1)); err == nil || asked.Load() != 1 {
		t.Errorf("longer than any: %v after %d calls", err, asked.Load())
	}
}

// TestCallsAtOnceAreBounded: whoever sends garbage must not open connections to Usher without end.
func TestCallsAtOnceAreBounded(t *testing.T) {
	arrived, answer := make(chan struct{}, 2), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived <- struct{}{}
		<-answer
	}))
	defer server.Close()
	check := &usher{url: server.URL, client: newUpstream(1)}
	if speaks, ok := check.client.Transport.(*http.Transport); !ok || speaks.Protocols.HTTP2() {
		t.Error("over TLS one connection would have many calls")
	}
	first := make(chan error, 1)
	go func() {
		_, err := check.check(t.Context(), "first")
		first <- err
	}()
	<-arrived
	brief, done := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer done()
	_, err := check.check(brief, "second")
	if err == nil || len(arrived) > 0 {
		t.Errorf("the second call is at Usher beside the first: %v", err)
	}
	close(answer)
	<-first
}
