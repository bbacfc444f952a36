package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"testing"

	"usher/internal/badinput"
	"usher/internal/httpapi"
	"usher/internal/reqctx"
)

// forwardedCase is a request with what proxies and clients wrote into it.
type forwardedCase struct {
	Name    string      `json:"name"`
	Peer    string      `json:"peer"` // the other end of the connection
	Trusted []string    `json:"trusted"`
	Headers [][2]string `json:"headers"`
	Repeat  int         `json:"repeat"` // how often all lines come; 0 is once
	Want    string      `json:"want"`   // the client's address
}

func (c forwardedCase) Label() string { return c.Name }

func badForwarded(t *testing.T, tally *badinput.Tally) {
	for _, c := range readCases[forwardedCase](t, "forwarded.json") {
		var trusted []netip.Prefix
		for _, network := range c.Trusted {
			prefix, err := netip.ParsePrefix(network)
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			trusted = append(trusted, prefix)
		}
		var got netip.Addr
		h := httpapi.New(httpapi.Deps{
			GraphQL: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = reqctx.ClientIP(r.Context()) }),
			Session: func(next http.Handler) http.Handler { return next },
			Ready:   func(context.Context) map[string]error { return nil },
			Drain:   new(httpapi.Drain), Logger: slog.New(slog.DiscardHandler), Now: badinput.Now, NewID: func() string { return "id" },
			TrustedProxies: trusted,
		})
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", http.NoBody)
		r.RemoteAddr = c.Peer
		for _, h := range slices.Repeat(c.Headers, max(1, c.Repeat)) {
			r.Header.Add(h[0], h[1])
		}
		tally.Try(t, "forwarded", c.Name, func(*testing.T) error {
			h.ServeHTTP(httptest.NewRecorder(), r)
			found := ""
			if got.IsValid() {
				found = got.String()
			}
			if found != c.Want {
				return fmt.Errorf("%w: %q, want %q", badinput.ErrAccepted, found, c.Want)
			}
			return nil
		})
	}
}
