package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// guesser is somebody at an address who tries to sign in. It needs a proxy that is trusted.
func (in *instance) guess(email, password, from string) string {
	in.t.Helper()
	return in.do("signIn", signInOp, map[string]any{"username": email, "password": password}, "X-Forwarded-For: "+from).Typename
}

const trustsProxy = "USHER_TRUSTED_PROXIES=127.0.0.1/32"

// TestOneRequestIsOneAttempt: whatever holds many sign-ins is refused as a whole, before any of them runs.
func TestOneRequestIsOneAttempt(t *testing.T) {
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	pool.signedUp("ann@example.com", "correct horse 9")
	counted := countCalls(t, pool.wire)
	in := startUsher(t, inFrontOf(t, pool, counted.url)...)
	many := func(n int) string {
		var fields strings.Builder
		for i := range n {
			fmt.Fprintf(&fields, `s%d: signIn(input: { username: "ann@example.com", password: "guess %d" }) { __typename } `, i, i)
		}
		return fields.String()
	}
	one := map[string]string{"query": "mutation { " + many(1) + "}"}
	batch := func(n int) any {
		all := make([]any, n)
		for i := range all {
			all[i] = one
		}
		return all
	}
	forms := map[string]struct {
		body any
		code string
	}{
		"2 aliases":       {map[string]string{"query": "mutation { " + many(2) + "}"}, ""},
		"30 aliases":      {map[string]string{"query": "mutation { " + many(30) + "}"}, ""},
		"100 aliases":     {map[string]string{"query": "mutation { " + many(100) + "}"}, ""},
		"a batch of 30":   {batch(30), "BATCHING_DISABLED"},
		"a batch of 100":  {batch(100), "BATCHING_DISABLED"},
		"30 in fragments": {map[string]string{"query": "mutation { ...F } fragment F on Mutation { " + many(30) + "}"}, ""},
		"a fragment in a fragment": {map[string]string{"query": "mutation { ...A ...B } fragment A on Mutation { ...C } fragment B on Mutation { ...C " +
			many(2) + "} fragment C on Mutation { t: signOut { wasSignedIn } }"}, ""},
		"30 inline": {map[string]string{"query": "mutation {" + strings.Repeat(" ... on Mutation { "+many(30)+"}", 2) + "}"}, ""},
	}
	for name, c := range forms {
		t.Run(name, func(t *testing.T) {
			body, err := json.Marshal(c.body)
			must(t, err)
			a := in.post(body)
			code, _ := a.code()
			if code == "" || c.code != "" && code != c.code || len(a.Data) > 0 {
				t.Errorf("code %q: %s", code, a.body)
			}
		})
	}
	together := counted.of("InitiateAuth")
	if together != 0 {
		t.Errorf("%d guesses reached the pool", together)
	}
	const requests = 100
	for range requests {
		in.call(one["query"], nil)
	}
	single := counted.of("InitiateAuth") - together
	if single != 5 {
		t.Errorf("of a hundred requests %d reached the pool, want 5", single)
	}
	t.Logf("figure: aliases, batches, fragments: %d forms of 2 to 100 sign-ins in one request, %d guesses ran; of %d single requests %d did",
		len(forms), together, requests, single)
}

// TestAnHourOfGuessing has a crowd guess the password and the code of one account, each from an address
// of its own, while its owner forgot the password.
func TestAnHourOfGuessing(t *testing.T) {
	c := newClock()
	in := startAt(t, c, trustsProxy)
	const email, password = "ann@example.com", "correct horse 9"
	in.signedUp(email, password)
	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	code := in.mailedCode(email)
	guesses := map[string]int{}
	const every = 20 * time.Second
	for i := range int(time.Hour / every) {
		from := fmt.Sprintf("203.0.%d.%d", i/200, i%200+1)
		guesses[in.guess(email, fmt.Sprintf("guess %d", i), from)]++
		guesses[in.do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": other(code), "newPassword": "battery staple 7"},
			"X-Forwarded-For: "+from).Typename]++
		c.pass(every)
	}
	accepted := guesses["InvalidCredentials"] + guesses["InvalidCode"]
	t.Logf("an hour, %d tries: %v", 2*int(time.Hour/every), guesses)
	if accepted < 10 || accepted > 20 || accepted+guesses["RateLimited"] != 2*int(time.Hour/every) {
		t.Errorf("%d guesses were looked at, want at most 20", accepted)
	}
	c.pass(16 * time.Minute)
	in.signedIn(email, password)
}

// TestAForgedAddressChangesNothing: only what the trusted proxy itself has added names the client.
func TestAForgedAddressChangesNothing(t *testing.T) {
	forgeries := func(i int) map[string][]string {
		one := fmt.Sprintf("198.51.100.%d", i+1)
		return map[string][]string{
			"in front of the client's":  {"X-Forwarded-For: " + one + ", 203.0.113.7"},
			"many in front":             {"X-Forwarded-For: " + strings.Repeat(one+", ", 9) + "203.0.113.7"},
			"another header":            {"X-Forwarded-For: 203.0.113.7", "X-Real-Ip: " + one, "True-Client-Ip: " + one, "Cf-Connecting-Ip: " + one},
			"an underscore":             {"X-Forwarded-For: 203.0.113.7", "X_Forwarded_For: " + one},
			"the standard's header":     {"X-Forwarded-For: 203.0.113.7", "Forwarded: for=" + one},
			"rubbish in front":          {"X-Forwarded-For: <script>" + one + ", 203.0.113.7"},
			"the same address in IPv6":  {"X-Forwarded-For: " + one + ", ::ffff:203.0.113.7"},
			"a trusted one behind them": {"X-Forwarded-For: " + one + ", 203.0.113.7, 127.0.0.1"},
		}
	}
	pool, users := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0"), 0
	for name := range forgeries(0) {
		for setting, trusted := range map[string]string{"behind a proxy": trustsProxy, "without one": "USHER_TRUSTED_PROXIES="} {
			t.Run(name+", "+setting, func(t *testing.T) {
				in := startUsher(t, append(inFrontOf(t, pool, pool.wire), trusted, "USHER_LIMITS=sign-in.ip=3/1h,sign-in.account=off")...)
				users++ // the pool has limits of its own for each
				for i := range 4 {
					got := in.do("signIn", signInOp, map[string]any{"username": fmt.Sprintf("%d.%d@example.com", users, i), "password": "x"}, forgeries(i)[name]...)
					if limited := got.Typename == "RateLimited"; limited != (i == 3) {
						t.Errorf("try %d: %s", i+1, got.Typename)
					}
				}
			})
		}
	}
}

func TestARefusalSaysHowLongToWait(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	var last answer
	for range 6 {
		last = in.call(signInOp, signInAs("ann@example.com", "wrong"))
	}
	if got := last.header.Get("Retry-After"); got != "960" || last.status != http.StatusOK {
		t.Errorf("Retry-After %q, status %d: %s", got, last.status, last.body)
	}
	if n := in.sum("usher_rate_limited_total", `by="account"`, `policy="sign-in"`); n != 1 {
		t.Errorf("%d refusals counted", n)
	}
	if n := strings.Count(in.lines.String(), "a limit refuses callers"); n != 1 {
		t.Errorf("%d lines of the log tell of it", n)
	}
}
