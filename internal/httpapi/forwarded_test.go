package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"testing"

	"usher/internal/reqctx"
)

// forwardedCase is one request and the address that it must be counted under.
type forwardedCase struct {
	Name    string
	Peer    string // as the socket tells it
	Trusted []string
	Headers [][2]string // in the order of the lines
	Repeat  int         // how often all lines come; 0 is once
	Want    string      // "" where the request has no address
}

const (
	forwardedCases = "../../testdata/badinput/forwarded.json"
	// leastForwarded is fewer than there are: a file that was cut short must not pass.
	leastForwarded = 100
)

// forwarded reads the cases.
func forwarded(t *testing.T) []forwardedCase {
	t.Helper()
	text, err := os.ReadFile(forwardedCases)
	if err != nil {
		t.Fatal(err)
	}
	var cases []forwardedCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func (c forwardedCase) request(t *testing.T) *http.Request {
	t.Helper()
	r := newRequest(t, http.MethodPost, "/graphql")
	r.RemoteAddr = c.Peer
	for _, line := range slices.Repeat(c.Headers, max(1, c.Repeat)) {
		r.Header.Add(line[0], line[1])
	}
	return r
}

func TestForwardedCorpus(t *testing.T) {
	cases, names, wrong := forwarded(t), map[string]bool{}, 0
	if len(cases) < leastForwarded {
		t.Fatalf("%d cases, want at least %d", len(cases), leastForwarded)
	}
	for _, c := range cases {
		if names[c.Name] {
			t.Errorf("%q is there twice", c.Name)
		}
		names[c.Name] = true
		t.Run(c.Name, func(t *testing.T) {
			var ip netip.Addr
			h := newHandler(withProxies(c.Trusted...), withGraphQL(func(_ http.ResponseWriter, r *http.Request) { ip = reqctx.ClientIP(r.Context()) }))
			if status := do(h, c.request(t)).StatusCode; status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
			got := ""
			if ip.IsValid() {
				got = ip.String()
			}
			if got != c.Want {
				wrong++
				t.Errorf("counted under %q, want %q", got, c.Want)
			}
		})
	}
	t.Logf("figure: forwarded headers %d cases, %d wrong addresses", len(cases), wrong)
}

// The guard against floods counts by the same address: the forged headers of the corpus do not get a
// refused client past it.
func TestForwardedCorpusDoesNotPassTheFloodGuard(t *testing.T) {
	const client = "203.0.113.7"
	tried := 0
	for _, c := range forwarded(t) {
		if c.Want != client {
			continue
		}
		tried++
		h, _, _ := floodOf(t, withProxies(c.Trusted...))
		exhaust(t, h, oneClient)
		if status := do(h, c.request(t)).StatusCode; status != http.StatusTooManyRequests {
			t.Errorf("%s: status %d", c.Name, status)
		}
	}
	if tried < 50 {
		t.Errorf("only %d cases are of %s", tried, client)
	}
}
