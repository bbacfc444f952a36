package observe

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what one process does. Its names and labels are part of the public contract;
// docs/metrics.md lists them. Labels take words of ours only: ids of keys, outcomes, codes, routes.
// It is safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry

	sealedOpens *prometheus.CounterVec
	refreshes   *prometheus.CounterVec
	budgets     *prometheus.CounterVec
	operations  *prometheus.CounterVec
	durations   *prometheus.HistogramVec
	requests    *prometheus.CounterVec
	rateLimited *prometheus.CounterVec
	automatic   *prometheus.CounterVec
	safelist    *prometheus.CounterVec

	codes wordList
}

const (
	// maxScrapes is how many scrapes are answered at a time; one more is answered with 503.
	maxScrapes = 4
	// scrapeLimit is how long one may take.
	scrapeLimit = 5 * time.Second
	// maxCodes is how many outcomes of operations are told apart, more than there are codes.
	maxCodes = 64
)

// Words of labels that stand for what has no word of its own.
const (
	codeOK      = "OK"
	codeFault   = "INTERNAL_SERVER_ERROR"
	codeOther   = "OTHER"
	typeUnknown = "unknown"
	routeNone   = "none"
)

// NewMetrics makes the metrics of a process in a registry of their own.
func NewMetrics(build Build) (*Metrics, error) {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		sealedOpens: counter("usher_sealed_opens_total", "Attempts to open a sealed value, by the key it names and how they ended.", "key", "outcome"),
		refreshes:   counter("usher_refresh_total", "Requests to refresh a session, by how they ended.", "result"),
		budgets:     counter("usher_cognito_requests_total", "Requests to Cognito, by class of its quotas and what became of their budget.", "class", "budget"),
		operations:  counter("usher_operations_total", "GraphQL operations, by type and first error code.", "type", "code"),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "usher_operation_duration_seconds", Help: "Time from a GraphQL request's arrival to the end of its answer.", Buckets: durationBuckets(),
		}, []string{"type"}),
		requests:    counter("usher_http_requests_total", "HTTP requests, by route and class of the answer's status.", "route", "class"),
		rateLimited: counter("usher_rate_limited_total", "Refusals of a limit, by its policy and what it counts by.", "policy", "by"),
		automatic:   counter("usher_automatic_persisted_queries_total", "Requests that name a document by its hash, by what became of that.", "outcome"),
		safelist:    counter("usher_safelist_operations_total", "Operations held against the safelist, by whether a manifest lists them.", "outcome"),
		codes:       wordList{most: maxCodes, seen: map[string]struct{}{}},
	}
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "usher_build_info", Help: "Always 1; the labels say which program this is.",
	}, []string{"version", "commit", "go"})
	info.WithLabelValues(build.Version, build.Commit, build.Go).Set(1)
	var faults []error
	for _, c := range []prometheus.Collector{
		m.sealedOpens, m.refreshes, m.budgets, m.operations, m.durations, m.requests, m.rateLimited, m.automatic, m.safelist, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		faults = append(faults, m.registry.Register(c))
	}
	return m, errors.Join(faults...)
}

// durationBuckets are in seconds: from a field that asks nobody to the longest wait for Cognito.
func durationBuckets() []float64 {
	return []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// Handler answers scrapes.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: maxScrapes, Timeout: scrapeLimit})
}

// SealedOpen counts an attempt to open a sealed value. keyID is that of a key in the ring, "" where
// the value names none: a stranger must not make up labels.
func (m *Metrics) SealedOpen(keyID, outcome string) {
	m.sealedOpens.WithLabelValues(keyID, outcome).Inc()
}

// Refresh counts a request to refresh a session.
func (m *Metrics) Refresh(result string) { m.refreshes.WithLabelValues(result).Inc() }

// CognitoRequest counts a request to Cognito, by the class of quotas that it counts in there and by
// what became of its budget.
func (m *Metrics) CognitoRequest(class, budget string) {
	m.budgets.WithLabelValues(class, budget).Inc()
}

// RateLimited counts a refusal of a limit. Both words are those of the table of policies.
func (m *Metrics) RateLimited(policy, by string) { m.rateLimited.WithLabelValues(policy, by).Inc() }

// AutomaticPersistedQuery counts a request that names a document by its hash.
func (m *Metrics) AutomaticPersistedQuery(outcome string) { m.automatic.WithLabelValues(outcome).Inc() }

// SafelistedOperation counts an operation that was held against the safelist.
func (m *Metrics) SafelistedOperation(outcome string) { m.safelist.WithLabelValues(outcome).Inc() }

// Request counts an HTTP request and the operation in it, if any.
func (m *Metrics) Request(ctx context.Context, a Access) {
	route := a.Route
	if route == "" {
		route = routeNone
	}
	m.requests.WithLabelValues(route, statusClass(a.Status)).Inc()
	if !a.GraphQL {
		return
	}
	record := Record(ctx)
	kind, code := record.OperationType(), codeOK
	switch codes := record.ErrorCodes(); {
	case len(codes) > 0:
		code = m.codes.known(codes[0])
	case a.Status >= http.StatusInternalServerError: // a panic, of which nobody has noted anything
		code = codeFault
	}
	switch {
	case kind != "":
	case code == codeOK:
		return // a preflight of CORS, or the like
	default:
		kind = typeUnknown
	}
	m.operations.WithLabelValues(kind, code).Inc()
	m.durations.WithLabelValues(kind).Observe(a.Duration.Seconds())
}

func statusClass(status int) string {
	switch status / 100 {
	case 1:
		return "1xx"
	case 2:
		return "2xx"
	case 3:
		return "3xx"
	case 4:
		return "4xx"
	default:
		return "5xx"
	}
}

// wordList bounds the words of a label. Codes are constants of the program; should one ever come
// from elsewhere, it costs no more than the list's length.
type wordList struct {
	most int
	mu   sync.Mutex
	seen map[string]struct{}
}

// known returns the word, or codeOther when the list is full of other words.
func (l *wordList) known(word string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.seen[word]; ok {
		return word
	}
	if len(l.seen) >= l.most {
		return codeOther
	}
	l.seen[word] = struct{}{}
	return word
}
