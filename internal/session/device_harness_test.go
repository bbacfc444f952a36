package session_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

// deviceWay is one way for a device's token to travel.
type deviceWay struct {
	transport func(*seal.Sealer) session.Transport
	send      func(token string) (headerLine string)
	clears    bool // a token that does not open
}

func deviceWays() map[string]deviceWay {
	header := func(token string) string { return "X-Device-Token: " + token }
	cookie := func(name string) func(string) string {
		return func(token string) string { return "Cookie: " + name + "=" + token }
	}
	return map[string]deviceWay{
		"beside plain tokens":  {func(*seal.Sealer) session.Transport { return session.Transport{} }, header, false},
		"beside sealed tokens": {func(s *seal.Sealer) session.Transport { return session.Transport{Sealer: s} }, header, false},
		"in a cookie": {func(s *seal.Sealer) session.Transport {
			return session.Transport{Sealer: s, Cookies: true, HTTPS: true}
		}, cookie("__Host-usher-device"), true},
		"in a cookie over http": {func(s *seal.Sealer) session.Transport {
			return session.Transport{Sealer: s, Cookies: true}
		}, cookie("usher-device"), true},
	}
}

// deviceRig is a Manager whose devices' tokens travel one way.

type deviceRig struct {
	*harness
	t      *testing.T
	way    deviceWay
	sealer *seal.Sealer
	opened map[seal.Outcome]int
}

func newDeviceRig(t *testing.T, way deviceWay, keys string) *deviceRig {
	t.Helper()
	r := &deviceRig{harness: newHarness(t), t: t, way: way}
	r.restart(keys)
	return r
}

// restart makes another Manager, with other keys.

func (r *deviceRig) restart(keys string) {
	r.t.Helper()
	ring, err := seal.ParseKeys(keys)
	if err != nil {
		r.t.Fatal(err)
	}
	r.opened = map[seal.Outcome]int{}
	r.sealer, err = seal.New(seal.Config{
		Keys: ring, Pool: "pool", Client: "client", Now: r.now, Rand: rand.Reader,
		OnOpen: func(_ string, outcome seal.Outcome) { r.opened[outcome]++ },
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.Manager, err = session.NewManager(session.Config{
		Verifier: r, Refresher: r, Revocations: r.set, Registry: r, Now: r.now, Transport: r.way.transport(r.sealer), Sealer: r.sealer, Rand: rand.Reader,
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// with is an exchange to which a device's token comes along, unless it is "".

func (r *deviceRig) with(device string) (*session.Request, func() (sent string, cleared bool)) {
	r.t.Helper()
	var headers []string
	if device != "" {
		headers = append(headers, r.way.send(device))
	}
	ctx := r.exchange(r.t, headers...)
	return session.From(ctx), func() (string, bool) {
		out := http.Header{}
		session.WriteHeaders(ctx, out)
		sent, cleared := out.Get("X-Device-Token"), false
		for _, c := range (&http.Response{Header: out}).Cookies() {
			if strings.HasSuffix(c.Name, "usher-device") {
				sent, cleared = c.Value, c.MaxAge < 0
			}
		}
		return sent, cleared
	}
}

// signIn signs in to an account on a device, and returns the token that the device has then.

func (r *deviceRig) signIn(device, account string) (kept string, sent bool) {
	r.t.Helper()
	exchange, leaves := r.with(device)
	exchange.RememberDevice(account)
	if err := r.put(exchange, account); err != nil {
		r.t.Fatal(err)
	}
	got, cleared := leaves()
	switch {
	case cleared:
		r.t.Fatalf("signing in to %s clears the device", account)
	case got != "":
		return got, true
	}
	return device, false
}

func (r *deviceRig) put(exchange *session.Request, account string) error {
	access := r.issue("access of "+account, token.Access, account, "session of "+account, time.Hour)
	_, err := exchange.Put(auth.Tokens{Access: access, Refresh: "rt", AskedAt: r.now(), ExpiresAt: r.now().Add(time.Hour)})
	return err
}

// name is what a device is called for an account. That nothing leaves for it is part of it.

func (r *deviceRig) name(device, account string) string {
	r.t.Helper()
	exchange, leaves := r.with(device)
	name := exchange.Device(account)
	if sent, cleared := leaves(); sent != "" || cleared && name != "" {
		r.t.Errorf("asking for %s sends %q, cleared %v", account, sent, cleared)
	}
	return name
}
