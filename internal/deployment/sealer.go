package deployment

import (
	"crypto/rand"
	"log/slog"
	"time"

	"usher/internal/config"
	"usher/internal/seal"
)

// NewSealer makes the sealer of a deployment, for one user pool and app client. Without
// USHER_SEAL_KEYS its key comes from secret, which the instances share without a setting of their
// own: good for what lives for seconds, for the sessions of local mode, and for the tokens of known
// devices, which are done without where the secret changed.
// opened is told of every attempt to open a value, as seal.Config.OnOpen is.
func NewSealer(cfg config.Config, secret []byte, pool, client string, now func() time.Time, log *slog.Logger, opened func(keyID, outcome string)) (*seal.Sealer, error) {
	keys, err := keysOf(cfg, secret)
	if err != nil {
		return nil, err
	}
	return seal.New(seal.Config{
		Keys: keys, Pool: pool, Client: client, Now: now, Rand: rand.Reader,
		OnOpen: func(keyID string, outcome seal.Outcome) {
			opened(keyID, string(outcome))
			if outcome != seal.Opened {
				log.Debug("a value does not open and is taken for none", "outcome", string(outcome), "key", keyID)
			}
		},
	})
}

// keysOf is what the instances have in common: the ring of the settings, or else the secret.
func keysOf(cfg config.Config, secret []byte) (seal.Keys, error) {
	if len(cfg.SealKeys.IDs()) > 0 {
		return cfg.SealKeys, nil
	}
	return seal.DeriveKeys(secret)
}
