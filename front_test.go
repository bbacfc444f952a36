package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// callCounter stands between an instance and a pool, counts operations and can be told to fail.
type callCounter struct {
	url string

	mu     sync.Mutex
	calls  map[string]int
	broken func(operation string) bool
	before func(operation string)
}

func countCalls(t *testing.T, upstream string) *callCounter {
	t.Helper()
	target, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	c := &callCounter{calls: map[string]int{}}
	// Each call has a connection of its own: one that the pool closes while it is taken up again would
	// look like a fault of the pool.
	transport := &http.Transport{DisableKeepAlives: true}
	proxy := &httputil.ReverseProxy{Transport: transport, Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		c.mu.Lock()
		c.calls[operation]++
		down, before := c.broken != nil && c.broken(operation), c.before
		c.mu.Unlock()
		if before != nil {
			before(operation)
		}
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

func (c *callCounter) of(operation string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls[operation]
}

// onCall does something before the pool sees an operation.
func (c *callCounter) onCall(operation string, do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = func(called string) {
		if called == operation {
			do()
		}
	}
}

// fail makes the operations named answer 503 from now on; none makes all work again.
func (c *callCounter) fail(operations ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = func(operation string) bool {
		for _, one := range operations {
			if one == operation || one == "*" {
				return true
			}
		}
		return false
	}
}

// fromOneMachine takes the limits by address away, as local mode does for its own machine: a test's
// clients are all on it.
const fromOneMachine = "sign-up.ip=off,send-code.ip=off,sign-in.ip=off,code.ip=off,refresh.ip=off,session.ip=off,dead-refresh.ip=off"

// inFrontOf are the settings of an instance in front of another one's pool, as if that were AWS.
func inFrontOf(t *testing.T, pool *instance, endpoint string) []string {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "id")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "key")
	poolID, client := logged(t, pool, "pool"), logged(t, pool, "client")
	out, err := sdk(pool).DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: aws.String(poolID), ClientId: aws.String(client)})
	if err != nil {
		t.Fatal(err)
	}
	return []string{
		"COGNITO_USER_POOL_ID=" + poolID, "COGNITO_CLIENT_ID=" + client, "COGNITO_CLIENT_SECRET=" + aws.ToString(out.UserPoolClient.ClientSecret),
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=" + endpoint, "USHER_SHUTDOWN_DELAY=0s",
		"USHER_LIMITS=" + fromOneMachine,
	}
}
