package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"usher/internal/seal"
)

const deviceHeader = "X-Device-Token"

// keeper is a client of header mode that keeps its device's token, as a page would.
type keeper struct {
	t     *testing.T
	in    *instance
	token string
	// sent is what the last answer carried.
	sent string
}

// call sends one operation, whose field must answer with the type.
func (a *keeper) call(name, typename, op string, input map[string]any) step {
	a.t.Helper()
	var headers []string
	if a.token != "" {
		headers = append(headers, deviceHeader+": "+a.token)
	}
	got := a.in.call(op, map[string]any{"input": input}, headers...)
	if a.sent = got.header.Get(deviceHeader); a.sent != "" {
		a.token = a.sent
	}
	return a.in.is(typename, field[step](a.t, got, name))
}

func (a *keeper) signIn(username, password, typename string) {
	a.t.Helper()
	a.call("signIn", typename, signInOp, map[string]any{"username": username, "password": password})
}

func (a *keeper) signUp(email, password string) {
	a.t.Helper()
	a.call("signUp", "SignUpStarted", signUpOp, map[string]any{"email": email})
	a.silent("beginning a sign-up")
	a.call("confirmSignUp", "Session", confirmOp, map[string]any{"username": email, "code": a.in.mailedCode(email), "password": password})
}

func (a *keeper) silent(what string) {
	a.t.Helper()
	if a.sent != "" {
		a.t.Errorf("%s makes the device known", what)
	}
}

// knows opens the token and tells how many accounts it knows.
func (a *keeper) knows(s *seal.Sealer) int {
	a.t.Helper()
	value, _, err := s.OpenDevice(a.token)
	if err != nil {
		a.t.Fatalf("%q: %v", a.token, err)
	}
	return len(value.Accounts)
}

func TestADeviceIsKnownByEverySignInThatEndsInASession(t *testing.T) {
	for name, settings := range map[string][]string{"plain tokens": nil, "sealed tokens": {"USHER_SEAL_KEYS=" + sealKey1}} {
		t.Run(name, func(t *testing.T) {
			in := startUsher(t, settings...)
			first := &keeper{t: t, in: in}
			first.signUp("ann@example.com", "correct horse 9")
			if first.sent == "" || typ(t, first.sent) != "usher-dt+jwe" {
				t.Fatalf("confirming a sign-up sends %q", first.sent)
			}
			first.signIn(" ANN@example.com ", "correct horse 9", "Session")
			first.silent("signing in where the device is known")

			second := &keeper{t: t, in: in}
			second.signIn("ann@example.com", "wrong horse 9", "InvalidCredentials")
			second.silent("a wrong password")
			second.signIn("nobody@example.com", "correct horse 9", "InvalidCredentials")
			second.silent("a stranger's name")
			second.signIn("ann@example.com", "correct horse 9", "Session")
			if second.sent == "" || second.sent == first.token {
				t.Errorf("signing in sends %q", second.sent)
			}

			third := &keeper{t: t, in: in}
			begun := third.call("signIn", "CodeChallenge", beginOp, map[string]any{"username": "ann@example.com", "factor": "EMAIL"})
			third.silent("a challenge")
			answer := map[string]any{"code": in.mailedCode("ann@example.com")}
			third.call("respondToChallenge", "Session", respondOp, map[string]any{"challenge": begun.Challenge, "answer": answer})
			if third.sent == "" {
				t.Error("answering a challenge leaves no token")
			}
			third.signIn("ann@example.com", "correct horse 9", "Session")
			third.silent("signing in with the name that the challenge was for")
		})
	}
}

func TestADeviceOfAFamilyKnowsTheFiveWhoCameLast(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_SEAL_KEYS="+sealKey1)
	sealer := sealerLike(t, c, logged(t, in, "pool"), logged(t, in, "client"), sealKey1)
	family := &keeper{t: t, in: in}
	for i := range 6 {
		family.signUp(fmt.Sprintf("user%d@example.com", i), "correct horse 9")
		if want := min(i+1, 5); family.sent == "" || family.knows(sealer) != want {
			t.Fatalf("after %d accounts it knows %d", i+1, family.knows(sealer))
		}
	}
	family.signIn("user5@example.com", "correct horse 9", "Session")
	family.silent("the newest of the five")
	family.signIn("user1@example.com", "correct horse 9", "Session")
	family.silent("the oldest of the five")
	family.signIn("user0@example.com", "correct horse 9", "Session")
	if family.sent == "" {
		t.Error("the sixth is still known")
	}
}

func TestADeviceTokenThatIsNotOursIsNoneAndCounted(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	poolID, client := logged(t, pool, "pool"), logged(t, pool, "client")
	start := func(keys string) *instance {
		in := startAt(t, c, append(inFrontOf(t, pool, pool.wire), "USHER_SEAL_KEYS="+keys)...)
		in.mailbox = pool
		return in
	}
	in, moving, moved := start(sealKey1), start(sealKey2+","+sealKey1), start(sealKey2)
	known := &keeper{t: t, in: in}
	known.signUp("ann@example.com", "correct horse 9")
	value, _, err := sealerLike(t, c, poolID, client, sealKey1).OpenDevice(known.token)
	if err != nil {
		t.Fatal(err)
	}
	sealed := func(pool, client, keys string) string {
		text, err := sealerLike(t, c, pool, client, keys).SealDevice(value)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	flipped := []byte(known.token)
	middle := &flipped[len(flipped)/2]
	if *middle == 'A' {
		*middle = 'B'
	} else {
		*middle = 'A'
	}
	for what, test := range map[string]struct {
		at            *instance
		token, counts string
	}{
		"good":                    {in, known.token, `key="k1",outcome="opened"`},
		"with a bit flipped":      {in, string(flipped), `key="k1",outcome="altered"`},
		"of another purpose":      {in, in.signedIn("ann@example.com", "correct horse 9").RefreshToken, `key="",outcome="other_purpose"`},
		"of another pool":         {in, sealed("us-east-1_Other", client, sealKey1), `key="k1",outcome="other_pool"`},
		"of another app client":   {in, sealed(poolID, "other", sealKey1), `key="k1",outcome="other_pool"`},
		"of a key of the same id": {in, sealed(poolID, client, strings.Replace(sealKey2, "k2", "k1", 1)), `key="k1",outcome="altered"`},
		"made up":                 {in, "x", `key="",outcome="malformed"`},
		"of a key in the ring":    {moving, known.token, `key="k1",outcome="opened"`},
		"of a retired key":        {moved, known.token, `key="",outcome="unknown_key"`},
	} {
		t.Run(what, func(t *testing.T) {
			const opens = "usher_sealed_opens_total"
			a := &keeper{t: t, in: test.at, token: test.token}
			before := test.at.sum(opens, test.counts)
			a.signIn("ann@example.com", "correct horse 9", "Session")
			n := test.at.sum(opens, test.counts) - before
			if strings.Contains(test.counts, "opened") {
				n = min(n, 1) // the list of sessions is opened, too
			}
			if n != 1 {
				t.Errorf("counted %d times under %s", n, test.counts)
			}
			if (a.sent == "") != (what == "good") {
				t.Errorf("the sign-in sends %q", a.sent)
			}
		})
	}

	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, in.url+"/graphql", strings.NewReader(`{"query":"{ config { signUpOpen } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, deviceHeader: {known.token, known.token}}
	resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusBadRequest {
		t.Errorf("two tokens in one request: status %d", resp.StatusCode)
	}
}
