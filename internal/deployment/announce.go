package deployment

import (
	"cmp"
	"log/slog"

	"usher/internal/config"
)

// Places are where a deployment serves, as base URLs; empty for a listener that is not open.
type Places struct {
	API, Admin, Pool string
	PoolID           string
	ClientID         string // of the app client with a secret
	PublicID         string // of the one without
	Version          string
}

// Announce says where things are. In local mode its first line says what this is not.
func Announce(log *slog.Logger, cfg config.Config, at Places) {
	if cfg.Local() {
		log.Info("local mode: an embedded user pool for development and tests; no AWS account is used", "data", cmp.Or(cfg.LocalData, "in memory only"))
		log.Info("mailbox", "url", at.API+"/mailbox")
	}
	if cfg.LocalCode != "" {
		log.Warn("USHER_LOCAL_CODE is set: every mailed code is the same, so anybody can confirm anything")
	}
	if !cfg.Local() && cfg.AnswerTime == 0 {
		log.Warn("USHER_ANSWER_TIME is 0s: the time of an answer tells who has an account", "remedy", "remove the setting")
	}
	if cfg.EnforcesSafelist() && (cfg.Playground || cfg.Introspection) {
		log.Warn("USHER_SAFELIST is enforce: introspection is refused, and what the playground sends, unless a manifest lists it")
	}
	if cfg.Playground {
		log.Info("playground", "url", at.API+"/")
	}
	if cfg.Playground && cfg.Local() {
		log.Info("app", "url", appURL(at.API))
	}
	if at.Pool != "" {
		log.Info("user pool for other AWS clients", "url", at.Pool, "pool", at.PoolID, "client", at.ClientID, "publicClient", at.PublicID)
	}
	if at.Admin != "" {
		log.Info("health", "url", at.Admin+"/readyz")
	}
	log.Info("serving", "url", at.API+"/graphql", "version", at.Version)
}
