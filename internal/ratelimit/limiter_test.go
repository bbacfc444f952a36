package ratelimit_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/kv"
	"usher/internal/ratelimit"
)

func TestTakeRefusesByTheLimitWithTheLongestWait(t *testing.T) {
	h := open(t)
	ann := ratelimit.Caller{IP: ip("192.0.2.1"), Account: "ann"}
	n, refusal := h.useUp(t, ratelimit.SignIn, ann)
	want := &ratelimit.Refusal{Policy: "sign-in", By: "account", Wait: 16 * time.Minute}
	if diff := cmp.Diff(want, refusal); diff != "" || n != 5 {
		t.Errorf("after %d (-want +got):\n%s", n, diff)
	}
	bob := ratelimit.Caller{IP: ann.IP, Account: "bob"}
	h.useUp(t, ratelimit.SignIn, bob)
	n, refusal = h.useUp(t, ratelimit.SignIn, ratelimit.Caller{IP: ann.IP})
	want = &ratelimit.Refusal{Policy: "sign-in", By: "ip", Wait: 2 * time.Second}
	if diff := cmp.Diff(want, refusal); diff != "" || n != 20 {
		t.Errorf("after %d more (-want +got):\n%s", n, diff)
	}
	if diff := cmp.Diff([]string{"sign-in.account", "sign-in.account", "sign-in.ip"}, h.refused); diff != "" {
		t.Errorf("refusals (-want +got):\n%s", diff)
	}
	h.clock = h.clock.Add(refusal.Wait)
	if _, refusal := h.try(t, ratelimit.SignIn, ratelimit.Caller{IP: ann.IP}); refusal != nil {
		t.Errorf("after the wait: %v", refusal)
	}
}

func TestMessagesHaveOneBudget(t *testing.T) {
	h := open(t, override(t, "mail.all=3/1h,sign-up.ip=off,send-code.ip=off"))
	for i, policy := range []string{ratelimit.SignUp, ratelimit.SendCode, ratelimit.SignUp} {
		if _, refusal := h.try(t, policy, ratelimit.Caller{Recipient: string(rune('a' + i))}); refusal != nil {
			t.Errorf("%s: %v", policy, refusal)
		}
	}
	for _, policy := range []string{ratelimit.SignUp, ratelimit.SendCode} {
		if _, refusal := h.try(t, policy, ratelimit.Caller{Recipient: "z"}); refusal == nil || refusal.By != ratelimit.ByAll {
			t.Errorf("%s: refusal %v, want one by all", policy, refusal)
		}
	}
	if _, refusal := h.try(t, ratelimit.SignIn, ratelimit.Caller{Account: "ann"}); refusal != nil {
		t.Errorf("the budget of messages keeps somebody from signing in: %v", refusal)
	}
}

func TestThisMachineIsNotCountedByAddressWhereAllAreOnIt(t *testing.T) {
	for name, c := range map[string]struct {
		from   netip.Addr
		exempt bool
		want   int
	}{
		"exempt":                    {ip("127.0.0.1"), true, 5},
		"exempt, IPv6":              {ip("::1"), true, 5},
		"exempt, IPv4 in IPv6":      {ip("::ffff:127.0.0.1"), true, 5},
		"exempt, but from outside":  {ip("192.0.2.1"), true, 2},
		"exempt, but from nowhere":  {netip.Addr{}, true, 2},
		"not exempt":                {ip("127.0.0.1"), false, 2},
		"not exempt, IPv4 in IPv6 ": {ip("::ffff:127.0.0.1"), false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, override(t, "sign-in.ip=2/1m"), func(cfg *ratelimit.Config) { cfg.ExemptLoopback = c.exempt })
			if n, _ := h.useUp(t, ratelimit.SignIn, ratelimit.Caller{IP: c.from, Account: "ann"}); n != c.want {
				t.Errorf("%d have passed, want %d", n, c.want)
			}
		})
	}
}

func TestRefundGivesBackOnceWhatItNames(t *testing.T) {
	h := open(t)
	ann := ratelimit.Caller{IP: ip("192.0.2.1"), Account: "ann"}
	ticket, _ := h.try(t, ratelimit.SignIn, ann)
	h.useUp(t, ratelimit.SignIn, ann)
	left, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		ticket.Refund(left, ratelimit.ByAccount, ratelimit.ByAll, ratelimit.ByRecipient)
		ticket.Refund(left)
	}
	if n := len(h.store.refunded); n != 1 {
		t.Errorf("%d buckets were given back, want 1", n)
	}
	if n, _ := h.useUp(t, ratelimit.SignIn, ann); n != 1 {
		t.Errorf("after the refund %d have passed, want 1", n)
	}
	ratelimit.Ticket{}.Refund(t.Context(), ratelimit.ByAccount)
	if strings.Contains(h.log.String(), "stricter") {
		t.Error(h.log.String())
	}
}

func TestRefundThatFailsIsToldOf(t *testing.T) {
	h := open(t)
	ticket, _ := h.try(t, ratelimit.SignIn, ratelimit.Caller{Account: "ann"})
	h.store.err = errors.New("out of order")
	ticket.Refund(t.Context(), ratelimit.ByAccount)
	if log := h.log.String(); !strings.Contains(log, "stricter") || !strings.Contains(log, "out of order") {
		t.Errorf("log: %q", log)
	}
}

func TestAFaultIsNoYes(t *testing.T) {
	h := open(t)
	h.store.err = errors.New("out of order")
	if _, err := h.Take(t.Context(), ratelimit.SignIn, ratelimit.Caller{}); !errors.Is(err, h.store.err) {
		t.Errorf("Take over a store that fails: %v", err)
	}
	h.store.err = nil
	if _, err := h.Take(t.Context(), "sign_in", ratelimit.Caller{}); err == nil || !strings.Contains(err.Error(), `"sign_in"`) {
		t.Errorf("Take by a policy that is none: %v", err)
	}
	if h.Known("sign_in") || !h.Known(ratelimit.SignIn) {
		t.Error("Known does not know")
	}
	if len(h.refused) > 0 {
		t.Errorf("faults were counted as refusals: %v", h.refused)
	}
}

func TestLimitsThatAreOffCountNothing(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		who  ratelimit.Caller
	}{
		"all of them":     {"off", ratelimit.Caller{Account: "ann"}},
		"this one":        {"sign-in.ip=off,sign-in.account=off", ratelimit.Caller{Account: "ann"}},
		"nothing to name": {"sign-in.ip=off", ratelimit.Caller{}},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, override(t, c.text))
			for range 100 {
				ticket, refusal := h.try(t, ratelimit.SignIn, c.who)
				if refusal != nil {
					t.Fatal(refusal)
				}
				ticket.Refund(t.Context(), ratelimit.ByAccount, ratelimit.ByIP)
			}
			if len(h.store.spent)+len(h.store.refunded) > 0 {
				t.Error("the store was asked")
			}
		})
	}
	if h := open(t, override(t, "off")); h.Known("sign_in") {
		t.Error("a policy that is none is known while the limits are off")
	}
}

func TestAStoreLearnsNoNames(t *testing.T) {
	h, other := open(t), open(t, func(c *ratelimit.Config) { c.Secret = []byte("another secret of some length") })
	who := ratelimit.Caller{IP: ip("192.0.2.1"), Account: "ann", Recipient: "ann@example.org", Device: "laptop"}
	seen := map[string]bool{}
	for _, h := range []*harness{h, other} {
		for _, policy := range ratelimit.Defaults().All() {
			h.try(t, policy.Name, who)
		}
		for _, b := range h.store.spent {
			seen[b.Key] = true
			for _, secret := range []string{"192", "ann", "example", "laptop", "sign", "YW5u"} {
				if strings.Contains(b.Key, secret) {
					t.Errorf("the key %q tells %q", b.Key, secret)
				}
			}
		}
	}
	// Each of the two secrets has made keys of its own; the policies share two, of messages.
	if want := 2 * (len(h.store.spent) - 2); len(seen) != want {
		t.Errorf("there are %d keys, want %d", len(seen), want)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	good := ratelimit.Config{
		Store: kv.NewMemory(time.Now, 0), Policies: ratelimit.Defaults(), Secret: make([]byte, 16), Now: time.Now,
	}
	for name, c := range map[string]struct {
		change func(*ratelimit.Config)
		want   string
	}{
		"good":           {func(*ratelimit.Config) {}, ""},
		"no store":       {func(c *ratelimit.Config) { c.Store = nil }, "no store"},
		"no clock":       {func(c *ratelimit.Config) { c.Now = nil }, "no clock"},
		"no policies":    {func(c *ratelimit.Config) { c.Policies = ratelimit.Policies{} }, "Defaults"},
		"no secret":      {func(c *ratelimit.Config) { c.Secret = nil }, "0 bytes"},
		"a short secret": {func(c *ratelimit.Config) { c.Secret = make([]byte, 15) }, "give it 16"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good
			c.change(&config)
			_, err := ratelimit.New(config)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("New = %v, want %q", err, c.want)
			}
		})
	}
}

// What the log says of a limit is a setting that is taken, budgets that policies share among them.
func TestARefusalNamesTheSettingThatChangesIt(t *testing.T) {
	for _, c := range []struct {
		name, policy, want string
		who                ratelimit.Caller
	}{
		{"its own", ratelimit.Code, "code.account=7/1h+5", ratelimit.Caller{Account: "ann"}},
		{"shared", ratelimit.SendCode, "inbox.recipient=5/1h", ratelimit.Caller{Recipient: "ann@example.com"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t)
			for range 6 {
				h.try(t, c.policy, c.who)
			}
			if !strings.Contains(h.log.String(), `limit="`+c.want+`"`) {
				t.Errorf("%s is not in the log:\n%s", c.want, h.log.String())
			}
			if _, err := ratelimit.Defaults().Override(c.want); err != nil {
				t.Error(err)
			}
		})
	}
}

// The log must not grow with what an attacker does.
func TestRefusalsAreToldOncePerLimitAndMinute(t *testing.T) {
	h := open(t)
	for i := range 120 {
		h.try(t, ratelimit.SignIn, ratelimit.Caller{Account: string(rune('a' + i/40)), IP: ip("192.0.2.1")})
		h.try(t, ratelimit.Refresh, ratelimit.Caller{IP: ip("192.0.2.1")})
		h.clock = h.clock.Add(time.Second)
	}
	var told []string
	for line := range strings.Lines(h.log.String()) {
		_, what, _ := strings.Cut(strings.TrimSpace(line), "msg=")
		told = append(told, what)
	}
	want := []string{
		`"a limit refuses callers; USHER_LIMITS can change it" policy=sign-in by=account limit="sign-in.account=5/80m" refusals=1`,
		`"a limit refuses callers; USHER_LIMITS can change it" policy=sign-in by=account limit="sign-in.account=5/80m" refusals=55`,
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}
