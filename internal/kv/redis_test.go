package kv_test

import (
	"context"
	"crypto/tls"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"usher/internal/kv"
	"usher/internal/kv/kvtest"
)

// patience is for tests that are not about time: a busy machine must not fail them.
const patience = 20 * time.Second

func openRedis(t testing.TB, url string, o kv.RedisOptions) *kv.Redis {
	t.Helper()
	address, err := kv.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	store, err := kv.NewRedis(address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 2 {
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return store
}

func startRedis(t testing.TB) *kvtest.Redis {
	t.Helper()
	return kvtest.StartRedis(t, os.Getenv("CI") == "true")
}

func patient() kv.RedisOptions {
	return kv.RedisOptions{Prefix: "test:", DialTimeout: patience, OpTimeout: patience}
}

func TestRedisIsAStore(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	store := openRedis(t, server.URL(), patient())
	kvtest.Run(t, func(t *testing.T) (kv.Store, func(time.Duration)) {
		if err := server.Admin().FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		return store, server.Pass
	})
}

func TestMiniredisIsAStore(t *testing.T) {
	t.Parallel()
	kvtest.Run(t, func(t *testing.T) (kv.Store, func(time.Duration)) {
		server := miniredis.RunT(t)
		return openRedis(t, "redis://"+server.Addr(), patient()), server.FastForward
	})
}

func TestRedisKeepsPrefixesApart(t *testing.T) {
	server := miniredis.RunT(t)
	one := openRedis(t, "redis://"+server.Addr(), kv.RedisOptions{Prefix: "one:", OpTimeout: patience})
	two := openRedis(t, "redis://"+server.Addr(), kv.RedisOptions{Prefix: "two:", OpTimeout: patience})
	if err := one.Set(t.Context(), "k", []byte("v"), time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Count(t.Context(), "k", time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, found, err := two.Get(t.Context(), "k"); found || err != nil {
		t.Errorf("Get under another prefix = %v, %v", found, err)
	}
	if n, err := two.Count(t.Context(), "k", time.Minute); n != 1 || err != nil {
		t.Errorf("Count under another prefix = %d, %v", n, err)
	}
	for _, key := range server.Keys() {
		if !strings.HasPrefix(key, "one:") && !strings.HasPrefix(key, "two:") {
			t.Errorf("the key %q has no prefix", key)
		}
	}
}

func TestRedisLivesCountInMilliseconds(t *testing.T) {
	server := miniredis.RunT(t)
	store := openRedis(t, "redis://"+server.Addr(), patient())
	for life, want := range map[time.Duration]time.Duration{
		1:                                     time.Millisecond,
		time.Millisecond:                      time.Millisecond,
		1500*time.Millisecond + 1:             1501 * time.Millisecond,
		30*24*time.Hour + 7*time.Millisecond:  30*24*time.Hour + 7*time.Millisecond,
		time.Hour + 999_999*time.Nanosecond:   time.Hour + time.Millisecond,
		2*time.Second - 1*time.Millisecond/10: 2 * time.Second,
	} {
		if err := store.Set(t.Context(), "k", nil, life); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Swap(t.Context(), "s", nil, []byte("v"), life); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Swap(t.Context(), "s", []byte("v"), []byte("w"), life); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Count(t.Context(), "k", life); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"test:v:k", "test:v:s", "test:n:k"} {
			if got := server.TTL(key); got != want {
				t.Errorf("a life of %v became %v at %s, want %v", life, got, key, want)
			}
		}
		server.FlushAll()
	}
}

func TestRedisEndsLivesByItself(t *testing.T) {
	store := openRedis(t, startRedis(t).URL(), patient())
	if err := store.Set(t.Context(), "k", []byte("v"), 20*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		_, found, err := store.Get(ctx, "k")
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			return
		}
	}
}

func TestRedisHealsACounterWithoutALife(t *testing.T) {
	server := miniredis.RunT(t)
	store := openRedis(t, "redis://"+server.Addr(), patient())
	if _, err := server.Incr("test:n:c", 5); err != nil {
		t.Fatal(err)
	}
	if n, err := store.Count(t.Context(), "c", time.Minute); n != 6 || err != nil {
		t.Errorf("Count = %d, %v; want 6", n, err)
	}
	if got := server.TTL("test:n:c"); got != time.Minute {
		t.Errorf("the counter's life is %v", got)
	}
}

func TestRedisLogsIn(t *testing.T) {
	server := miniredis.RunT(t)
	server.RequireUserAuth("usher", "s3cret/@:")
	for name, c := range map[string]struct {
		url string
		ok  bool
	}{
		"right":   {"redis://usher:s3cret%2F%40%3A@" + server.Addr(), true},
		"wrong":   {"redis://usher:hunter2@" + server.Addr(), false},
		"without": {"redis://" + server.Addr(), false},
	} {
		t.Run(name, func(t *testing.T) {
			err := openRedis(t, c.url, patient()).Ping(t.Context())
			if (err == nil) != c.ok {
				t.Errorf("Ping: %v", err)
			}
			if err != nil && (strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

func TestRedisSpeaksTLS(t *testing.T) {
	certificate, roots := selfSigned(t)
	server := miniredis.NewMiniRedis()
	if err := server.StartTLS(&tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	url := "rediss://" + server.Addr()
	trusting := openRedis(t, url, kv.RedisOptions{TLS: &tls.Config{RootCAs: roots}, DialTimeout: patience, OpTimeout: patience})
	if err := trusting.Ping(t.Context()); err != nil {
		t.Errorf("with the right root: %v", err)
	}
	var untrusted *tls.CertificateVerificationError
	if err := openRedis(t, url, patient()).Ping(t.Context()); !errors.As(err, &untrusted) {
		t.Errorf("without the root: %v, want a certificate error", err)
	}
}

func TestRedisHonoursTheContext(t *testing.T) {
	store := openRedis(t, "redis://"+miniredis.RunT(t).Addr(), patient())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.Set(cancelled, "k", nil, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("Set = %v, want Canceled", err)
	}
	if _, found, err := store.Get(t.Context(), "k"); found || err != nil {
		t.Errorf("a cancelled Set wrote: %v, %v", found, err)
	}
}

func TestNewRedisRefusesWhatCannotWork(t *testing.T) {
	address, err := kv.ParseURL("redis://localhost")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kv.NewRedis(kv.Address{}, kv.RedisOptions{}); err == nil {
		t.Error("no address was taken")
	}
	for name, o := range map[string]kv.RedisOptions{
		"dial": {DialTimeout: -1}, "op": {OpTimeout: -1}, "pool": {PoolSize: -1},
	} {
		if _, err := kv.NewRedis(address, o); err == nil {
			t.Errorf("a negative %s was taken", name)
		}
	}
}

func TestACancelledCallNeverYieldsAnotherKeysValue(t *testing.T) {
	server := startRedis(t)
	store := openRedis(t, server.URL(), kv.RedisOptions{PoolSize: 8, DialTimeout: patience, OpTimeout: patience})
	cancelStorm(t, store)
}
