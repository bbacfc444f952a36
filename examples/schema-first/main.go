package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	headerTimeout   = 5 * time.Second
	requestTimeout  = 15 * time.Second
	idleTimeout     = time.Minute
	headerMaxBytes  = 32 << 10
	shutdownTimeout = 10 * time.Second
	upstreamTimeout = 5 * time.Second
	// upstreamConns are the calls to the other side that run at once; more wait for their turn, within the timeout.
	upstreamConns = 64
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once.
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Args[1:], os.Stderr); err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "schema-first: %v\n", err)
		os.Exit(1)
	}
}

// run serves until ctx ends, and lets running requests finish.
func run(ctx context.Context, args []string, stderr io.Writer) error {
	set, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", set.addr)
	if err != nil {
		return fmt.Errorf("%w; -addr names another address", err)
	}
	server := &http.Server{
		Handler:           newHandler(set.checker(newUpstream(upstreamConns), time.Now), newNotebook(time.Now), log),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, WriteTimeout: requestTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: headerMaxBytes,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	log.Info("serving", "url", "http://"+listener.Addr().String()+"/graphql", "tokens", set.how())
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err = server.Shutdown(drain)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// newUpstream returns the client that fetches keys, or asks Usher, over so many connections at most. It speaks
// HTTP/1.1, where a connection has one call at a time, so that this bounds the calls.
func newUpstream(conns int) *http.Client {
	var one http.Protocols
	one.SetHTTP1(true)
	return &http.Client{
		Timeout: upstreamTimeout, CheckRedirect: refuseRedirect,
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, Protocols: &one,
			MaxConnsPerHost: conns, MaxIdleConnsPerHost: conns, IdleConnTimeout: idleTimeout,
		},
	}
}

// errNoRedirect keeps a token from being sent anywhere but where the settings say.
var errNoRedirect = errors.New("it redirects, and is not followed")

func refuseRedirect(*http.Request, []*http.Request) error { return errNoRedirect }
