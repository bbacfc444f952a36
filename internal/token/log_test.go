package token_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/token"
)

func TestCognitoIssuers(t *testing.T) {
	want := []token.Issuer{
		{URL: issuer, JWKSURL: issuer + "/.well-known/jwks.json"},
		{URL: updated, JWKSURL: updated + "/.well-known/jwks.json"},
	}
	if diff := cmp.Diff(want, token.CognitoIssuers(region, poolID)); diff != "" {
		t.Errorf("issuers (-want +got):\n%s", diff)
	}
}

func TestKeyFaultsAreLogged(t *testing.T) {
	var log bytes.Buffer
	weak := strings.Replace(jwk("weak", &foreignKey().PublicKey), `"AQAB"`, `"AQ"`, 1)
	keys := newKeyServer(jwks(weak, jwk(accessKID, &accessKey().PublicKey)))
	v := newVerifier(t, keys, newClock(), func(cfg *token.Config) {
		cfg.Logger = slog.New(slog.NewTextHandler(&log, nil))
	})
	logged := func(words ...string) {
		t.Helper()
		for _, word := range words {
			if !strings.Contains(log.String(), word) {
				t.Errorf("log is without %q:\n%s", word, log.String())
			}
		}
		log.Reset()
	}

	compact := mint(t, token.Access)
	if _, err := verify(t, v, compact, token.Access); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(log.String(), compact[:20]) {
		t.Error("the log holds a token")
	}
	logged("level=WARN", "kid=weak", "exponent is even or below 3", "keys of the issuer loaded", accessKID)

	keys.status(http.StatusBadGateway)
	if err := v.Warm(t.Context()); err == nil {
		t.Fatal("Warm succeeded")
	}
	logged("level=WARN", "could not be fetched", "status 502", "keys_at_hand=true", issuer)

	many := make([]string, 500)
	for i := range many {
		many[i] = "{}"
	}
	keys.publish(jwks(many...))
	if err := v.Warm(t.Context()); err == nil {
		t.Fatal("Warm succeeded")
	}
	if lines := strings.Count(log.String(), "\n"); lines > 10 {
		t.Errorf("%d lines for one document, want at most 10", lines)
	}
}
