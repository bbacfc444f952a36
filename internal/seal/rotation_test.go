package seal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

func TestRotation(t *testing.T) {
	old := mustSeal(t, newSealer(t, withKeys(t, "k1")), seal.Refresh, "payload")
	fresh := mustSeal(t, newSealer(t, withKeys(t, "k2", "k1")), seal.Refresh, "payload")
	tests := []struct {
		name       string
		keys       []string
		old, fresh seal.Outcome
	}{
		{"before", []string{"k1"}, seal.Opened, seal.UnknownKey},
		{"the new key announced", []string{"k1", "k2"}, seal.Opened, seal.Opened},
		{"the new key in front", []string{"k2", "k1"}, seal.Opened, seal.Opened},
		{"a third key", []string{"k3", "k2", "k1"}, seal.Opened, seal.Opened},
		{"the old key retired", []string{"k2"}, seal.UnknownKey, seal.Opened},
		{"all retired", []string{"k3"}, seal.UnknownKey, seal.UnknownKey},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sealer := newSealer(t, withKeys(t, test.keys...))
			for sealed, want := range map[string]seal.Outcome{old: test.old, fresh: test.fresh} {
				payload, _, err := sealer.Open(seal.Refresh, sealed)
				if got := seal.OutcomeOf(err); got != want {
					t.Errorf("outcome = %s, want %s", got, want)
				}
				if (err == nil) != (string(payload) == "payload") {
					t.Errorf("payload = %q beside error %v", payload, err)
				}
			}
		})
	}
}

func TestTheFirstKeySeals(t *testing.T) {
	sealed := mustSeal(t, newSealer(t, withKeys(t, "k2", "k1")), seal.Access, "payload")
	if _, _, err := newSealer(t, withKeys(t, "k2")).Open(seal.Access, sealed); err != nil {
		t.Errorf("k2 alone does not open it: %v", err)
	}
	mustRefuse(t, newSealer(t, withKeys(t, "k1")), seal.Access, sealed, seal.UnknownKey)
}

func TestWhetherAValueUsesTheKeyThatSeals(t *testing.T) {
	sealer := newSealer(t, withKeys(t, "k2", "k1"))
	for name, test := range map[string]struct {
		sealed string
		want   bool
	}{
		"its own":         {mustSeal(t, sealer, seal.Refresh, "payload"), true},
		"of an older key": {mustSeal(t, newSealer(t, withKeys(t, "k1")), seal.Refresh, "payload"), false},
		"of another day":  {mustSeal(t, newSealer(t, func(cfg *seal.Config) { withKeys(t, "k2")(cfg); at(start.AddDate(0, 0, -9))(cfg) }), seal.Refresh, "payload"), true},
		"no sealed value": {"k2", false},
		"nothing":         {"", false},
	} {
		if got := sealer.UsesNewest(test.sealed); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Over its whole life, on every day of it, one sealer opens a value, and a fresh one too: the keys
// it has derived are no state that matters.
func TestAValueOpensOnEveryDayOfItsLife(t *testing.T) {
	c := &clock{at: start}
	sealer := newSealer(t, func(cfg *seal.Config) { cfg.Now = c.now })
	sealed := mustSeal(t, sealer, seal.Refresh, "payload")
	for range 400 {
		if _, _, err := sealer.Open(seal.Refresh, sealed); err != nil {
			t.Fatalf("%v: %v", c.at, err)
		}
		if _, _, err := newSealer(t, at(c.at)).Open(seal.Refresh, sealed); err != nil {
			t.Fatalf("%v, another instance: %v", c.at, err)
		}
		mustSeal(t, sealer, seal.Refresh, "a value of this day")
		c.at = c.at.Add(24 * time.Hour)
	}
	c.at = start.Add(seal.Refresh.MaxAge() + time.Second)
	mustRefuse(t, sealer, seal.Refresh, sealed, seal.Expired)
}

// More days and purposes than keys are kept: what was pushed out is derived again.
func TestKeysAreDerivedAgain(t *testing.T) {
	c := &clock{at: start}
	sealer := newSealer(t, func(cfg *seal.Config) {
		cfg.Now, cfg.Keys = c.now, ring(t, "k4", "k3", "k2", "k1")
	})
	var values []string
	for _, id := range []string{"k1", "k2", "k3", "k4"} {
		for day := range 300 {
			moment := start.Add(-time.Duration(day) * 24 * time.Hour)
			values = append(values, mustSeal(t, newSealer(t, func(cfg *seal.Config) {
				cfg.Keys, cfg.Now = ring(t, id), func() time.Time { return moment }
			}), seal.Access, "payload"))
		}
	}
	for range 2 {
		for _, sealed := range values {
			if _, _, err := sealer.Open(seal.Access, sealed); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestDayKeysDiffer(t *testing.T) {
	today := mustSeal(t, newSealer(t, nil), seal.Access, "payload")
	tomorrow := newSealer(t, at(start.Add(24*time.Hour)))
	header, _, _ := strings.Cut(mustSeal(t, tomorrow, seal.Access, "payload"), ".")
	_, body, _ := strings.Cut(today, ".")
	mustRefuse(t, tomorrow, seal.Access, header+"."+body, seal.Altered)
}

// What operators go by: which key still opens values, and nothing that a stranger can choose.
func TestOnOpenTellsWhichKeyIsInUse(t *testing.T) {
	type event struct {
		KeyID   string
		Outcome seal.Outcome
	}
	var got []event
	sealer := newSealer(t, func(cfg *seal.Config) {
		cfg.Keys = ring(t, "k2", "k1")
		cfg.OnOpen = func(keyID string, outcome seal.Outcome) { got = append(got, event{keyID, outcome}) }
	})
	old := mustSeal(t, newSealer(t, withKeys(t, "k1")), seal.Access, "payload")
	open := func(sealed string) { _, _, _ = sealer.Open(seal.Access, sealed) }
	open(mustSeal(t, sealer, seal.Access, "payload"))
	open(old)
	open(old[:len(old)-4] + "AAAA")
	open(mustSeal(t, newSealer(t, withKeys(t, "x")), seal.Access, "payload"))
	open("<script>")
	open(mustSeal(t, sealer, seal.Refresh, "payload"))
	open(mustSeal(t, newSealer(t, at(start.AddDate(-3, 0, 0))), seal.Access, "payload"))
	_, _, _ = sealer.OpenAccess(old)

	want := []event{
		{"k2", seal.Opened},
		{"k1", seal.Opened},
		{"k1", seal.Altered},
		{"", seal.UnknownKey},
		{"", seal.Malformed},
		{"", seal.OtherPurpose},
		{"k1", seal.Expired},
		{"k1", seal.Unreadable},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}
