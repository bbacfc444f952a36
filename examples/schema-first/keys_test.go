package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// clock is a time that tests move.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time { return noon.Add(time.Duration(c.seconds.Load()) * time.Second) }

func (c *clock) pass(d time.Duration) { c.seconds.Add(int64(d.Seconds())) }

var poolKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })

func newKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

func public(t *testing.T, key *rsa.PrivateKey, id, algorithm string) string {
	t.Helper()
	text, err := json.Marshal(jose.JSONWebKey{Key: &key.PublicKey, KeyID: id, Algorithm: algorithm, Use: "sig"})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// pool is a user pool's key endpoint.
type pool struct {
	asked  atomic.Int32
	answer atomic.Pointer[http.HandlerFunc]
}

func (p *pool) says(status int, body string) {
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
	p.answer.Store(&answer)
}

func newKeySet(t *testing.T) (*keySet, *pool, *clock) {
	t.Helper()
	p, c := &pool{}, &clock{}
	p.says(http.StatusOK, `{"keys":[`+public(t, poolKey(), "a", "RS256")+`]}`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		(*p.answer.Load())(w, r)
	}))
	t.Cleanup(server.Close)
	return &keySet{url: server.URL, client: &http.Client{CheckRedirect: refuseRedirect}, now: c.now}, p, c
}

func TestInventedKeyIDsCauseOneLookInHalfAMinute(t *testing.T) {
	set, p, c := newKeySet(t)
	lookUp := func(id string) *rsa.PublicKey {
		t.Helper()
		key, err := set.key(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	if lookUp("a") == nil {
		t.Fatal("the pool's key is not found")
	}
	for range 50 {
		if lookUp("invented") != nil {
			t.Fatal("a key that nobody has is found")
		}
	}
	if n := p.asked.Load(); n != 1 {
		t.Errorf("%d looks at once, want 1", n)
	}
	c.pass(keysPause)
	for range 50 {
		lookUp("invented")
	}
	if n := p.asked.Load(); n != 2 {
		t.Errorf("%d looks half a minute later, want 2", n)
	}

	c.pass(keysPause)
	p.says(http.StatusOK, `{"keys":[`+public(t, poolKey(), "b", "RS256")+`]}`)
	if lookUp("b") == nil || lookUp("a") != nil {
		t.Error("rotated keys are not taken over")
	}
}

func TestManyAtOnceWaitForOneLook(t *testing.T) {
	set, p, _ := newKeySet(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if key, err := set.key(t.Context(), "a"); key == nil || err != nil {
				t.Errorf("%v, %v", key, err)
			}
		})
	}
	all.Wait()
	if n := p.asked.Load(); n != 1 {
		t.Errorf("%d looks, want 1", n)
	}
}

// TestStaleKeysLetNobodyWait: while the pool is slow one request looks for new keys, and the others go on.
func TestStaleKeysLetNobodyWait(t *testing.T) {
	set, p, c := newKeySet(t)
	if _, err := set.key(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	arrived, answer := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-answer
		w.WriteHeader(http.StatusInternalServerError)
	})
	p.answer.Store(&slow)
	c.pass(keysFresh)
	begun := set.tried
	var one sync.WaitGroup
	one.Go(func() { _, _ = set.key(t.Context(), "a") })
	<-arrived
	key, err := set.key(t.Context(), "a")
	set.mu.RLock()
	waited := set.tried != begun
	set.mu.RUnlock()
	close(answer)
	one.Wait()
	if key == nil || err != nil || waited {
		t.Errorf("%v, %v; waited for the look of another: %v", key, err, waited)
	}
}

// TestAnUnknownKeyIsNobodysFaultDuringAnOutage: it may be the pool's newest, and its holder is not to be signed out.
func TestAnUnknownKeyIsNobodysFaultDuringAnOutage(t *testing.T) {
	set, p, c := newKeySet(t)
	if _, err := set.key(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	p.says(http.StatusInternalServerError, "")
	c.pass(keysPause)
	if key, err := set.key(t.Context(), "b"); key != nil || !errors.Is(err, errNoKeys) {
		t.Errorf("%v, %v; want %v", key, err, errNoKeys)
	}
	if key, err := set.key(t.Context(), "a"); key == nil || err != nil {
		t.Errorf("a key that is known: %v, %v", key, err)
	}
}

// TestKeysOfOtherKindsAreLeftOut, as RFC 7517, section 5, asks for: a pool may add them beside the ones in use.
func TestKeysOfOtherKindsAreLeftOut(t *testing.T) {
	good := public(t, poolKey(), "a", "RS256")
	for name, other := range map[string]string{
		"a type to come":  `{"kty":"AKP","alg":"ML-DSA-65","kid":"b","pub":"AAAA"}`,
		"a broken key":    `{"kty":"RSA","alg":"RS256","kid":"b","n":"","e":"AQAB"}`,
		"for encryption":  strings.NewReplacer(`"sig"`, `"enc"`, `"kid":"a"`, `"kid":"b"`).Replace(good),
		"a key of curves": `{"kty":"EC","crv":"P-256","kid":"b","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`,
	} {
		t.Run(name, func(t *testing.T) {
			set, p, _ := newKeySet(t)
			p.says(http.StatusOK, `{"keys":[`+other+`,`+good+`]}`)
			if key, err := set.key(t.Context(), "a"); key == nil || err != nil {
				t.Errorf("the key beside it: %v, %v", key, err)
			}
			if key, err := set.key(t.Context(), "b"); key != nil || err != nil {
				t.Errorf("the key itself: %v, %v", key, err)
			}
		})
	}
}

func TestAKeyTakenBackIsNoKeyWithinAnHour(t *testing.T) {
	set, p, c := newKeySet(t)
	if key, err := set.key(t.Context(), "a"); key == nil || err != nil {
		t.Fatal(err)
	}
	p.says(http.StatusOK, `{"keys":[`+public(t, poolKey(), "b", "RS256")+`]}`)
	c.pass(keysFresh)
	if key, err := set.key(t.Context(), "a"); key != nil || err != nil {
		t.Errorf("%v, %v", key, err)
	}
}

func TestWhoHangsUpSpoilsNoLook(t *testing.T) {
	set, _, _ := newKeySet(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	if key, err := set.key(gone, "a"); key == nil || err != nil {
		t.Errorf("%v, %v", key, err)
	}
}

func TestKeysOutliveAnOutageForADay(t *testing.T) {
	set, p, c := newKeySet(t)
	if _, err := set.key(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	p.says(http.StatusInternalServerError, "")
	c.pass(keysUsable - time.Second)
	if key, err := set.key(t.Context(), "a"); key == nil || err != nil {
		t.Errorf("within a day: %v, %v", key, err)
	}
	c.pass(keysPause)
	if key, err := set.key(t.Context(), "a"); key != nil || !errors.Is(err, errNoKeys) {
		t.Errorf("after a day: %v, %v", key, err)
	}
}

func TestKeySetsThatAreNone(t *testing.T) {
	good := public(t, poolKey(), "a", "RS256")
	for name, test := range map[string]struct {
		status int
		body   string
	}{
		"an error":              {http.StatusForbidden, `{"keys":[` + good + `]}`},
		"a redirect":            {http.StatusFound, ""},
		"no JSON":               {http.StatusOK, "<html>"},
		"no keys":               {http.StatusOK, `{"keys":[]}`},
		"a short key":           {http.StatusOK, `{"keys":[` + public(t, newKey(1024), "a", "RS256") + `]}`},
		"another algorithm":     {http.StatusOK, `{"keys":[` + public(t, poolKey(), "a", "PS256") + `]}`},
		"a key without an id":   {http.StatusOK, `{"keys":[` + public(t, poolKey(), "", "RS256") + `]}`},
		"a secret":              {http.StatusOK, `{"keys":[{"kty":"oct","kid":"a","alg":"RS256","k":"c2VjcmV0"}]}`},
		"too many keys":         {http.StatusOK, `{"keys":[` + strings.Repeat(good+",", keysMaxCount) + good + `]}`},
		"more than can be read": {http.StatusOK, `{"padding":"` + strings.Repeat("x", keysMaxBytes) + `","keys":[` + good + `]}`},
	} {
		t.Run(name, func(t *testing.T) {
			set, p, _ := newKeySet(t)
			p.says(test.status, test.body)
			if key, err := set.key(t.Context(), "a"); key != nil || !errors.Is(err, errNoKeys) {
				t.Errorf("%v, %v; want an error", key, err)
			}
		})
	}
}
