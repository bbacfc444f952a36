package token_test

import (
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"usher/internal/token"
)

func TestCachedTokenExpires(t *testing.T) {
	for name, size := range map[string]int{"cache": 0, "cache of one": 1, "no cache": -1} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			v := newVerifier(t, newKeyServer(poolKeys()), c, func(cfg *token.Config) { cfg.CacheSize = size })
			compact := mint(t, token.Access)
			c.advance(time.Hour - time.Second)
			for range 2 {
				if _, err := verify(t, v, compact, token.Access); err != nil {
					t.Errorf("one second before exp: %v", err)
				}
			}
			c.advance(time.Second)
			for range 2 {
				_, err := verify(t, v, compact, token.Access)
				if expired, ok := errors.AsType[*token.ExpiredError](err); !ok || expired.Claims.JTI != "jti-1" {
					t.Errorf("at exp: error = %v, want an ExpiredError with claims", err)
				}
			}
		})
	}
}

// hitAllocations separates a hit, which makes next to none, from a check of a
// token, which makes about a hundred.
const hitAllocations = 20

// allocationsOnce counts the allocations of one call. testing.AllocsPerRun
// calls once more before it counts.
func allocationsOnce(f func()) uint64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

// TestCacheHitCostsNoAllocation pins what makes the hot path hot: a token seen
// before is neither parsed nor checked again.
func TestCacheHitCostsNoAllocation(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	compact, ctx := mint(t, token.Access), t.Context()
	if _, err := verify(t, v, compact, token.Access); err != nil {
		t.Fatal(err)
	}
	// The same keys fetched anew leave what they verified in force.
	if err := v.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	first := allocationsOnce(func() {
		if _, err := v.Verify(ctx, compact, token.Access); err != nil {
			t.Error(err)
		}
	})
	if first > hitAllocations {
		t.Errorf("%d allocations for a hit after a refresh, want at most %d", first, hitAllocations)
	}
	allocations := testing.AllocsPerRun(100, func() {
		if _, err := v.Verify(ctx, compact, token.Access); err != nil {
			t.Error(err)
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations per hit, want 0", allocations)
	}
}

// TestCacheKeepsTheLastUsed: what fell out of a full cache is verified anew,
// and nothing else changes.
func TestCacheKeepsTheLastUsed(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock(), func(cfg *token.Config) { cfg.CacheSize = 2 })
	ctx := t.Context()
	var tokens []string
	for _, jti := range []string{`"a"`, `"b"`, `"c"`} {
		compact := mint(t, token.Access, claim("jti", jti))
		tokens = append(tokens, compact)
		if _, err := verify(t, v, compact, token.Access); err != nil {
			t.Fatal(err)
		}
	}
	kept := func(compact string) bool {
		return testing.AllocsPerRun(1, func() {
			if _, err := v.Verify(ctx, compact, token.Access); err != nil {
				t.Error(err)
			}
		}) < hitAllocations
	}
	if !kept(tokens[1]) || !kept(tokens[2]) {
		t.Error("the two tokens used last are not kept")
	}
	missed := testing.AllocsPerRun(3, func() {
		for _, compact := range tokens { // three in turn never fit in two places
			if _, err := v.Verify(ctx, compact, token.Access); err != nil {
				t.Error(err)
			}
		}
	})
	if missed < 3*hitAllocations {
		t.Errorf("three tokens in turn took %v allocations: a cache of two kept them all", missed)
	}
}

// TestVerifyWhileKeysRotate runs under the race detector: with an overlap of
// old and new keys no token fails, however the fetches fall.
func TestVerifyWhileKeysRotate(t *testing.T) {
	both := jwks(jwk(accessKID, &accessKey().PublicKey), jwk(newKID, &foreignKey().PublicKey))
	keys, c := newKeyServer(both), newClock()
	v := newVerifier(t, keys, c, func(cfg *token.Config) { cfg.CacheSize = 4 })
	far := claim("exp", seconds(start.Add(1000*time.Hour)))
	var tokens []string
	for _, jti := range []string{`"a"`, `"b"`, `"c"`} {
		tokens = append(tokens,
			mint(t, token.Access, far, claim("jti", jti)),
			mint(t, token.Access, far, claim("jti", jti), header("kid", quote(newKID)), signedBy(signer(foreignKey()))))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 100 {
				if _, err := verify(t, v, tokens[i%len(tokens)], token.Access); err != nil {
					t.Errorf("refused: %v", err)
				}
			}
		})
	}
	wg.Go(func() {
		for i := range 50 {
			c.advance(2 * time.Hour)
			keys.publish(both)
			if i%2 == 0 {
				if err := v.Warm(t.Context()); err != nil {
					t.Errorf("Warm = %v", err)
				}
			}
		}
	})
	wg.Wait()
}
