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
	keys := cfg.SealKeys
	if len(keys.IDs()) == 0 {
		var err error
		if keys, err = seal.DeriveKeys(secret); err != nil {
			return nil, err
		}
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
