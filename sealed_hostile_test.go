package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"usher/internal/seal"
)

// way is one of the ways for a sealed value to come along, and what becomes of one that does not open.
type way struct {
	settings []string
	header   func(value string) (name, text string)
	reason   string
	cookie   string // the cookie that is cleared, "" for none
	purpose  seal.Purpose
}

func ways() map[string]way {
	cookie := func(name string) func(string) (string, string) {
		return func(value string) (string, string) { return "Cookie", name + "=" + value }
	}
	inCookies := []string{"USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL=https://auth.example.com"}
	return map[string]way{
		"access cookie":  {inCookies, cookie("__Host-usher-access"), "MISSING", "__Host-usher-access", seal.Access},
		"refresh cookie": {inCookies, cookie("__Host-usher-refresh"), "MISSING", "__Host-usher-refresh", seal.Refresh},
		"bearer token":   {nil, func(value string) (string, string) { return "Authorization", "Bearer " + value }, "INVALID", "", seal.Access},
	}
}

// hostile sends a value that is not ours and holds that nobody is signed in by it, that the answer is
// one of the API's, and that a cookie is cleared.
func (w way) hostile(t *testing.T, client *http.Client, in *instance, name, value string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, in.url+"/graphql", strings.NewReader(`{"query":"{ me { email } }"}`))
	if err != nil {
		t.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Apollo-Require-Preflight", "1")
	req.Header.Set(w.header(value))
	resp, err := client.Do(req)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%s is answered with %d %s", name, resp.StatusCode, body)
		return
	}
	if code, reason := a.code(); code != "UNAUTHENTICATED" || reason != w.reason || string(a.Data["me"]) != "null" {
		t.Errorf("%s is answered with %s", name, body)
	}
	var cleared []string
	for _, c := range resp.Cookies() {
		if c.MaxAge < 0 && c.Value == "" {
			cleared = append(cleared, c.Name)
		}
	}
	if got := strings.Join(cleared, " "); got != w.cookie || len(cleared) != len(resp.Cookies()) {
		t.Errorf("%s: cleared %q, want %q; %v", name, got, w.cookie, resp.Header.Values("Set-Cookie"))
	}
}

func TestASealedValueThatIsNotOursIsNoSessionAndCounted(t *testing.T) {
	const parallel = 8
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	poolID, client := logged(t, pool, "pool"), logged(t, pool, "client")
	first := startAt(t, c, append(inFrontOf(t, pool, pool.wire), "USHER_SEAL_KEYS="+sealKey1)...)
	first.mailbox = pool
	first.signedUp("ann@example.com", "correct horse 9")
	session := first.signedIn("ann@example.com", "correct horse 9")
	opened, _, err := sealerLike(t, c, poolID, client, sealKey1).OpenAccess(session.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	// sealed is the session's value of a purpose as it would be sealed elsewhere.
	sealed := func(purpose seal.Purpose, pool, client, keys string) string {
		sealer := sealerLike(t, c, pool, client, keys)
		value, err := sealer.SealAccess(opened)
		if purpose == seal.Refresh {
			value, err = sealer.SealRefresh(seal.RefreshValue{Token: "opaque"})
		}
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	requests := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: parallel}}
	t.Cleanup(requests.CloseIdleConnections)
	const opens, good = "usher_sealed_opens_total", `outcome="opened"`
	for name, w := range ways() {
		t.Run(name, func(t *testing.T) {
			in := startAt(t, c, append(append(inFrontOf(t, pool, pool.wire), "USHER_SEAL_KEYS="+sealKey1), w.settings...)...)
			retired := startAt(t, c, append(append(inFrontOf(t, pool, pool.wire), "USHER_SEAL_KEYS="+sealKey2), w.settings...)...)
			value, other := session.AccessToken, session.RefreshToken
			if w.purpose == seal.Refresh {
				value, other = other, value
			}
			for what, v := range map[string]struct {
				at            *instance
				value, counts string
			}{
				"of another purpose":      {in, other, `key="",outcome="other_purpose"`},
				"of another pool":         {in, sealed(w.purpose, "us-east-1_Other", client, sealKey1), `key="k1",outcome="other_pool"`},
				"of another app client":   {in, sealed(w.purpose, poolID, "other", sealKey1), `key="k1",outcome="other_pool"`},
				"of an unknown key":       {in, sealed(w.purpose, poolID, client, sealKey2), `key="",outcome="unknown_key"`},
				"of a retired key":        {retired, value, `key="",outcome="unknown_key"`},
				"of a key of the same id": {in, sealed(w.purpose, poolID, client, strings.Replace(sealKey2, "k2", "k1", 1)), `key="k1",outcome="altered"`},
				"planted":                 {in, "x", `key="",outcome="malformed"`},
			} {
				before := v.at.sum(opens, v.counts)
				w.hostile(t, requests, v.at, what, v.value)
				if n := v.at.sum(opens, v.counts) - before; n != 1 {
					t.Errorf("%s is counted %d times under %s, want once", what, n, v.counts)
				}
			}

			failed := func() int { return in.sum(opens) - in.sum(opens, good) }
			before, beforeGood := failed(), in.sum(opens, good)
			var all sync.WaitGroup
			for part := range parallel {
				all.Go(func() {
					for i := part; i < len(value); i += parallel {
						flipped := []byte(value)
						flipped[i] ^= 1
						w.hostile(t, requests, in, "a bit flipped at "+string(flipped[:i+1]), string(flipped))
					}
				})
			}
			all.Wait()
			if n := failed() - before; n != len(value) {
				t.Errorf("%d values that do not open were counted, want all %d", n, len(value))
			}
			if n := in.sum(opens, good) - beforeGood; n != 0 {
				t.Errorf("%d of them are counted as opened", n)
			}
		})
	}
}
