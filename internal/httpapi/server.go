package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// Limits of one connection. They bound what a slow or greedy client can hold.
const (
	readHeaderTimeout = 3 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = readTimeout + 15*time.Second // counted from the header on: it holds the reading, and an operation of 10 s
	idleTimeout       = 60 * time.Second
	maxHeaderBytes    = 32 << 10
)

// NewServer returns a server with Usher's limits.
func NewServer(addr string, handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		// "OPTIONS *" would otherwise be answered past the chain.
		DisableGeneralOptionsHandler: true,
	}
}

// Listen opens addr, for requests whose length can be read in one way only. The error is one sentence that names the address and variable, the setting to change.
func Listen(ctx context.Context, addr, variable string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return framingListener{listener}, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program is listening on %s: stop it, or choose another address with %s", addr, variable)
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("this user may not listen on %s: choose a port from 1024 up with %s", addr, variable)
	default:
		return nil, fmt.Errorf("cannot listen on %s; choose another address with %s: %w", addr, variable, err)
	}
}
