package token_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/token"
)

const (
	region   = "eu-west-1"
	poolID   = "eu-west-1_Example"
	clientID = "4jb8examplec1ient0id"
	issuer   = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example"
	updated  = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example"

	accessKID = "3sJ+access/kid="
	idKID     = "9dQ+identity/kid="
)

var (
	accessKey  = sync.OnceValue(newKey)
	idKey      = sync.OnceValue(newKey)
	foreignKey = sync.OnceValue(newKey)
	start      = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// clock is a time that tests move by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: start} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func rs256(tb testing.TB, key *rsa.PrivateKey, input string) string {
	tb.Helper()
	digest := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		tb.Fatal(err)
	}
	return b64(signature)
}

func jwk(kid string, key *rsa.PublicKey) string {
	return fmt.Sprintf(`{"alg":"RS256","e":%q,"kid":%q,"kty":"RSA","n":%q,"use":"sig"}`,
		b64(big.NewInt(int64(key.E)).Bytes()), kid, b64(key.N.Bytes()))
}

func jwks(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }

func poolKeys() string {
	return jwks(jwk(idKID, &idKey().PublicKey), jwk(accessKID, &accessKey().PublicKey))
}

// keyServer answers every request with a handler that can be exchanged, and
// counts them. It serves in process (as a RoundTripper) or on a socket.
type keyServer struct {
	answer atomic.Pointer[http.HandlerFunc]
	count  atomic.Int64
	urls   sync.Map
}

func newKeyServer(document string) *keyServer {
	s := &keyServer{}
	s.publish(document)
	return s
}

func (s *keyServer) publish(document string) {
	s.set(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(document)) })
}

func (s *keyServer) set(answer http.HandlerFunc) { s.answer.Store(&answer) }

func (s *keyServer) status(code int) {
	s.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

func (s *keyServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.count.Add(1)
	s.urls.Store(r.URL.String(), true)
	(*s.answer.Load())(w, r)
}

func (s *keyServer) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result(), r.Context().Err()
}

func newVerifier(tb testing.TB, keys http.RoundTripper, c *clock, edit ...func(*token.Config)) *token.Verifier {
	tb.Helper()
	cfg := token.Config{
		Issuers:   token.CognitoIssuers(region, poolID),
		ClientIDs: []string{"another-client", clientID},
		HTTP:      &http.Client{Transport: keys},
		Now:       c.Now,
	}
	for _, e := range edit {
		e(&cfg)
	}
	v, err := token.NewVerifier(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(v.Close)
	return v
}

// verify is how every test asks. It holds what must be true of any answer: an
// error is one of the three kinds, comes without claims, and repeats nothing
// of the token.
func verify(tb testing.TB, v *token.Verifier, compact string, use token.Use) (token.Claims, error) {
	tb.Helper()
	claims, err := v.Verify(tb.Context(), compact, use)
	if err == nil {
		if claims.Subject == "" || claims.Username == "" || claims.ExpiresAt.IsZero() || claims.Use != use {
			tb.Errorf("accepted with claims %+v", claims)
		}
		return claims, nil
	}
	if diff := cmp.Diff(token.Claims{}, claims); diff != "" {
		tb.Errorf("a refused token gave claims (-want +got):\n%s", diff)
	}
	expired, isExpired := errors.AsType[*token.ExpiredError](err)
	refused, isInvalid := errors.AsType[*token.InvalidError](err)
	kinds := 0
	for _, is := range []bool{isExpired, errors.Is(err, token.ErrInvalid), errors.Is(err, token.ErrKeysUnavailable)} {
		if is {
			kinds++
		}
	}
	if kinds != 1 || isInvalid != errors.Is(err, token.ErrInvalid) {
		tb.Errorf("error %v is of %d kinds, want one", err, kinds)
	}
	if isInvalid && refused.Reason == "" {
		tb.Errorf("error %v has no reason", err)
	}
	if isExpired && expired.Claims.Subject == "" {
		tb.Error("an expired token without claims")
	}
	for part := range strings.SplitSeq(compact, ".") {
		if len(part) > 8 && strings.Contains(err.Error(), part) {
			tb.Errorf("error %q repeats a part of the token", err)
		}
	}
	return claims, err
}

// wantReason checks a refusal; the empty reason stands for acceptance.
func wantReason(tb testing.TB, err error, want token.Reason) {
	tb.Helper()
	if want == "" {
		if err != nil {
			tb.Errorf("refused: %v", err)
		}
		return
	}
	if refused, ok := errors.AsType[*token.InvalidError](err); !ok || refused.Reason != want {
		tb.Errorf("error = %v, want a refusal for %q", err, want)
	}
}
