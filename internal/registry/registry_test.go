package registry_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/audit"
	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/registry"
	"usher/internal/reqctx"
	"usher/internal/seal"
	"usher/internal/session"
)

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// desk is a store with a clock, and the registries of several instances over it.
type desk struct {
	mu    sync.Mutex
	clock time.Time
	store kv.Store
	set   *session.RevocationSet
	trail bytes.Buffer
	log   bytes.Buffer
	// One logger each, so that instances do not write over each other.
	audit, logger *slog.Logger
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{clock: start}
	d.audit, d.logger = slog.New(slog.NewTextHandler(&d.trail, nil)), slog.New(slog.NewTextHandler(&d.log, nil))
	d.store = kv.NewMemory(d.now, 0)
	d.set = session.NewRevocationSet(d.store)
	return d
}

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.clock
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock = d.clock.Add(by)
}

func (d *desk) instance(t *testing.T, limit int) *registry.Registry {
	t.Helper()
	return d.withSecret(t, limit, 1)
}

func (d *desk) withSecret(t *testing.T, limit int, secret byte) *registry.Registry {
	t.Helper()
	keys, err := seal.DeriveKeys(bytes.Repeat([]byte{secret}, 32))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: "pool", Client: "client", Now: d.now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.New(registry.Config{
		Refusals: d.set, Store: d.store, Sealer: sealer, Limit: limit, Now: d.now,
		Trail: audit.New(d.audit), Logger: d.logger,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

func from(ctx context.Context, address, agent string) context.Context {
	return reqctx.WithUserAgent(reqctx.WithClientIP(ctx, netip.MustParseAddr(address)), agent)
}

// begun is a session that begins now.
func (d *desk) begun(id string) auth.Principal {
	return auth.Principal{Subject: "ann", SessionID: id, AuthTime: d.now()}
}

func ids(t *testing.T, r *registry.Registry, p auth.Principal) string {
	t.Helper()
	active, err := r.Sessions(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, one := range active {
		name := one.ID
		if one.Current {
			name += "*"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestASessionIsListedAsItWasLastUsed(t *testing.T) {
	d := newDesk(t)
	here, there := d.instance(t, 5), d.instance(t, 5)
	phone := d.begun("phone")
	here.Seen(from(t.Context(), "203.0.113.77", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"), phone)
	d.pass(time.Hour)
	laptop := d.begun("laptop")
	there.Seen(from(t.Context(), "2001:db8:7:8::1", firefox), laptop)
	d.pass(time.Minute)
	here.Seen(from(t.Context(), "198.51.100.9", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"), phone)
	d.pass(time.Minute)

	got, err := there.Sessions(from(t.Context(), "2001:db8:7:8::1", firefox), laptop)
	if err != nil {
		t.Fatal(err)
	}
	want := []auth.ActiveSession{
		{ID: "laptop", Device: new("Firefox on Linux"), Network: new("2001:db8:7::/48"), CreatedAt: start.Add(time.Hour), LastSeenAt: start.Add(time.Hour + 2*time.Minute), Current: true},
		{ID: "phone", Device: new("Safari on iPhone"), Network: new("198.51.100.0/24"), CreatedAt: start, LastSeenAt: start.Add(time.Hour + time.Minute)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
}

func TestAUseIsWrittenNoMoreOftenThanTheGrain(t *testing.T) {
	d := newDesk(t)
	r, p := d.instance(t, 5), d.begun("s1")
	seen := func() time.Time {
		reader := d.instance(t, 5) // that has noted nothing itself
		active, err := reader.Sessions(t.Context(), d.begun("reader"))
		if err != nil {
			t.Fatal(err)
		}
		return active[1].LastSeenAt
	}
	r.Seen(t.Context(), p)
	d.pass(registry.Grain - time.Second)
	r.Seen(t.Context(), p)
	if got := seen(); !got.Equal(start) {
		t.Errorf("last use %v, want the first one", got)
	}
	d.pass(time.Second)
	r.Seen(t.Context(), p)
	if got := seen(); !got.Equal(start.Add(registry.Grain)) {
		t.Errorf("last use %v, want the one after the grain", got)
	}
}

func TestTheSessionUsedLongestAgoGivesWay(t *testing.T) {
	d := newDesk(t)
	r := d.instance(t, 3)
	var all []auth.Principal
	for _, id := range []string{"s1", "s2", "s3"} {
		all = append(all, d.begun(id))
		r.Seen(t.Context(), all[len(all)-1])
		d.pass(registry.Grain)
	}
	r.Seen(t.Context(), all[0]) // the oldest one is in use
	d.pass(time.Minute)
	r.Seen(t.Context(), d.begun("s4"))
	if got := ids(t, r, all[0]); got != "s1* s4 s3" {
		t.Errorf("sessions %s, want s1* s4 s3", got)
	}
	if accepted, err := d.set.Accepts(t.Context(), "ann", "s2", all[1].AuthTime); accepted || err != nil {
		t.Errorf("the session that gave way is accepted: %v, %v", accepted, err)
	}
	if line := d.trail.String(); strings.Count(line, "session.limit_reached") != 1 || !strings.Contains(line, "sid=s2") {
		t.Errorf("the audit trail says %q", line)
	}
}

func TestSessionsThatHaveEndedMakeRoomFirst(t *testing.T) {
	d := newDesk(t)
	r := d.instance(t, 3)
	old := d.begun("old")
	r.Seen(t.Context(), old)
	for i := range 10 { // signed in and out again, ten times
		d.pass(time.Minute)
		p := d.begun(fmt.Sprint("s", i))
		r.Seen(t.Context(), p)
		var err error
		if i%2 == 0 {
			err = r.RevokeSession(t.Context(), "ann", p.SessionID)
		} else {
			err = d.set.RevokeSession(t.Context(), p.SessionID) // by an instance whose list was lost
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(t, r, old); got != "old*" {
		t.Errorf("sessions %s, want old*", got)
	}
	if d.trail.Len() > 0 {
		t.Errorf("a session gave way to ones that had ended: %s", &d.trail)
	}
}

func TestEndedSessionsAreNotListed(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*desk, *registry.Registry) error
		want string
	}{
		"one":            {func(_ *desk, r *registry.Registry) error { return r.RevokeSession(t.Context(), "ann", "s2") }, "s1* s3"},
		"one of nobody":  {func(_ *desk, r *registry.Registry) error { return r.RevokeSession(t.Context(), "", "s2") }, "s1* s3"},
		"one of no list": {func(_ *desk, r *registry.Registry) error { return r.RevokeSession(t.Context(), "ann", "s9") }, "s1* s3 s2"},
		"all but one":    {func(d *desk, r *registry.Registry) error { return r.RevokeUser(t.Context(), "ann", d.now(), "s1") }, "s1*"},
		"those before": {func(_ *desk, r *registry.Registry) error {
			return r.RevokeUser(t.Context(), "ann", start.Add(2*time.Second), "s1")
		}, "s1* s3"},
		"of somebody else": {func(d *desk, r *registry.Registry) error { return r.RevokeUser(t.Context(), "bob", d.now()) }, "s1* s3 s2"},
		"where the list was not told": {func(d *desk, _ *registry.Registry) error {
			return d.set.RevokeUser(t.Context(), "ann", d.now(), "s1", "s2")
		}, "s1* s2"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			r := d.instance(t, 5)
			var first auth.Principal
			for i, id := range []string{"s1", "s2", "s3"} {
				p := d.begun(id)
				if i == 0 {
					first = p
				}
				r.Seen(t.Context(), p)
				d.pass(2 * time.Second)
			}
			if err := c.end(d, r); err != nil {
				t.Fatal(err)
			}
			if got := ids(t, r, first); got != c.want {
				t.Errorf("sessions %s, want %s", got, c.want)
			}
		})
	}
}

func TestAListThatIsLostFillsAgain(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, d *desk) *registry.Registry{
		"the store came back empty": func(t *testing.T, d *desk) *registry.Registry {
			if err := d.store.Delete(t.Context(), "sessions/ann"); err != nil {
				t.Fatal(err)
			}
			return d.instance(t, 5)
		},
		"the key is gone": func(t *testing.T, d *desk) *registry.Registry {
			return d.withSecret(t, 5, 2)
		},
		"somebody wrote into the store": func(t *testing.T, d *desk) *registry.Registry {
			if err := d.store.Set(t.Context(), "sessions/ann", []byte(`[{"id":"s9"}]`), time.Hour); err != nil {
				t.Fatal(err)
			}
			return d.instance(t, 5)
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			p := d.begun("s1")
			d.instance(t, 5).Seen(t.Context(), p)
			r := lose(t, d)
			if got := ids(t, r, p); got != "s1*" {
				t.Errorf("sessions %s, want s1*", got)
			}
			r.Seen(t.Context(), d.begun("s2"))
			if got := ids(t, r, p); got != "s1* s2" {
				t.Errorf("sessions %s, want s1* s2", got)
			}
		})
	}
}

func TestSessionsThatNobodyUsesLeaveTheList(t *testing.T) {
	d := newDesk(t)
	r := d.instance(t, 5)
	r.Seen(t.Context(), d.begun("s1"))
	d.pass(20 * 24 * time.Hour)
	r.Seen(t.Context(), d.begun("s2"))
	d.pass(11 * 24 * time.Hour)
	if got := ids(t, r, d.begun("s3")); got != "s3* s2" {
		t.Errorf("sessions %s, want s3* s2", got)
	}
}

func TestWhatLiesInTheStoreTellsNothing(t *testing.T) {
	d := newDesk(t)
	d.instance(t, 5).Seen(from(t.Context(), "203.0.113.77", firefox), d.begun("s1"))
	value, found, err := d.store.Get(t.Context(), "sessions/ann")
	if err != nil || !found {
		t.Fatal(found, err)
	}
	for _, told := range []string{"203", "Firefox", "Linux", "s1"} {
		if bytes.Contains(value, []byte(`"`+told)) || told != "s1" && told != "203" && bytes.Contains(value, []byte(told)) {
			t.Errorf("the store holds %q: %s", told, value)
		}
	}
	if parts := strings.Split(string(value), "."); len(parts) != 5 {
		t.Errorf("the list is not sealed: %s", value)
	}
}

// A list that does not fit is not written: who has a session could hide from it by a user agent.
func TestALongListFitsItsSeal(t *testing.T) {
	for name, agent := range map[string]string{
		"a long device":               "Mozilla/5.0 (Linux; Android 14; " + strings.Repeat("W", 200) + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
		"a long name and device":      strings.Repeat("W", 60) + "/1.0 (Linux; Android 14; " + strings.Repeat("V", 100) + ")",
		"letters of four bytes":       "Mozilla/5.0 (Linux; Android 14; " + strings.Repeat("\U00020000", 50) + ")",
		"the same in name and device": strings.Repeat("\U00020000", 25) + "/1.0 (Linux; Android 14; " + strings.Repeat("\U00020000", 25) + ")",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.clock = d.clock.Add(123456789).In(time.FixedZone("", 3600)) // as long as times get
			r := d.instance(t, registry.MaxLimit)
			network := "2001:1db8:1234::1"
			for i := range registry.MaxLimit + 5 {
				r.Seen(from(t.Context(), network, agent), d.begun(fmt.Sprintf("%032x", i)))
				d.pass(time.Second)
			}
			active, err := r.Sessions(from(t.Context(), network, agent), d.begun(fmt.Sprintf("%032x", registry.MaxLimit+4)))
			if err != nil || len(active) != registry.MaxLimit {
				t.Errorf("%d sessions, %v; want %d\n%s", len(active), err, registry.MaxLimit, d.log.String()[:min(d.log.Len(), 300)])
			}
		})
	}
}

func TestManySignInsAtOnceKeepToTheLimit(t *testing.T) {
	d := newDesk(t)
	const limit, signIns = 5, 200
	instances := []*registry.Registry{d.instance(t, limit), d.instance(t, limit), d.instance(t, limit)}
	var all sync.WaitGroup
	for i := range signIns {
		all.Go(func() {
			instances[i%len(instances)].Seen(t.Context(), auth.Principal{Subject: "ann", SessionID: fmt.Sprint("s", i), AuthTime: start})
		})
	}
	all.Wait()
	accepted := 0
	for i := range signIns {
		ok, err := d.set.Accepts(t.Context(), "ann", fmt.Sprint("s", i), start)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			accepted++
		}
	}
	if accepted != limit {
		t.Errorf("%d sessions are left, want %d\n%s", accepted, limit, &d.log)
	}
}

func TestWithoutRevocationThereIsNoList(t *testing.T) {
	d := newDesk(t)
	r := d.instance(t, 5)
	nameless := auth.Principal{Subject: "ann", AuthTime: start}
	r.Seen(t.Context(), nameless)
	if got := ids(t, r, nameless); got != "" {
		t.Errorf("sessions %q, want none", got)
	}
}

// failing is a store that has failed.
type failing struct{ kv.Store }

var errDown = errors.New("the store is down")

func (failing) Get(context.Context, string) ([]byte, bool, error) { return nil, false, errDown }

func TestAStoreThatFailsCostsTheListAndNothingElse(t *testing.T) {
	d := newDesk(t)
	d.store = failing{d.store}
	r, p := d.instance(t, 5), d.begun("s1")
	r.Seen(t.Context(), p)
	if _, err := r.Sessions(t.Context(), p); auth.CodeOf(err) != auth.UpstreamUnavailable {
		t.Errorf("the list: %v", err)
	}
	if err := r.RevokeSession(t.Context(), "ann", "s1"); err != nil {
		t.Errorf("ending a session: %v", err)
	}
	if err := r.RevokeUser(t.Context(), "ann", d.now()); err != nil {
		t.Errorf("ending all sessions: %v", err)
	}
	if got := strings.Count(d.log.String(), "level=WARN"); got != 3 {
		t.Errorf("%d warnings, want 3: %s", got, &d.log)
	}
}

func TestTheLimitIsChecked(t *testing.T) {
	d := newDesk(t)
	for _, limit := range []int{-1, 0, registry.MaxLimit + 1} {
		if _, err := registry.New(registry.Config{
			Refusals: d.set, Store: d.store, Sealer: new(seal.Sealer), Limit: limit, Now: d.now, Logger: slog.New(slog.DiscardHandler),
		}); err == nil {
			t.Errorf("a limit of %d is accepted", limit)
		}
	}
}
