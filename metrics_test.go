package main

import (
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// scrape is all that an instance tells Prometheus.
func (in *instance) scrape() string {
	in.t.Helper()
	base := in.url
	if in.health != "" {
		base = strings.TrimSuffix(in.health, "/readyz")
	}
	resp, err := http.Get(base + "/metrics") //nolint:gosec,noctx // loopback
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		in.t.Fatalf("%d %v %s", resp.StatusCode, err, text)
	}
	return string(text)
}

// sum adds up the series of one metric whose labels contain all of the texts.
func (in *instance) sum(name string, labels ...string) int {
	in.t.Helper()
	total := 0
	for line := range strings.Lines(in.scrape()) {
		series, value, _ := strings.Cut(strings.TrimSpace(line), "} ")
		if !strings.HasPrefix(series, name+"{") {
			continue
		}
		matches := true
		for _, label := range labels {
			matches = matches && strings.Contains(series, label)
		}
		if !matches {
			continue
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			in.t.Fatal(err)
		}
		total += n
	}
	return total
}

// TestMetricsTellOfTheFlowAndOfNobody goes through the flow in front of a pool, faults included, and
// looks for everybody and everything in it in what is scraped.
func TestMetricsTellOfTheFlowAndOfNobody(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := startAt(t, c, append(inFrontOf(t, pool, counted.url), "USHER_SEAL_KEYS="+sealKey1)...)
	in.mailbox = pool
	const email, first, second = "canary-ann@example.com", "canary-Grey-heron-under-moss-1", "canary-Grey-heron-under-moss-2"
	secrets := map[string]string{"e-mail": email, "password": first, "new password": second, "local part": "canary"}
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
	secrets["code"] = in.mailedCode(email)
	done := in.want("confirm", "Session", in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": secrets["code"], "password": first}))
	secrets["sub"] = done.Me.ID
	keep := func(name string, tok tokens) {
		for kind, text := range map[string]string{"access": tok.AccessToken, "ID": tok.IDToken, "refresh": tok.RefreshToken} {
			secrets[kind+" token of "+name] = text
			secrets["the end of the "+kind+" token of "+name] = text[len(text)-20:]
		}
	}
	session := done.Tokens
	keep("the sign-up", session)
	in.do("signIn", signInOp, map[string]any{"username": email, "password": second})
	in.call(meOp, nil, bearer(session))
	in.call(`{ canary }`, nil)
	in.call(`{ canary`, nil)
	for _, path := range []string{"/canary", "/graphql/" + email} {
		resp, err := http.Get(in.url + path) //nolint:gosec,noctx // loopback
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	in.call(meOp, nil, "Authorization: Bearer canary")
	c.pass(time.Hour)
	for range 3 {
		in.call(meOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
	}
	counted.fail(getTokens)
	fresh := in.signedIn(email, first)
	keep("the sign-in", fresh)
	if a := in.call(refreshOp, map[string]any{"input": map[string]any{"refreshToken": fresh.RefreshToken}}); len(a.Errors) == 0 {
		t.Fatalf("a refresh while the pool fails: %s", a.body)
	}
	counted.fail()
	in.call(signOutOp, nil, bearer(fresh), "X-Refresh-Token: "+fresh.RefreshToken)
	in.want("refresh", "SessionExpired", in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": fresh.RefreshToken}))

	for name, atLeast := range map[string]int{
		`usher_refresh_total{result="upstream"}`:                              1,
		`usher_refresh_total{result="shared"}`:                                2,
		`usher_refresh_total{result="dead"}`:                                  1,
		`usher_refresh_total{result="fault"}`:                                 1,
		`usher_sealed_opens_total{key="",outcome="malformed"}`:                1,
		`usher_sealed_opens_total{key="k1",outcome="opened"}`:                 5,
		`usher_operations_total{code="OK",type="mutation"}`:                   4,
		`usher_operations_total{code="OK",type="query"}`:                      4,
		`usher_operations_total{code="UNAUTHENTICATED",type="query"}`:         1,
		`usher_operations_total{code="UPSTREAM_UNAVAILABLE",type="mutation"}`: 1,
		`usher_operations_total{code="GRAPHQL_PARSE_FAILED",type="unknown"}`:  1,
		`usher_operation_duration_seconds_count{type="query"}`:                5,
		`usher_http_requests_total{class="4xx",route="none"}`:                 2,
		`usher_http_requests_total{class="2xx",route="/graphql"}`:             10,
	} {
		series, labels, _ := strings.Cut(name, "{")
		if n := in.sum(series, strings.Split(strings.TrimSuffix(labels, "}"), ",")...); n < atLeast {
			t.Errorf("%s is %d, want at least %d", name, n, atLeast)
		}
	}
	text := in.scrape()
	if !strings.Contains(text, `usher_build_info{commit="`) {
		t.Error("the scrape does not say which program this is")
	}
	for name, secret := range secrets {
		if secret == "" {
			t.Errorf("no %s was planted", name)
		} else if strings.Contains(text, secret) {
			t.Errorf("the scrape holds the %s", name)
		}
	}
	if found := regexp.MustCompile(`usher_[^\n]*(@|eyJ|[0-9a-f]{8}-[0-9a-f]{4})[^\n]*`).FindString(text); found != "" {
		t.Errorf("the scrape holds what looks like an address, a token or an id: %s", found)
	}
}

func TestMetricsAreNotServedBesideTheAPIOfADeployment(t *testing.T) {
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	pool.scrape() // local mode without an admin listener
	in := startUsher(t, inFrontOf(t, pool, pool.wire)...)
	in.scrape()
	resp, err := http.Get(in.url + "/metrics") //nolint:gosec,noctx // loopback
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("the API's listener answers a scrape with %d", resp.StatusCode)
	}
}
