package deployment

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"usher/internal/auth"
	"usher/internal/config"
	"usher/internal/envelope"
	"usher/internal/kv"
)

// NewEnvelopes makes what opens sealed passwords for one user pool and app client, nil where the
// settings take plain ones only. Its keys come from USHER_SEAL_KEYS, or without it from secret; what
// was sealed for another pool or client under the same keys does not open.
func NewEnvelopes(cfg config.Config, secret []byte, pool, client string, store envelope.Store, now func() time.Time, log *slog.Logger) (auth.PasswordEnvelopes, error) {
	if !cfg.SealedPasswords() {
		return nil, nil
	}
	keys, err := keysOf(cfg, secret)
	if err != nil {
		return nil, err
	}
	secrets, err := keys.Derive("password envelopes|" + pool + "|" + client)
	if err != nil {
		return nil, err
	}
	roots := make([]envelope.Root, 0, len(secrets))
	for _, s := range secrets {
		roots = append(roots, envelope.Root(s))
	}
	since := now()
	if cfg.RedisURL.IsSet() {
		store, since = ownFirst{own: kv.NewMemory(now, 0), shared: store}, time.Time{}
	}
	envelopes, err := envelope.New(envelope.Config{Roots: roots, Store: store, Since: since, Now: now, Rand: rand.Reader})
	if err != nil {
		return nil, err
	}
	return passwords{envelopes: envelopes, log: log}, nil
}

// ownFirst asks what this process took itself before the store of all instances, which forgets: where Redis
// fails what was written before, where it returns what was written meanwhile.
type ownFirst struct{ own, shared envelope.Store }

// SetIfAbsent implements envelope.Store.
func (s ownFirst) SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (bool, error) {
	if fresh, err := s.own.SetIfAbsent(ctx, key, value, life); err != nil || !fresh {
		return false, err
	}
	return s.shared.SetIfAbsent(ctx, key, value, life)
}

// passwords speaks of envelopes in the domain's words.
type passwords struct {
	envelopes *envelope.Envelopes
	log       *slog.Logger
}

// Sealing implements auth.PasswordEnvelopes.
func (p passwords) Sealing() (auth.PasswordSealing, error) {
	s, err := p.envelopes.Sealing()
	return auth.PasswordSealing{KeyID: s.KeyID, Type: envelope.Typ, X: s.X, Y: s.Y, Nonce: s.Nonce, ExpiresAt: s.ExpiresAt}, err
}

// Open implements auth.PasswordEnvelopes.
func (p passwords) Open(ctx context.Context, sealed string, use auth.PasswordUse, account string) (auth.Password, error) {
	password, err := p.envelopes.Open(ctx, sealed, string(use), account)
	if err == nil {
		return auth.Password(password), nil
	}
	// Clients are not told why; whoever writes one finds it here.
	p.log.DebugContext(ctx, "a sealed password is not opened", "use", use, "error", err)
	switch {
	case errors.Is(err, envelope.ErrExpired):
		return "", &auth.Error{Code: auth.PasswordEnvelopeExpired, Err: err}
	case errors.Is(err, envelope.ErrRefused):
		return "", &auth.Error{Code: auth.PasswordEnvelopeRefused, Err: err}
	}
	return "", &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
}
