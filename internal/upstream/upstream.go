package upstream

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"usher/internal/auth"
	"usher/internal/cognito"
	"usher/internal/config"
	"usher/internal/token"
)

// Upstream is the user pool that the API stands in front of.
type Upstream struct {
	Pool      auth.UserPool
	Issuers   []token.Issuer // whose tokens are accepted
	ClientIDs []string       // likewise
	JWKS      *http.Client   // fetches the issuers' keys
	Secret    []byte         // of this deployment, at least 32 bytes
	Mailbox   http.Handler   // what the embedded pool sent; nil with a pool at AWS
	PoolID    string         // its id; local mode only
	PublicID  string         // an app client without a secret, for other AWS clients; local mode only
	Wire      http.Handler   // the embedded pool for other AWS clients; nil with a pool at AWS
	Close     func() error
}

// Quotas keeps the calls to AWS within the account's request quotas. The embedded pool has none.
type Quotas struct {
	Budgets  cognito.Budgets             // nil keeps nothing
	OnBudget func(class, outcome string) // see [cognito.Config]
}

// Open opens the pool that the settings name. Its errors are sentences that say what to do.
func Open(ctx context.Context, cfg config.Config, quotas Quotas, now func() time.Time, log *slog.Logger) (*Upstream, error) {
	if cfg.Local() {
		return openLocal(cfg, now, log)
	}
	return connect(ctx, cfg, quotas, now, log)
}
