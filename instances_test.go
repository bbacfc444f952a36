package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"usher/internal/kv/kvtest"
)

// fleet is processes of the product in front of one pool, on one Redis.
type fleet struct {
	redis *kvtest.Redis
	pool  *callCounter // in front of it
	all   []*instance
}

const fleetSize = 3

// startFleet starts the processes; the settings are those of the pool.
func startFleet(t *testing.T, poolSettings ...string) *fleet {
	t.Helper()
	f := &fleet{redis: startRedis(t)}
	pool := startUsher(t, append([]string{"USHER_LOCAL_LISTEN=127.0.0.1:0"}, poolSettings...)...)
	f.pool = countCalls(t, pool.wire)
	settings := append(inFrontOf(t, pool, f.pool.url), "AWS_ACCESS_KEY_ID=id", "AWS_SECRET_ACCESS_KEY=key",
		"USHER_ADMIN_ADDR=127.0.0.1:0", "USHER_REQUESTS_PER_SECOND=0", "REDIS_URL="+f.redis.URL())
	for range fleetSize {
		in, _ := startProcess(t, settings...)
		in.mailbox = pool
		f.all = append(f.all, in)
	}
	return f
}

func startRedis(t *testing.T) *kvtest.Redis {
	t.Helper()
	return kvtest.StartRedis(t, os.Getenv("CI") == "true") //nolint:forbidigo // a switch of the tests, not a setting
}

// eventually waits for something that others bring about, for a bounded time.
func eventually(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	end := time.After(within)
	for !ok() {
		select {
		case <-poll.C:
		case <-end:
			t.Fatalf("%v have passed without it: %s", within, what)
		}
	}
}

// readiness is the health document, where it is served in detail.
func (in *instance) readiness() (status int, overall, store string) {
	in.t.Helper()
	url := in.health
	if url == "" {
		url = in.url + "/readyz"
	}
	resp, err := http.Get(url) //nolint:gosec,noctx // loopback
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		in.t.Fatal(err)
	}
	var document struct {
		Status       string
		Dependencies map[string]string
	}
	if err := json.Unmarshal(text, &document); err != nil {
		in.t.Fatalf("%v: %s", err, text)
	}
	return resp.StatusCode, document.Status, document.Dependencies["store"]
}

func TestASignOutHoldsOnAllInstancesAtOnce(t *testing.T) {
	f := startFleet(t)
	const email, password = "ann@example.com", "correct horse 9"
	f.all[0].signedUp(email, password)
	for name, op := range map[string]string{"signOut": signOutOp, "signOutEverywhere": signOutEverywhereOp} {
		t.Run(name, func(t *testing.T) {
			session := f.all[0].signedIn(email, password)
			for _, in := range f.all { // now it has verified the token
				field[me](t, in.call(meOp, nil, bearer(session)), "me")
			}
			if out := field[struct{ WasSignedIn bool }](t, f.all[0].call(op, nil, bearer(session)), name); !out.WasSignedIn {
				t.Fatal("nobody was signed in")
			}
			begun := time.Now()
			for i, in := range f.all {
				eventually(t, time.Second-time.Since(begun), "refused by every instance", func() bool {
					_, reason := in.call(meOp, nil, bearer(session)).code()
					return reason == "REVOKED"
				})
				t.Logf("instance %d refused it after %v", i+1, time.Since(begun))
			}
		})
	}
	for name, end := range map[string]func(ending, other tokens) ended{
		"revokeSession": func(ending, other tokens) ended {
			return f.all[0].revokeSession(f.all[1].sessions(bearer(ending))[0].ID, bearer(other))
		},
		"signOutOthers": func(_, other tokens) ended { return f.all[0].signOutOthers(bearer(other)) },
	} {
		t.Run(name, func(t *testing.T) {
			ending, other := f.all[0].signedIn(email, password), f.all[1].signedIn(email, password)
			for _, in := range f.all { // now it has verified the token, and the list knows the session
				field[me](t, in.call(meOp, nil, bearer(ending)), "me")
			}
			begun := time.Now()
			if got := end(ending, other); got.Typename != "SessionsEnded" {
				t.Fatalf("answer %+v", got)
			}
			for i, in := range f.all {
				eventually(t, time.Second-time.Since(begun), "refused by every instance", func() bool { return in.reason(bearer(ending)) == "REVOKED" })
				t.Logf("instance %d refused it after %v", i+1, time.Since(begun))
				if got := in.reason(bearer(other)); got != "" {
					t.Errorf("instance %d refuses the session that ended the other: %s", i+1, got)
				}
			}
		})
	}
	// A sign-in after it, elsewhere and within the same second, is a session like any other.
	again := f.all[1].signedIn(email, password)
	for _, in := range f.all {
		if _, reason := in.call(meOp, nil, bearer(again)).code(); reason != "" {
			t.Errorf("a new session is refused: %s", reason)
		}
	}
}

func TestASignUpThatWasProvenHereFinishesThere(t *testing.T) {
	f := startFleet(t)
	const email, password = "ann@example.com", "correct horse 9"
	f.all[0].want("sign up", "SignUpStarted", f.all[0].do("signUp", signUpOp, map[string]any{"email": email}))
	confirm := map[string]any{"input": map[string]any{"username": email, "code": f.all[0].mailedCode(email), "password": password}}
	f.pool.fail("AdminSetUserPassword")
	if a := f.all[0].call(confirmOp, confirm); len(a.Errors) == 0 {
		t.Fatalf("the pool failed after it had taken the code, and the answer was %s\n%s", a.body, f.all[0].lines.String())
	}
	f.pool.fail()
	f.all[1].want("repeated elsewhere", "Session", field[outcome](t, f.all[1].call(confirmOp, confirm), "confirmSignUp"))
	f.all[2].signedIn(email, password)
}

func TestWithoutItsStoreAnInstanceGoesOnAndReturnsByItself(t *testing.T) {
	redis := startRedis(t)
	redis.Kill()
	in := startUsher(t, "REDIS_URL="+redis.URL())
	wantState := func(overall, store string) {
		t.Helper()
		var status int
		var gotOverall, gotStore string
		eventually(t, 10*time.Second, "readyz says "+store, func() bool {
			status, gotOverall, gotStore = in.readiness()
			return gotOverall == overall && gotStore == store
		})
		if status != http.StatusOK {
			t.Errorf("status %d: it would be taken out of service", status)
		}
	}
	revoked := func() int {
		return len(redis.Admin().Keys(t.Context(), "usher:v:revoked/session/*").Val())
	}
	const email, password = "ann@example.com", "correct horse 9"
	wantState("degraded", "degraded")
	session := in.signedUp(email, password)
	var signedOut []tokens
	for round := range 3 {
		in.call(signOutOp, nil, bearer(session))
		signedOut = append(signedOut, session)
		if _, reason := in.call(meOp, nil, bearer(session)).code(); reason != "REVOKED" {
			t.Errorf("round %d: signed out while the store is down, and the token is good: %q", round, reason)
		}
		redis.Start()
		wantState("ok", "ok")
		if n := revoked(); n != 1 { // the server comes back empty each time
			t.Errorf("round %d: %d sign-outs reached the store, want the new one", round, n)
		}
		for i, session := range signedOut {
			if _, reason := in.call(meOp, nil, bearer(session)).code(); reason != "REVOKED" {
				t.Errorf("round %d: the sign-out of round %d was forgotten when the store returned: %q", round, i, reason)
			}
		}
		if n := revoked(); n != len(signedOut) {
			t.Errorf("round %d: the store has %d sign-outs, want all %d given back", round, n, len(signedOut))
		}
		session = in.signedIn(email, password)
		redis.Kill()
		wantState("degraded", "degraded")
		if _, reason := in.call(meOp, nil, bearer(session)).code(); reason != "" {
			t.Errorf("round %d: refused without the store: %q", round, reason)
		}
	}
	if !strings.Contains(in.lines.String(), "the shared store works again") {
		t.Error("the log does not tell of the recovery")
	}
}
