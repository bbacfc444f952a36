package token_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/token"
)

// recovering answers after a number of failures.
type recovering struct{ failures, asked int }

func (r *recovering) RoundTrip(*http.Request) (*http.Response, error) {
	if r.asked++; r.asked <= r.failures {
		return nil, errors.New("down")
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(poolKeys()))}, nil
}

func TestWarmUpTriesUntilTheKeysAreThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keys := &recovering{failures: 6}
		v, err := token.NewVerifier(token.Config{
			Issuers: []token.Issuer{{URL: issuer, JWKSURL: issuer + "/.well-known/jwks.json"}}, ClientIDs: []string{"c"}, HTTP: &http.Client{Transport: keys},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		began := time.Now()
		v.WarmUp(t.Context(), slog.New(slog.DiscardHandler))
		if v.Ready() != nil || time.Since(began) != (1+2+4+8+16+30)*time.Second || keys.asked != 7 {
			t.Errorf("ready: %v, after %v and %d tries", v.Ready(), time.Since(began), keys.asked)
		}
	})
}
