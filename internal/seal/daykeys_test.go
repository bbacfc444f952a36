package seal

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"
)

func newKeeper(t *testing.T, now func() time.Time) *Sealer {
	t.Helper()
	text, err := Rotate("", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := New(Config{Keys: keys, Pool: "pool", Client: "client", Now: now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

// What is kept of derived keys cannot be seen from outside, except in the time it takes.
func TestMadeUpDaysAreNotKept(t *testing.T) {
	today := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	now := today
	sealer := newKeeper(t, func() time.Time { return now })
	good, err := sealer.Seal(Access, []byte("payload"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(good, ".")
	other := newKeeper(t, func() time.Time { return now }) // lends its headers
	for range 300 {
		now = now.Add(-day)
		lent, err := other.Seal(Access, nil)
		if err != nil {
			t.Fatal(err)
		}
		header, _, _ := strings.Cut(lent, ".")
		now, today = today, now
		if _, _, err := sealer.Open(Access, header+"."+body); !errors.Is(err, ErrNotOurs) || OutcomeOf(err) != Altered {
			t.Fatalf("error = %v, want altered", err)
		}
		now, today = today, now
	}
	if kept := sealer.keys.derived.Len(); kept != 1 {
		t.Errorf("%d keys are kept, want the one in use", kept)
	}
}

func TestKeptKeysAreBounded(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	sealer := newKeeper(t, func() time.Time { return now })
	for range maxDayKeys + 10 {
		sealed, err := sealer.Seal(Refresh, []byte("payload"))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := sealer.Open(Refresh, sealed); err != nil {
			t.Fatal(err)
		}
		now = now.Add(day)
	}
	if kept := sealer.keys.derived.Len(); kept != maxDayKeys {
		t.Errorf("%d keys are kept, want %d", kept, maxDayKeys)
	}
}
