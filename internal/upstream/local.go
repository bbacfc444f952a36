package upstream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"usher/internal/cognito"
	"usher/internal/config"
	"usher/internal/localpool"
	"usher/internal/mailbox"
	"usher/internal/masthead"
	"usher/internal/token"
)

// openLocal starts the embedded pool. The SDK's client reaches it in process, through the same
// requests that would go to AWS.
func openLocal(cfg config.Config, now func() time.Time, log *slog.Logger) (*Upstream, error) {
	var box *mailbox.Mailbox
	local, err := localpool.Open(localpool.Options{
		Dir: cfg.LocalData, Now: now, Issuer: cfg.LocalIssuer, AccessTTL: cfg.LocalAccessTTL, FixedCode: cfg.LocalCode, Logger: log,
		Deliver: func(ctx context.Context, m localpool.Message) error {
			return box.Put(ctx, mailbox.Message{To: m.To, Medium: m.Medium, Subject: m.Subject, Text: m.Text, Code: m.Code, Purpose: m.Purpose, SentAt: m.SentAt})
		},
	})
	if err != nil {
		return nil, fmt.Errorf("%w (USHER_LOCAL_DATA names the folder)", err)
	}
	// The pool holds the folder's lock by now, so nobody else writes the mailbox's file.
	if box, err = mailbox.Open(cfg.LocalData, mailbox.Options{Now: now}); err != nil {
		return nil, errors.Join(err, local.Close())
	}
	seed, transport := local.Seed(), local.Transport()
	pool, err := cognito.New(cognito.Config{
		Region: seed.Region, UserPoolID: seed.PoolID, ClientID: seed.ClientID, ClientSecret: seed.ClientSecret,
		Endpoint: "https://local.pool.invalid", HTTPClient: transport, Now: now, Logger: log,
		Credentials: credentials.NewStaticCredentialsProvider("LOCAL", "local", ""),
	})
	if err != nil {
		return nil, errors.Join(err, local.Close(), box.Close())
	}
	return &Upstream{
		Pool:    pool,
		Issuers: []token.Issuer{{URL: seed.Issuer, JWKSURL: seed.Issuer + "/.well-known/jwks.json"}},
		// Tokens of the public client are not accepted: whoever calls the pool past the API with
		// it does not get past the API's rules.
		ClientIDs: []string{seed.ClientID},
		JWKS:      &http.Client{Transport: transport},
		Secret:    seed.Key,
		Mailbox:   box.Handler(masthead.Pages{Playground: cfg.Playground, App: cfg.Playground, Schema: cfg.Introspection}),
		PoolID:    seed.PoolID,
		PublicID:  seed.PublicClientID,
		Wire:      local,
		Close:     func() error { return errors.Join(local.Close(), box.Close()) },
	}, nil
}
