package cognito

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"usher/internal/auth"
	"usher/internal/quota"
)

// Config configures [New]. Region, UserPoolID and ClientID are required.
type Config struct {
	Region       string
	UserPoolID   string
	ClientID     string
	ClientSecret string // empty for a public client
	Endpoint     string // base URL instead of AWS's own; empty = AWS

	// HTTPClient carries the requests. Nil is a client of its own, tuned for one host. One that
	// follows redirects or retries by itself undoes what retry.go promises.
	HTTPClient aws.HTTPClient

	// Credentials sign the admin calls. Without them those calls answer [auth.NotEnabled] and
	// send nothing: the SDK would send them unsigned.
	Credentials aws.CredentialsProvider

	// Budgets keeps every class of calls below its quota, so that a flood of one cannot starve
	// another. Nil counts nothing: a pool without quotas.
	Budgets  Budgets
	Quotas   quota.Rates                 // the account's; the zero value is Cognito's defaults
	OnBudget func(class, outcome string) // told of each request; nil tells nobody

	Now    func() time.Time // nil = time.Now
	Logger *slog.Logger     // nil discards
}

// Pool is a user pool as one app client sees it.
type Pool struct {
	api      *cip.Client
	http     aws.HTTPClient
	retryers retryers
	budgets  Budgets
	quotas   quota.Rates
	onBudget func(class, outcome string)
	poolID   string
	clientID string
	secret   string
	admin    bool
	now      func() time.Time
	log      *slog.Logger
}

var _ auth.UserPool = (*Pool)(nil)

// New makes a Pool. It opens no connection.
func New(c Config) (*Pool, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.HTTPClient == nil {
		c.HTTPClient = newHTTPClient()
	}
	if c.OnBudget == nil {
		c.OnBudget = func(string, string) {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	options := cip.Options{
		Region:     c.Region,
		HTTPClient: c.HTTPClient,
		Retryer:    aws.NopRetryer{}, // each call brings its own; one that forgets is not repeated
	}
	if c.Endpoint != "" {
		options.BaseEndpoint = &c.Endpoint
	}
	if c.Credentials != nil {
		options.Credentials = cached(c.Credentials)
	}
	return &Pool{
		api:      cip.New(options),
		http:     c.HTTPClient,
		retryers: newRetryers(),
		budgets:  c.Budgets,
		quotas:   c.Quotas,
		onBudget: c.OnBudget,
		poolID:   c.UserPoolID,
		clientID: c.ClientID,
		secret:   c.ClientSecret,
		admin:    c.Credentials != nil,
		now:      c.Now,
		log:      c.Logger,
	}, nil
}

func (c Config) check() error {
	var problems []error
	for _, required := range []struct{ name, value string }{
		{"Region", c.Region}, {"UserPoolID", c.UserPoolID}, {"ClientID", c.ClientID},
	} {
		if required.value == "" {
			problems = append(problems, fmt.Errorf("cognito: %s is empty: set it", required.name))
		}
	}
	if c.Endpoint != "" {
		u, err := url.Parse(c.Endpoint)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			problems = append(problems, fmt.Errorf("cognito: Endpoint %q is not an http or https URL: write it as https://host, or leave it empty for AWS", c.Endpoint))
		}
	}
	return errors.Join(problems...)
}

// What the HTTP client is tuned to: one host, many calls at once, and a dead address that shows
// well within the shortest budget.
const (
	dialTimeout         = 2 * time.Second
	tlsHandshakeTimeout = 2 * time.Second
	// idleTimeout stays below the minute after which load balancers commonly drop a connection: a
	// call on one that was just dropped ends as "outcome unknown" for nothing.
	idleTimeout  = 50 * time.Second
	maxIdleConns = 128
	maxConns     = 512
)

// newHTTPClient follows no redirect. AWS sends none, and the SDK's own client would carry
// passwords and secrets to wherever one points.
func newHTTPClient() aws.HTTPClient {
	tuned := awshttp.NewBuildableClient().
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = dialTimeout }).
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = tlsHandshakeTimeout
			t.IdleConnTimeout = idleTimeout
			t.MaxIdleConns = maxIdleConns
			t.MaxIdleConnsPerHost = maxIdleConns
			t.MaxConnsPerHost = maxConns
		})
	return &http.Client{
		Transport:     tuned.GetTransport(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
