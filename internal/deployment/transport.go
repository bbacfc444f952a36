package deployment

import (
	"usher/internal/config"
	"usher/internal/seal"
	"usher/internal/session"
)

// Transport is how tokens travel. In cookies they are always sealed, in headers where there are
// keys for it: a derived key is not meant to last as long as a session.
func Transport(cfg config.Config, sealer *seal.Sealer) session.Transport {
	if !cfg.Cookies() && len(cfg.SealKeys.IDs()) == 0 {
		return session.Transport{}
	}
	return session.Transport{Sealer: sealer, Cookies: cfg.Cookies(), HTTPS: cfg.HTTPS()}
}
