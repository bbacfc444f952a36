package token

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"usher/internal/jose"
)

// futureLeeway is how far the issuer's clock may run ahead of ours. There is
// none for exp: past it a token is expired.
const futureLeeway = 60 * time.Second

// Config is what a [Verifier] needs to know.
type Config struct {
	Issuers   []Issuer         // exactly these; CognitoIssuers gives those of a pool
	ClientIDs []string         // app clients whose tokens are accepted
	HTTP      *http.Client     // fetches JWKS documents and nothing else; nil: a plain client
	Now       func() time.Time // nil: time.Now
	CacheSize int              // verified tokens kept; 0: 10,000; negative: none
	Logger    *slog.Logger     // nil: silent
}

// Verifier verifies the tokens of one deployment. It is safe for concurrent
// use. Close it when no more calls follow.
type Verifier struct {
	keys      map[string]*keyStore // by issuer URL
	first     *keyStore
	clientIDs []string
	cache     *cache
	keyer     keyer
	now       func() time.Time
}

// NewVerifier checks cfg and returns a verifier that has no keys yet: [Verifier.Warm]
// or the first token fetches them. The error lists everything that is wrong.
func NewVerifier(cfg Config) (*Verifier, error) {
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	cache, err := newCache(cfg.CacheSize)
	if err != nil {
		return nil, err
	}
	v := &Verifier{
		keys:      make(map[string]*keyStore, len(cfg.Issuers)),
		clientIDs: slices.Clone(cfg.ClientIDs),
		cache:     cache,
		now:       cfg.Now,
	}
	if v.now == nil {
		v.now = time.Now
	}
	logger := cfg.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	client := jwksClient(cfg.HTTP)
	for _, issuer := range cfg.Issuers {
		v.keys[issuer.URL] = newKeyStore(issuer, client, v.now, logger)
	}
	v.first = v.keys[cfg.Issuers[0].URL]
	return v, nil
}

func (cfg Config) validate() error {
	var problems []error
	if len(cfg.Issuers) == 0 {
		problems = append(problems, errors.New("no issuer: give those of the user pool"))
	}
	seen := map[string]bool{}
	for _, issuer := range cfg.Issuers {
		if err := issuer.validate(); err != nil {
			problems = append(problems, err)
		}
		if seen[issuer.URL] {
			problems = append(problems, fmt.Errorf("issuer %s is given twice", issuer.URL))
		}
		seen[issuer.URL] = true
	}
	if len(cfg.ClientIDs) == 0 || slices.Contains(cfg.ClientIDs, "") {
		problems = append(problems, errors.New("no app client, or an empty one: give the client ids to accept"))
	}
	return errors.Join(problems...)
}

// Verify returns the claims of a token that is good for use. Any error comes
// with zero Claims and is one of [ExpiredError], [ErrInvalid] (as an
// [InvalidError]) and [ErrKeysUnavailable].
//
// ctx bounds only the wait for keys; a fetch that others wait for goes on.
//
// Verify does not see revocation: ask the revocation set next.
func (v *Verifier) Verify(ctx context.Context, compact string, use Use) (Claims, error) {
	if use != Access && use != ID {
		return Claims{}, invalid(ReasonUse, fmt.Errorf("no such use: want %s or %s", Access, ID))
	}
	if len(compact) > jose.MaxTokenBytes {
		return Claims{}, invalid(ReasonMalformed, jose.ErrTooLarge)
	}
	now := v.now()
	key := v.keyer.key(compact, use)
	if hit, ok := v.cache.get(key); ok && hit.keys.lookup(ctx, hit.keyID, now) == hit.key {
		return verdict(hit.claims, now)
	}
	token, err := v.check(ctx, compact, use, now)
	if err != nil {
		return Claims{}, err
	}
	v.cache.put(key, token)
	return verdict(token.claims, now)
}

// verdict judges a verified token's age, the one property that changes.
func verdict(claims Claims, now time.Time) (Claims, error) {
	if !now.Before(claims.ExpiresAt) {
		return Claims{}, &ExpiredError{Claims: claims}
	}
	return claims, nil
}

// check does everything but judge exp. What costs nothing comes first and the
// signature last, so that a token of another pool or client costs neither a
// fetch of keys nor the arithmetic.
func (v *Verifier) check(ctx context.Context, compact string, use Use, now time.Time) (*verified, error) {
	unverified, err := jose.Parse(compact)
	if err != nil {
		return nil, invalid(formReason(err), err)
	}
	payload := unverified.Claims()
	if got, _, err := payload.String("token_use"); err != nil || got != string(use) {
		return nil, invalid(ReasonUse, err)
	}
	iss, _, err := payload.String("iss")
	keys := v.keys[iss]
	if err != nil || keys == nil {
		return nil, invalid(ReasonIssuer, err)
	}
	claims, notBefore, err := readClaims(payload, use)
	if err != nil {
		return nil, invalid(ReasonClaims, err)
	}
	if !slices.Contains(v.clientIDs, claims.ClientID) {
		return nil, invalid(ReasonClient, nil)
	}
	latest := now.Add(futureLeeway)
	if claims.IssuedAt.After(latest) || claims.AuthTime.After(latest) || notBefore.After(latest) {
		return nil, invalid(ReasonFuture, nil)
	}
	key, err := keys.find(ctx, unverified.KeyID())
	if err != nil {
		return nil, err
	}
	if err := unverified.Verify(key); err != nil {
		return nil, invalid(ReasonSignature, err)
	}
	return &verified{claims: claims, keys: keys, keyID: unverified.KeyID(), key: key}, nil
}

func formReason(err error) Reason {
	switch {
	case errors.Is(err, jose.ErrAlgorithm):
		return ReasonAlgorithm
	case errors.Is(err, jose.ErrHeader):
		return ReasonHeader
	}
	return ReasonMalformed
}

// Warm fetches the keys of the first issuer, without the pause that follows a
// fetch for an unknown kid. Call it at start, and again while [Verifier.Ready]
// returns an error. Its error wraps [ErrKeysUnavailable].
func (v *Verifier) Warm(ctx context.Context) error { return v.first.warm(ctx) }

// Ready returns nil when at least one issuer's keys are at hand.
func (v *Verifier) Ready() error {
	now := v.now()
	for _, keys := range v.keys {
		if keys.loaded(now) {
			return nil
		}
	}
	return fmt.Errorf("%w: none was fetched in the last %s", ErrKeysUnavailable, maxKeyAge)
}

// Close ends fetches under way and waits for them; none starts afterwards.
func (v *Verifier) Close() {
	for _, keys := range v.keys {
		keys.close()
	}
}
