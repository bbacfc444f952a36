package httpapi

import (
	"context"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
)

// Listeners are the open sockets of a process, by the setting that names each one's address.
type Listeners map[string]net.Listener

// ListenAll opens a listener for every setting that has an address; an empty one is off. Either
// all are open or none is. Errors as in Listen.
func ListenAll(ctx context.Context, addresses map[string]string) (Listeners, error) {
	open := Listeners{}
	for _, variable := range slices.Sorted(maps.Keys(addresses)) {
		if addresses[variable] == "" {
			continue
		}
		listener, err := Listen(ctx, addresses[variable], variable)
		if err != nil {
			open.Close()
			return nil, err
		}
		open[variable] = listener
	}
	return open, nil
}

// Close is for a start that fails: a server that ran has closed its listener already.
func (l Listeners) Close() {
	for _, listener := range l {
		_ = listener.Close() // closed twice, or gone with the process
	}
}

// URL is where a listener is reached, without a path; "" when it is off. It names the port that
// an address with port 0 got.
func (l Listeners) URL(variable string) string {
	if listener, ok := l[variable]; ok {
		return "http://" + listener.Addr().String()
	}
	return ""
}

// Endpoints puts a server with Usher's limits on every listener.
func (l Listeners) Endpoints(logger *slog.Logger, handlers map[string]http.Handler) []Endpoint {
	var endpoints []Endpoint
	for _, variable := range slices.Sorted(maps.Keys(l)) {
		server := NewServer(l[variable].Addr().String(), handlers[variable], logger)
		endpoints = append(endpoints, Endpoint{Server: server, Listener: l[variable]})
	}
	return endpoints
}
