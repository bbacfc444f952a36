// Command usher serves a GraphQL auth API for Amazon Cognito user pools. Without a user pool in
// the environment it starts one of its own, for development and tests.
//
// This file wires the rooms together, and is the only one that does.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"usher/graph"
	"usher/internal/audit"
	"usher/internal/auth"
	"usher/internal/blocklist"
	"usher/internal/config"
	"usher/internal/deployment"
	"usher/internal/httpapi"
	"usher/internal/observe"
	"usher/internal/registry"
	"usher/internal/reqctx"
	"usher/internal/session"
	"usher/internal/token"
	"usher/internal/upstream"
)

// version is set by the linker: -ldflags "-X main.version=v1.2.3".
var version = "dev"

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// run carries out one command. It returns the exit code, and an end of ctx is the way to stop it.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	switch strings.Join(args, " ") {
	case "help", "-h", "--help":
		_, _ = io.WriteString(stdout, usage)
		return exitOK
	case "version", "--version":
		_, _ = fmt.Fprintln(stdout, observe.ReadBuild(version))
		return exitOK
	case "config docs":
		_, _ = io.WriteString(stdout, config.Docs())
		return exitOK
	case "schema", "schema federated":
		return report(stderr, exitFailed, printSchema(stdout, len(args) > 1))
	case "keys new":
		return report(stderr, exitFailed, deployment.NewKeys(rand.Reader, stdout, stderr))
	case "keys rotate":
		return report(stderr, exitUsage, deployment.RotateKeys(environ, rand.Reader, stdout, stderr))
	case "", "serve", "config":
	default:
		return report(stderr, exitUsage, fmt.Errorf("there is no command %q.\n\n%s", strings.Join(args, " "), usage))
	}
	cfg, err := config.Load(environ)
	if err != nil {
		return report(stderr, exitUsage, fmt.Errorf("the settings cannot be used:\n%w", err))
	}
	if slices.Equal(args, []string{"config"}) {
		_, _ = io.WriteString(stdout, config.Text(config.Describe(cfg)))
		return exitOK
	}
	tuneGC(environ)
	return report(stderr, exitFailed, serve(ctx, cfg, time.Now, stderr))
}

// report is the exit code of a command that ended with err.
func report(stderr io.Writer, code int, err error) int {
	if err == nil {
		return exitOK
	}
	_, _ = fmt.Fprintf(stderr, "usher: %v\n", err)
	return code
}

// tuneGC trades a few megabytes for a fifth of the CPU of a request, unless the operator decides:
// with a heap this small the collector would run all the time.
func tuneGC(environ []string) {
	if !slices.ContainsFunc(environ, func(e string) bool { return strings.HasPrefix(e, "GOGC=") }) {
		debug.SetGCPercent(400)
	}
}

// serve runs the API until ctx ends. now is the clock of everything that expires.
func serve(ctx context.Context, cfg config.Config, now func() time.Time, stderr io.Writer) (err error) {
	log, err := observe.NewLogger(stderr, observe.Options{Format: cfg.LogFormat, Level: cfg.LogLevel})
	if err != nil {
		return err
	}
	build := observe.ReadBuild(version)
	metrics, err := observe.NewMetrics(build)
	if err != nil {
		return err
	}
	listeners, err := httpapi.ListenAll(ctx, map[string]string{apiListener: cfg.Addr, adminListener: cfg.AdminAddr, poolListener: cfg.LocalListen})
	if err != nil {
		return err
	}
	defer listeners.Close()
	store, err := deployment.OpenStore(ctx, cfg, now, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	up, err := upstream.Open(ctx, cfg, upstream.Quotas{
		Budgets: &deployment.Budgets{Store: store.Limits(), Region: cfg.Region}, OnBudget: metrics.CognitoRequest,
	}, now, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, up.Close()) }()

	verifier, err := token.NewVerifier(token.Config{Issuers: up.Issuers, ClientIDs: up.ClientIDs, HTTP: up.JWKS, Now: now, Logger: log})
	if err != nil {
		return err
	}
	defer verifier.Close()
	sealer, err := deployment.NewSealer(cfg, up.Secret, cmp.Or(cfg.UserPoolID, up.PoolID), up.ClientIDs[0], now, log, metrics.SealedOpen)
	if err != nil {
		return err
	}
	revocations, trail := session.NewRevocationSet(store), audit.New(log)
	sessionList, err := registry.New(registry.Config{
		Refusals: revocations, Store: store.Lists(), Sealer: sealer, Limit: cfg.MaxSessions, Now: now, Trail: trail, Logger: log,
	})
	if err != nil {
		return err
	}
	limiter, err := deployment.NewLimiter(cfg, store.Limits(), up.Secret, now, log, metrics.RateLimited)
	if err != nil {
		return err
	}
	envelopes, err := deployment.NewEnvelopes(cfg, up.Secret, cmp.Or(cfg.UserPoolID, up.PoolID), up.ClientIDs[0], store, now, log)
	if err != nil {
		return err
	}
	service, err := auth.New(auth.Config{
		Pool: up.Pool, Store: store, Sessions: sessionList, Limits: deployment.Messages{Limiter: limiter, Logger: log},
		Challenges: deployment.Challenges{Sealer: sealer}, Envelopes: envelopes, SealedOnly: !cfg.PlainPasswords(),
		MinPasswordLength: cfg.MinPassword, Blocklist: blocklist.New("usher", "cognito", cfg.PublicURL),
		Secret: up.Secret, Trail: trail, Rand: rand.Reader, Now: now, Logger: log,
		AnswerTime: cfg.AnswerTime, Pause: deployment.Pause,
	})
	if err != nil {
		return err
	}
	defer deployment.Close(service)
	sessions, err := session.NewManager(session.Config{
		Verifier: verifier, Refresher: deployment.Refreshes{Refresher: service, Limiter: limiter},
		Revocations: revocations, Registry: sessionList, Now: now,
		Store: store.Shared(), Sealer: sealer, Rand: rand.Reader, Transport: deployment.Transport(cfg, sealer),
		OnRefresh: metrics.Refresh,
	})
	if err != nil {
		return err
	}
	schema, err := graph.NewSchema(&graph.Resolver{Auth: service, Limits: limiter, Devices: session.DeviceOf, Now: now})
	if err != nil {
		return err
	}
	api, err := graph.NewHandler(schema, graph.Options{
		Introspection: cfg.Introspection, ErrorPresenter: graph.NewErrorPresenter(log, reqctx.RequestID),
		RequestID: reqctx.RequestID, BeforeWrite: session.WriteHeaders, Logger: log,
		Persisted: graph.Persisted{
			Automatic: cfg.APQ, Safelist: graph.Safelist(cfg.Safelist), Manifests: deployment.Manifests(cfg), Now: now,
			OnAutomatic: metrics.AutomaticPersistedQuery, OnSafelist: metrics.SafelistedOperation,
		},
	})
	if err != nil {
		return err
	}

	drain := &httpapi.Drain{}
	deps := httpapi.Deps{
		GraphQL: api, Session: sessions.Middleware, Mailbox: up.Mailbox,
		Ready: func(ctx context.Context) map[string]error {
			return map[string]error{"keys": verifier.Ready(), "store": httpapi.Degraded(store.Degraded(ctx))}
		},
		Drain: drain, Logger: log, Now: now, NewID: httpapi.RequestIDs(rand.Reader), Version: build.String(), Metrics: metrics,
		AllowCredentials: cfg.Cookies(), PublicURL: cfg.PublicURL, AllowedOrigins: cfg.AllowedOrigins, TrustedProxies: cfg.TrustedProxies,
		LoopbackOrigins: cfg.Local() && len(cfg.AllowedOrigins) == 0, LoopbackHosts: cfg.Local() && !cfg.LocalUnsafeListen,
		HealthDetail: cfg.AdminAddr == "", Flood: httpapi.Flood{PerSecond: cfg.RequestRate, ExemptLoopback: cfg.Local()},
	}
	if cfg.Introspection {
		deps.SDL = graph.SDL
	}
	if deps.Playground, deps.App, err = deployment.Pages(cfg, up.Mailbox != nil); err != nil {
		return err
	}

	warming, stopWarming := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { verifier.WarmUp(warming, log) })
	defer background.Wait()
	defer stopWarming()
	deployment.Announce(log, cfg, deployment.Places{
		API: listeners.URL(apiListener), Admin: listeners.URL(adminListener), Pool: listeners.URL(poolListener),
		PoolID: up.PoolID, ClientID: up.ClientIDs[0], PublicID: up.PublicID, Version: build.String(),
	})
	return httpapi.Run(ctx, httpapi.Shutdown{Drain: drain, Delay: cfg.ShutdownDelay, Logger: log}, listeners.Endpoints(log, map[string]http.Handler{
		apiListener: httpapi.New(deps), adminListener: httpapi.NewAdmin(deps), poolListener: httpapi.NewPool(deps, up.Wire),
	})...)
}

// The listeners, by the setting that names each one's address.
const (
	apiListener   = "USHER_ADDR"
	adminListener = "USHER_ADMIN_ADDR"
	poolListener  = "USHER_LOCAL_LISTEN"
)
