package envelope_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"usher/internal/badinput"
	"usher/internal/envelope"
	"usher/internal/envelope/envelopetest"
	"usher/internal/kv"
)

// sealed is what a client makes of what an instance gives it.
func sealed(tb testing.TB, s envelope.Sealing, password, use, account string) string {
	tb.Helper()
	from := envelopetest.NewSender(tb, s, rand.Reader)
	x, y := from.Point()
	header := strings.NewReplacer("<kid>", s.KeyID, "<x>", envelopetest.Base64(x), "<y>", envelopetest.Base64(y)).Replace(envelopetest.Header)
	claims := fmt.Sprintf(`{"pwd":"%s","op":"%s","sub":"%s","nonce":"%s"}`, password, use, envelopetest.Subject(account), s.Nonce)
	parts := from.Seal(tb, header, claims)
	return strings.Join(parts[:], ".")
}

func TestAnEnvelopeOpensOnceOnAllInstances(t *testing.T) {
	c := &clock{at: start}
	store := kv.NewMemory(c.now, 0)
	one, two := instance(t, c, store, "ours"), instance(t, c, store, "ours")
	s := envelopetest.Sealing(t, one)
	text := sealed(t, s, secret, "signIn", ann)
	if got, err := two.Open(t.Context(), text, "signIn", ann); err != nil || got != secret {
		t.Fatalf("opened %q, %v", got, err)
	}
	if _, err := one.Open(t.Context(), text, "signIn", ann); !errors.Is(err, envelope.ErrRefused) {
		t.Errorf("replayed: %v", err)
	}
	again := sealed(t, s, secret, "signIn", ann)
	if _, err := one.Open(t.Context(), again, "signIn", ann); !errors.Is(err, envelope.ErrRefused) {
		t.Errorf("another envelope with the same nonce: %v", err)
	}
}

func TestOneNonceServesEachUseOnce(t *testing.T) {
	ours, _ := newInstance(t)
	s := envelopetest.Sealing(t, ours)
	for _, use := range []string{"changePassword.current", "changePassword.new"} {
		if got, err := ours.Open(t.Context(), sealed(t, s, secret, use, ann), use, ann); err != nil || got != secret {
			t.Errorf("%s: opened %q, %v", use, got, err)
		}
	}
}

func TestOfManyAtOnceOneOpens(t *testing.T) {
	ours, _ := newInstance(t)
	text := sealed(t, envelopetest.Sealing(t, ours), secret, "signIn", ann)
	var opened atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := ours.Open(t.Context(), text, "signIn", ann); err == nil {
				opened.Add(1)
			}
		})
	}
	all.Wait()
	if n := opened.Load(); n != 1 {
		t.Errorf("it opened %d times", n)
	}
}

func TestARefusedEnvelopeSpendsNothing(t *testing.T) {
	ours, _ := newInstance(t)
	text := sealed(t, envelopetest.Sealing(t, ours), secret, "signIn", ann)
	for _, wrong := range []struct{ use, account string }{{"signUp", ann}, {"signIn", "bob@example.com"}} {
		if _, err := ours.Open(t.Context(), text, wrong.use, wrong.account); !errors.Is(err, envelope.ErrRefused) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if _, err := ours.Open(t.Context(), text, "signIn", ann); err != nil {
		t.Errorf("the right one: %v", err)
	}
}

type brokenStore struct{}

var errStore = errors.New("the store is down")

func (brokenStore) SetIfAbsent(context.Context, string, []byte, time.Duration) (bool, error) {
	return true, errStore
}

func TestAStoreThatFailsRefuses(t *testing.T) {
	c := &clock{at: start}
	ours := instance(t, c, brokenStore{}, "ours")
	got, err := ours.Open(t.Context(), sealed(t, envelopetest.Sealing(t, ours), secret, "signIn", ann), "signIn", ann)
	if got != "" || !errors.Is(err, errStore) || errors.Is(err, envelope.ErrRefused) || errors.Is(err, envelope.ErrExpired) {
		t.Errorf("opened %q, %v", got, err)
	}
}

func TestKeysChangeEveryWeekAndAreTheSameEverywhere(t *testing.T) {
	one, c := newInstance(t)
	two := instance(t, c, kv.NewMemory(c.now, 0), "ours")
	theirs := instance(t, c, kv.NewMemory(c.now, 0), "theirs")
	first := envelopetest.Sealing(t, one)
	if other := envelopetest.Sealing(t, two); other.X != first.X || other.KeyID != first.KeyID || other.Nonce == first.Nonce {
		t.Errorf("one instance gives %v, another %v", first, other)
	}
	if other := envelopetest.Sealing(t, theirs); other.X == first.X || other.KeyID != first.KeyID {
		t.Errorf("one deployment gives %v, another %v", first, other)
	}
	if first.KeyID != "k1.2026w48" || !first.ExpiresAt.Equal(start.Add(envelope.NonceLife)) {
		t.Errorf("it gives %v", first)
	}
	c.at = c.at.Add(7 * 24 * time.Hour)
	if next := envelopetest.Sealing(t, one); next.X == first.X || next.KeyID != "k1.2026w49" {
		t.Errorf("a week later it gives %v", next)
	}
}

func TestANewRootInFrontLetsOldEnvelopesOpen(t *testing.T) {
	old, c := newInstance(t)
	text := sealed(t, envelopetest.Sealing(t, old), secret, "signIn", ann)
	ring := func(ids ...string) *envelope.Envelopes {
		var roots []envelope.Root
		for _, id := range ids {
			roots = append(roots, envelopetest.Root(id, "ours"))
		}
		e, err := envelope.New(envelope.Config{Roots: roots, Store: kv.NewMemory(c.now, 0), Now: c.now, Rand: rand.Reader})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	rotated := ring("k2", "k1")
	if got, err := rotated.Open(t.Context(), text, "signIn", ann); err != nil || got != secret {
		t.Errorf("opened %q, %v", got, err)
	}
	if s := envelopetest.Sealing(t, rotated); !strings.HasPrefix(s.KeyID, "k2.") {
		t.Errorf("it gives %s", s.KeyID)
	}
	if _, err := ring("k3").Open(t.Context(), text, "signIn", ann); !errors.Is(err, envelope.ErrExpired) {
		t.Errorf("without the root: %v", err)
	}
}

// TestHostileEnvelopes runs testdata/badinput/envelopes.json.
func TestHostileEnvelopes(t *testing.T) {
	recipes, err := badinput.Read[envelopetest.Recipe]("../..", "envelopes.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recipes {
		t.Run(r.Name, func(t *testing.T) {
			if err := r.Try(t); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestLengths holds that the longest password fits, and that no envelope is as short as a password.
func TestLengths(t *testing.T) {
	c := &clock{at: start}
	long := envelope.Root{ID: strings.Repeat("k", 16), Reveal: func() []byte { return make([]byte, 32) }}
	e, err := envelope.New(envelope.Config{Roots: []envelope.Root{long}, Store: kv.NewMemory(c.now, 0), Now: c.now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, password, use string }{
		{"the longest", strings.Repeat("😀", 256), "respondToChallenge.newPassword"},
		{"all to be escaped", strings.Repeat(`\"`, 256), "respondToChallenge.newPassword"},
		{"the shortest", "a", "signIn"},
	} {
		text := sealed(t, envelopetest.Sealing(t, e), tt.password, tt.use, ann)
		if got, err := e.Open(t.Context(), text, tt.use, ann); err != nil || got == "" {
			t.Errorf("%s, of %d bytes: opened %q, %v", tt.name, len(text), got, err)
		}
		if len(text) <= 2*256 {
			t.Errorf("%s has %d bytes", tt.name, len(text))
		}
	}
}

func TestWithoutRandomnessThereIsNoNonce(t *testing.T) {
	c := &clock{at: start}
	e, err := envelope.New(envelope.Config{
		Roots: []envelope.Root{envelopetest.Root("k1", "ours")}, Store: brokenStore{}, Now: c.now, Rand: iotest.ErrReader(errStore),
	})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := e.Sealing(); !errors.Is(err, errStore) || s != (envelope.Sealing{}) {
		t.Errorf("it gives %v, %v", s, err)
	}
}

func TestConfigsThatAreRefused(t *testing.T) {
	c := &clock{at: start}
	good := envelope.Config{Roots: []envelope.Root{envelopetest.Root("k1", "ours")}, Store: brokenStore{}, Now: c.now, Rand: rand.Reader}
	for name, edit := range map[string]func(*envelope.Config){
		"no root":            func(cfg *envelope.Config) { cfg.Roots = nil },
		"no store":           func(cfg *envelope.Config) { cfg.Store = nil },
		"no clock":           func(cfg *envelope.Config) { cfg.Now = nil },
		"no randomness":      func(cfg *envelope.Config) { cfg.Rand = nil },
		"one id twice":       func(cfg *envelope.Config) { cfg.Roots = append(cfg.Roots, cfg.Roots[0]) },
		"an id with a dot":   func(cfg *envelope.Config) { cfg.Roots = []envelope.Root{envelopetest.Root("k1.x", "ours")} },
		"31 bytes of a root": func(cfg *envelope.Config) { cfg.Roots[0].Reveal = func() []byte { return make([]byte, 31) } },
	} {
		cfg := good
		cfg.Roots = append([]envelope.Root{}, good.Roots...)
		edit(&cfg)
		if e, err := envelope.New(cfg); err == nil || e != nil {
			t.Errorf("%s: made %v", name, e)
		}
	}
}

// FuzzOpen holds that nothing opens but what was sealed here, and that what is refused is so in one
// of the two ways.
func FuzzOpen(f *testing.F) {
	c := &clock{at: start}
	e, err := envelope.New(envelope.Config{
		Roots: []envelope.Root{envelopetest.Root("k1", "ours")}, Store: everNew{}, Now: c.now, Rand: bytes.NewReader(make([]byte, 1<<10)),
	})
	if err != nil {
		f.Fatal(err)
	}
	s := envelopetest.Sealing(f, e)
	from := envelopetest.NewSender(f, s, bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	x, y := from.Point()
	fill := strings.NewReplacer("<kid>", s.KeyID, "<x>", envelopetest.Base64(x), "<y>", envelopetest.Base64(y), "<sub>", envelopetest.Subject(ann), "<nonce>", s.Nonce)
	write := func(header, claims string) string {
		parts := from.Seal(f, fill.Replace(header), fill.Replace(claims))
		return strings.Join(parts[:], ".")
	}
	good := write(envelopetest.Header, envelopetest.Claims)
	f.Add(good)
	f.Add(write(strings.Replace(envelopetest.Header, "ECDH-ES", "dir", 1), envelopetest.Claims))
	f.Add(write(envelopetest.Header, strings.Replace(envelopetest.Claims, "signIn", "signUp", 1)))
	f.Add(write(envelopetest.Header, strings.Replace(envelopetest.Claims, "<nonce>", "AAAA", 1)))
	f.Add(write(envelopetest.Header, "{}"))
	f.Add(strings.Replace(good, "..", ".AAAA.", 1))
	f.Add("....")
	f.Fuzz(func(t *testing.T, text string) {
		password, err := e.Open(t.Context(), text, "signIn", ann)
		if text == good {
			if err != nil || password != secret {
				t.Fatalf("opened %q, %v", password, err)
			}
			return
		}
		if password != "" || errors.Is(err, envelope.ErrRefused) == errors.Is(err, envelope.ErrExpired) {
			t.Fatalf("opened %q as %q, %v", text, password, err)
		}
	})
}

// everNew takes every nonce for a new one.
type everNew struct{}

func (everNew) SetIfAbsent(context.Context, string, []byte, time.Duration) (bool, error) {
	return true, nil
}

func BenchmarkOpen(b *testing.B) {
	c := &clock{at: start}
	e := instance(b, c, everNew{}, "ours")
	text := sealed(b, envelopetest.Sealing(b, e), secret, "signIn", ann)
	for b.Loop() {
		if _, err := e.Open(b.Context(), text, "signIn", ann); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWhatWasGivenBeforeTheStoreBeganHasExpired holds against a replay after a restart, where the store is in memory.
func TestWhatWasGivenBeforeTheStoreBeganHasExpired(t *testing.T) {
	old, c := newInstance(t)
	text := sealed(t, envelopetest.Sealing(t, old), secret, "signIn", ann)
	c.at = c.at.Add(1500 * time.Millisecond)
	restarted, err := envelope.New(envelope.Config{
		Roots: []envelope.Root{envelopetest.Root("k1", "ours")}, Store: kv.NewMemory(c.now, 0), Since: c.at, Now: c.now, Rand: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := restarted.Open(t.Context(), text, "signIn", ann); got != "" || !errors.Is(err, envelope.ErrExpired) {
		t.Errorf("opened %q, %v", got, err)
	}
	// One of its own is good from the first second on.
	if got, err := restarted.Open(t.Context(), sealed(t, envelopetest.Sealing(t, restarted), secret, "signIn", ann), "signIn", ann); err != nil || got != secret {
		t.Errorf("opened %q, %v", got, err)
	}
}
