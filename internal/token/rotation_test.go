package token_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/token"
)

const newKID = "newKey/kid="

func newKeyToken(t *testing.T) string {
	t.Helper()
	return mint(t, token.Access, header("kid", quote(newKID)), signedBy(signer(foreignKey())))
}

func TestRotationWithOverlap(t *testing.T) {
	keys, c := newKeyServer(poolKeys()), newClock()
	v := newVerifier(t, keys, c)
	old, fresh := mint(t, token.Access), newKeyToken(t)
	if _, err := verify(t, v, old, token.Access); err != nil {
		t.Fatal(err)
	}
	keys.publish(jwks(jwk(accessKID, &accessKey().PublicKey), jwk(newKID, &foreignKey().PublicKey)))
	c.advance(10 * time.Second)
	for _, compact := range []string{old, fresh, old, fresh} {
		if _, err := verify(t, v, compact, token.Access); err != nil {
			t.Errorf("a token failed during rotation: %v", err)
		}
	}
	if got := keys.count.Load(); got != 2 {
		t.Errorf("%d fetches, want 2", got)
	}
}

func TestRotationWithoutOverlap(t *testing.T) {
	keys, c := newKeyServer(poolKeys()), newClock()
	v := newVerifier(t, keys, c)
	old := mint(t, token.Access)
	if _, err := verify(t, v, old, token.Access); err != nil {
		t.Fatal(err)
	}
	keys.publish(jwks(jwk(newKID, &foreignKey().PublicKey)))
	c.advance(10 * time.Second)
	if _, err := verify(t, v, newKeyToken(t), token.Access); err != nil {
		t.Errorf("a token of the new key is refused: %v", err)
	}
	_, err := verify(t, v, old, token.Access) // it is in the cache
	wantReason(t, err, token.ReasonKey)
}

func TestKidReusedWithANewKey(t *testing.T) {
	keys, c := newKeyServer(poolKeys()), newClock()
	v := newVerifier(t, keys, c)
	old := mint(t, token.Access)
	if _, err := verify(t, v, old, token.Access); err != nil {
		t.Fatal(err)
	}
	keys.publish(jwks(jwk(accessKID, &foreignKey().PublicKey)))
	if err := v.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := verify(t, v, old, token.Access) // it is in the cache
	wantReason(t, err, token.ReasonSignature)
	if _, err := verify(t, v, mint(t, token.Access, signedBy(signer(foreignKey()))), token.Access); err != nil {
		t.Errorf("a token of the new key is refused: %v", err)
	}
}

// TestRefreshInUse: after an hour, use fetches the keys anew without making
// anybody wait, and a key that is gone then serves no longer.
func TestRefreshInUse(t *testing.T) {
	compact := mint(t, token.Access, claim("exp", seconds(start.Add(48*time.Hour))))
	synctest.Test(t, func(t *testing.T) {
		keys, c := newKeyServer(poolKeys()), newClock()
		v := newVerifier(t, slowTransport{time.Second, keys}, c)
		if err := v.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		keys.publish(jwks(jwk(newKID, &foreignKey().PublicKey)))
		use := func() error {
			_, err := verify(t, v, compact, token.Access)
			return err
		}

		c.advance(time.Hour)
		if err := use(); err != nil {
			t.Errorf("at one hour: %v", err)
		}
		<-time.After(2 * time.Second)
		if got := keys.count.Load(); got != 1 {
			t.Errorf("%d fetches at one hour, want 1", got)
		}

		c.advance(time.Second)
		began := time.Now()
		for range 100 {
			if err := use(); err != nil {
				t.Errorf("while keys are fetched anew: %v", err)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("use waited %s for the refresh", took)
		}
		<-time.After(2 * time.Second)
		if got := keys.count.Load(); got != 2 {
			t.Errorf("%d fetches after the refresh, want 2", got)
		}
		wantReason(t, use(), token.ReasonKey)
	})
}

// TestRefreshThatFailsIsRetriedByTheMinute: keys keep serving, and a dead
// issuer gets one request a minute, not one per token.
func TestRefreshThatFailsIsRetriedByTheMinute(t *testing.T) {
	compact := mint(t, token.Access, claim("exp", seconds(start.Add(48*time.Hour))))
	synctest.Test(t, func(t *testing.T) {
		keys, c := newKeyServer(poolKeys()), newClock()
		v := newVerifier(t, keys, c)
		if err := v.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		keys.status(http.StatusServiceUnavailable)
		c.advance(time.Hour)
		for range 10 * 60 { // ten minutes
			c.advance(time.Second)
			if _, err := verify(t, v, compact, token.Access); err != nil {
				t.Fatalf("a token failed while keys could not be fetched: %v", err)
			}
			synctest.Wait()
		}
		if got := keys.count.Load(); got != 11 {
			t.Errorf("%d fetches, want the first and one a minute for ten minutes", got)
		}
	})
}

func TestUnknownKidsAreFetchedForOncePerPause(t *testing.T) {
	keys, c := newKeyServer(poolKeys()), newClock()
	v := newVerifier(t, keys, c)
	if err := v.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	good := mint(t, token.Access)
	parts := strings.Split(good, ".")
	const kids = 10_000
	for i := range kids {
		c.advance(9 * time.Millisecond) // 90 s in all
		kid := b64([]byte(`{"alg":"RS256","kid":"` + strconv.Itoa(i) + `"}`))
		_, err := verify(t, v, kid+"."+parts[1]+"."+parts[2], token.Access)
		wantReason(t, err, token.ReasonKey)
	}
	if got := keys.count.Load(); got != 9 {
		t.Errorf("%d fetches for %d unknown kids in 90 s, want the first and one per full pause, 9", got, kids)
	}
	if _, err := verify(t, v, good, token.Access); err != nil {
		t.Errorf("a good token is refused amid unknown kids: %v", err)
	}
}

func TestUnknownKidsAtOnceShareOneFetch(t *testing.T) {
	compact := mint(t, token.Access)
	synctest.Test(t, func(t *testing.T) {
		keys := newKeyServer(poolKeys())
		v := newVerifier(t, slowTransport{time.Second, keys}, newClock())
		var wg sync.WaitGroup
		for range 200 {
			wg.Go(func() {
				if _, err := verify(t, v, compact, token.Access); err != nil {
					t.Errorf("refused: %v", err)
				}
			})
		}
		wg.Wait()
		if got := keys.count.Load(); got != 1 {
			t.Errorf("%d fetches, want 1", got)
		}
	})
}

// TestWarmIsNotPaused: strangers' unknown kids must not delay the operator's
// own attempts to become ready.
func TestWarmIsNotPaused(t *testing.T) {
	keys := newKeyServer("")
	keys.status(http.StatusServiceUnavailable)
	v := newVerifier(t, keys, newClock())
	if _, err := verify(t, v, mint(t, token.Access), token.Access); err == nil {
		t.Fatal("accepted without keys")
	}
	keys.publish(poolKeys())
	if err := v.Warm(t.Context()); err != nil {
		t.Errorf("Warm = %v", err)
	}
	if err := v.Ready(); err != nil {
		t.Errorf("Ready = %v", err)
	}
}

// TestHeaderNamesNoKeySource: nothing that a token's header names is asked for.
func TestHeaderNamesNoKeySource(t *testing.T) {
	trap := newKeyServer(jwks(jwk(accessKID, &foreignKey().PublicKey)))
	listener := httptest.NewServer(trap)
	defer listener.Close()
	keys := newKeyServer(poolKeys())
	v := newSocketVerifier(t, keys, newClock())
	url := quote(listener.URL)
	foreign := signedBy(signer(foreignKey()))
	for name, e := range map[string]edit{
		"jku":                 header("jku", url),
		"x5u":                 header("x5u", url),
		"jku in the payload":  claim("jku", url),
		"kid":                 header("kid", url),
		"iss":                 claim("iss", url),
		"jku and unknown kid": all(header("jku", url), header("kid", `"unknown"`)),
	} {
		if _, err := verify(t, v, mint(t, token.Access, e, foreign), token.Access); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if got := trap.count.Load(); got != 0 {
		t.Errorf("the listener saw %d requests, want 0", got)
	}
	if got := keys.count.Load(); got > 1 {
		t.Errorf("%d fetches of the issuer's keys, want at most 1", got)
	}
}

// TestRefusedTokensCostNoFetch: only a token that names our pool, our client
// and the right use is worth asking for a key.
func TestRefusedTokensCostNoFetch(t *testing.T) {
	keys := newKeyServer(poolKeys())
	v := newVerifier(t, keys, newClock())
	for _, e := range []edit{
		claim("iss", `"https://example.com"`), claim("client_id", `"another-app"`), claim("token_use", `"id"`),
		claim("iat", seconds(start.Add(time.Hour))), without("exp"), header("alg", `"none"`), header("crit", `[]`),
	} {
		if _, err := verify(t, v, mint(t, token.Access, e), token.Access); err == nil {
			t.Error("accepted")
		}
	}
	if got := keys.count.Load(); got != 0 {
		t.Errorf("%d fetches, want 0", got)
	}
}
