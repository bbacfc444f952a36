package token_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/token"
)

// slowTransport answers after d, or when the request is given up.
type slowTransport struct {
	d    time.Duration
	next http.RoundTripper
}

func (s slowTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case <-time.After(s.d):
		return s.next.RoundTrip(r)
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func TestKeysSlow(t *testing.T) {
	tests := []struct {
		name string
		d    time.Duration
		took time.Duration
		ok   bool
	}{
		{"2.9 s", 2900 * time.Millisecond, 2900 * time.Millisecond, true},
		{"an hour", time.Hour, 3 * time.Second, false},
	}
	compact := mint(t, token.Access)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := newVerifier(t, slowTransport{test.d, newKeyServer(poolKeys())}, newClock())
				began := time.Now()
				_, err := verify(t, v, compact, token.Access)
				if ok := err == nil; ok != test.ok {
					t.Errorf("error = %v, want success: %t", err, test.ok)
				}
				if took := time.Since(began); took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
			})
		})
	}
}

// TestKeysFetchOutlivesItsFirstCaller: whoever came first hangs up, and those
// who wait for the same fetch are served all the same.
func TestKeysFetchOutlivesItsFirstCaller(t *testing.T) {
	compact := mint(t, token.Access)
	synctest.Test(t, func(t *testing.T) {
		keys := newKeyServer(poolKeys())
		v := newVerifier(t, slowTransport{2 * time.Second, keys}, newClock())
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := v.Verify(ctx, compact, token.Access); !errors.Is(err, token.ErrKeysUnavailable) || !errors.Is(err, context.Canceled) {
				t.Errorf("the one who hung up got %v", err)
			}
		})
		synctest.Wait()
		for range 50 {
			wg.Go(func() {
				if _, err := verify(t, v, compact, token.Access); err != nil {
					t.Errorf("one who waited got %v", err)
				}
			})
		}
		synctest.Wait()
		cancel()
		wg.Wait()
		if got := keys.count.Load(); got != 1 {
			t.Errorf("%d fetches, want 1", got)
		}
	})
}

func TestCloseEndsTheFetchUnderWay(t *testing.T) {
	compact := mint(t, token.Access)
	synctest.Test(t, func(t *testing.T) {
		v := newVerifier(t, slowTransport{time.Hour, newKeyServer(poolKeys())}, newClock())
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := verify(t, v, compact, token.Access); !errors.Is(err, token.ErrKeysUnavailable) {
				t.Errorf("error = %v, want ErrKeysUnavailable", err)
			}
		})
		synctest.Wait()
		v.Close()
		wg.Wait()
		if err := v.Warm(t.Context()); !errors.Is(err, token.ErrKeysUnavailable) {
			t.Errorf("Warm after Close = %v", err)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("Close and what followed waited %s", took)
		}
	})
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("broken handler") }

func TestKeysTransportPanicIsARefusal(t *testing.T) {
	v := newVerifier(t, panicking{}, newClock())
	if _, err := verify(t, v, mint(t, token.Access), token.Access); !errors.Is(err, token.ErrKeysUnavailable) {
		t.Errorf("error = %v, want ErrKeysUnavailable", err)
	}
}

// meteredBody is a long body that counts what is read of it.
type meteredBody struct {
	left, read int
}

func (b *meteredBody) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), b.left)
	for i := range p[:n] {
		p[i] = ' '
	}
	b.left -= n
	b.read += n
	return n, nil
}

func (*meteredBody) Close() error { return nil }

func (b *meteredBody) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: b}, nil
}

func TestKeysBodyIsReadToTheLimit(t *testing.T) {
	body := &meteredBody{left: 1 << 20}
	v := newVerifier(t, body, newClock())
	if err := v.Warm(t.Context()); !errors.Is(err, token.ErrKeysUnavailable) {
		t.Errorf("Warm = %v, want ErrKeysUnavailable", err)
	}
	if body.read > 64<<10+1 {
		t.Errorf("%d bytes were read, want at most one above 64 KiB", body.read)
	}
}
