package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
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
	Want    string      `json:"want"` // the client's address
}

func (c forwardedCase) Label() string { return c.Name }

func badForwarded(t *testing.T, tally *badinput.Tally) {
	if !present("forwarded.json") {
		t.Skip("there is no forwarded.json")
	}
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
		if _, _, err := net.SplitHostPort(c.Peer); err != nil {
			r.RemoteAddr = net.JoinHostPort(c.Peer, "4711")
		}
		for _, h := range c.Headers {
			r.Header.Add(h[0], h[1])
		}
		tally.Try(t, "forwarded", c.Name, func(*testing.T) error {
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got.String() != c.Want {
				return fmt.Errorf("%w: %v, want %s", badinput.ErrAccepted, got, c.Want)
			}
			return nil
		})
	}
}
