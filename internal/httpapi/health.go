package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// readyWait is how long the dependencies may take to answer a probe.
const readyWait = 2 * time.Second

// Words of the health documents.
const (
	stateOK       = "ok"
	stateDegraded = "degraded"
	stateDown     = "down"
	stateDraining = "draining"
)

// Drain says that the server is on its way out: probes fail while requests are still served.
type Drain struct{ begun atomic.Bool }

// Begin starts draining. It is Run that calls it.
func (d *Drain) Begin() { d.begun.Store(true) }

// Begun tells whether draining has started.
func (d *Drain) Begun() bool { return d.begun.Load() }

// Degraded marks a dependency's error as one that Usher can work around. No error stays none.
func Degraded(err error) error {
	if err == nil {
		return nil
	}
	return degradedError{err}
}

type degradedError struct{ error }

func (e degradedError) Unwrap() error { return e.error }

type health struct {
	check   func(context.Context) map[string]error
	drain   *Drain
	detail  bool
	version string
	logger  *slog.Logger
}

func newHealth(d Deps) health {
	return health{check: d.Ready, drain: d.Drain, detail: d.HealthDetail, version: d.Version, logger: d.Logger}
}

type healthDocument struct {
	Status       string            `json:"status"`
	Version      string            `json:"version,omitempty"`
	Dependencies map[string]string `json:"dependencies,omitempty"`
}

// alive answers as long as the process serves at all, also while draining: a restart would not help then.
func (h health) alive(w http.ResponseWriter, _ *http.Request) {
	document := healthDocument{Status: stateOK}
	if h.detail {
		document.Version = h.version
	}
	writeJSON(w, http.StatusOK, "application/json", document)
}

// ready answers whether new requests should come here. Causes stay in the log; the document has states only.
func (h health) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWait)
	defer cancel()

	overall, states := stateOK, map[string]string{}
	if h.check != nil {
		for name, err := range h.check(ctx) {
			states[name] = h.stateOf(ctx, name, err)
			if worse(states[name], overall) {
				overall = states[name]
			}
		}
	}
	if h.drain.Begun() {
		overall = stateDraining
	}
	status := http.StatusOK
	if overall == stateDown || overall == stateDraining {
		status = http.StatusServiceUnavailable
	}
	document := healthDocument{Status: overall}
	if h.detail {
		document.Dependencies = states
	}
	writeJSON(w, status, "application/json", document)
}

func (h health) stateOf(ctx context.Context, name string, err error) string {
	if err == nil {
		return stateOK
	}
	state := stateDown
	if _, ok := errors.AsType[degradedError](err); ok {
		state = stateDegraded
	}
	h.logger.WarnContext(ctx, "a dependency is not well", slog.String("dependency", name), slog.String("state", state), slog.Any("error", err))
	return state
}

func worse(a, b string) bool {
	rank := map[string]int{stateOK: 0, stateDegraded: 1, stateDown: 2}
	return rank[a] > rank[b]
}
