package token

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"usher/internal/jose"
)

// fetchTimeout bounds one fetch, from dialling to the last byte of the body.
const fetchTimeout = 3 * time.Second

// jwksClient returns a client with the given one's transport and nothing else
// of it. A redirect is not followed: it would let whoever controls one path on
// the issuer's host choose the keys.
func jwksClient(given *http.Client) *http.Client {
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if given != nil {
		client.Transport = given.Transport
	}
	return client
}

// fetchKeySet gets and parses a JWKS document. Content-Type is not looked at:
// the parser accepts nothing but a key set, and some servers send it as text.
//
// The set's Skipped is filled beside an error too.
func fetchKeySet(ctx context.Context, client *http.Client, url string) (jose.KeySet, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return jose.KeySet{}, err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return jose.KeySet{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return jose.KeySet{}, fmt.Errorf("answer has status %d, want 200 and no redirect", resp.StatusCode)
	}
	document, err := io.ReadAll(io.LimitReader(resp.Body, jose.MaxKeySetBytes+1))
	if err != nil {
		return jose.KeySet{}, err
	}
	return jose.ParseKeySet(document)
}
