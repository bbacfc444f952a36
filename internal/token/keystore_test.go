package token_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"usher/internal/token"
)

// newSocketVerifier fetches keys over a real socket.
func newSocketVerifier(t *testing.T, keys http.Handler, c *clock) *token.Verifier {
	t.Helper()
	server := httptest.NewServer(keys)
	t.Cleanup(server.Close)
	return newVerifier(t, nil, c, func(cfg *token.Config) {
		cfg.Issuers = []token.Issuer{{URL: issuer, JWKSURL: server.URL + "/jwks.json"}}
		cfg.HTTP = server.Client()
	})
}

// hostile are answers that must leave the verifier without keys, or with the
// ones it has.
var hostile = []struct {
	name   string
	answer http.HandlerFunc
}{
	{"empty set", text(http.StatusOK, `{"keys":[]}`)},
	{"empty body", text(http.StatusOK, ``)},
	{"404", text(http.StatusNotFound, `{"message":"no"}`)},
	{"404 with keys", func(w http.ResponseWriter, r *http.Request) { text(http.StatusNotFound, poolKeys())(w, r) }},
	{"500", text(http.StatusInternalServerError, ``)},
	{"204", text(http.StatusNoContent, ``)},
	{"HTML with 200", text(http.StatusOK, `<!DOCTYPE html><html><body>Sign in</body></html>`)},
	{"keys cut short", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(poolKeys()[:300])) }},
	{"connection cut short", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "4096")
		_, _ = w.Write([]byte(poolKeys()))
		panic(http.ErrAbortHandler)
	}},
	{"10 MB", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(poolKeys()))
		blank := []byte(strings.Repeat(" ", 1<<20))
		for range 10 {
			if _, err := w.Write(blank); err != nil {
				return
			}
		}
	}},
	{"symmetric key", text(http.StatusOK, `{"keys":[{"kty":"oct","kid":"k","k":"c2VjcmV0"}]}`)},
	{"key of 1024 bits", text(http.StatusOK, jwks(`{"kty":"RSA","kid":"k","e":"AQAB","n":"`+strings.Repeat("_w", 85)+`"}`))},
}

func text(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestKeysDownAtStart(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			keys, c := newKeyServer(""), newClock()
			keys.set(test.answer)
			v := newSocketVerifier(t, keys, c)
			compact := mint(t, token.Access)

			if err := v.Warm(t.Context()); !errors.Is(err, token.ErrKeysUnavailable) {
				t.Errorf("Warm = %v, want ErrKeysUnavailable", err)
			}
			if err := v.Ready(); !errors.Is(err, token.ErrKeysUnavailable) {
				t.Errorf("Ready = %v, want ErrKeysUnavailable", err)
			}
			for range 100 {
				if _, err := verify(t, v, compact, token.Access); !errors.Is(err, token.ErrKeysUnavailable) {
					t.Fatalf("error = %v, want ErrKeysUnavailable", err)
				}
			}
			if got := keys.count.Load(); got != 1 {
				t.Errorf("%d fetches within the pause, want 1", got)
			}

			keys.publish(poolKeys())
			c.advance(10 * time.Second)
			if _, err := verify(t, v, compact, token.Access); err != nil {
				t.Errorf("after the pause: %v", err)
			}
			if err := v.Ready(); err != nil {
				t.Errorf("Ready = %v", err)
			}
		})
	}
}

func TestKeysDownAtRefresh(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			keys, c := newKeyServer(poolKeys()), newClock()
			v := newSocketVerifier(t, keys, c)
			if err := v.Warm(t.Context()); err != nil {
				t.Fatal(err)
			}
			keys.set(test.answer)
			for _, step := range []time.Duration{2 * time.Hour, 20 * time.Hour, 2 * time.Hour} {
				c.advance(step)
				if err := v.Warm(t.Context()); !errors.Is(err, token.ErrKeysUnavailable) {
					t.Errorf("Warm = %v, want ErrKeysUnavailable", err)
				}
				// Not the token of before: the cache must not answer for the keys.
				compact := mint(t, token.Access, claim("exp", seconds(c.Now().Add(time.Hour))))
				if _, err := verify(t, v, compact, token.Access); err != nil {
					t.Errorf("keys at hand do not serve: %v", err)
				}
			}
			c.advance(time.Second)
			compact := mint(t, token.Access, claim("exp", seconds(c.Now().Add(time.Hour))))
			if _, err := verify(t, v, compact, token.Access); !errors.Is(err, token.ErrKeysUnavailable) {
				t.Errorf("after 24 h: error = %v, want ErrKeysUnavailable", err)
			}
			if err := v.Ready(); err == nil {
				t.Error("ready with keys older than 24 h")
			}
		})
	}
}

func TestKeysUnreachable(t *testing.T) {
	server := httptest.NewServer(newKeyServer(poolKeys()))
	url := server.URL
	server.Close()
	v := newVerifier(t, nil, newClock(), func(cfg *token.Config) {
		cfg.Issuers, cfg.HTTP = []token.Issuer{{URL: issuer, JWKSURL: url}}, nil
	})
	if _, err := verify(t, v, mint(t, token.Access), token.Access); !errors.Is(err, token.ErrKeysUnavailable) {
		t.Errorf("error = %v, want ErrKeysUnavailable", err)
	}
}

func TestKeysRedirectIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			target := newKeyServer(poolKeys())
			other := httptest.NewServer(target)
			defer other.Close()
			keys := newKeyServer("")
			keys.set(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, status) })
			v := newSocketVerifier(t, keys, newClock())
			if err := v.Warm(t.Context()); !errors.Is(err, token.ErrKeysUnavailable) {
				t.Errorf("Warm = %v, want ErrKeysUnavailable", err)
			}
			if got := target.count.Load(); got != 0 {
				t.Errorf("the redirect's target saw %d requests", got)
			}
		})
	}
}

func TestKeysOfAnyContentTypeAreRead(t *testing.T) {
	for _, contentType := range []string{"application/json", "application/jwk-set+json", "text/plain", "text/html", ""} {
		t.Run(contentType, func(t *testing.T) {
			keys := newKeyServer("")
			keys.set(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{contentType}
				_, _ = w.Write([]byte(poolKeys()))
			})
			if err := newSocketVerifier(t, keys, newClock()).Warm(t.Context()); err != nil {
				t.Errorf("Warm = %v", err)
			}
		})
	}
}
