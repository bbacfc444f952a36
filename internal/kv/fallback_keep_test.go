package kv_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/kv"
)

func revocations() kv.FallbackOptions {
	return kv.FallbackOptions{Keep: keepRevoked, Merge: latest}
}

func TestFallbackHonoursWhatItKnew(t *testing.T) {
	inBubble(t, revocations(), func(t *testing.T, p *pair) {
		put(t, p, "revoked/written here", "1")
		put(t, p, "note", "1")
		put(t, p.primary, "revoked/seen here", "1")
		put(t, p.primary, "revoked/unseen", "1")
		wantValue(t, p, "revoked/seen here", "1")
		p.fail(t)
		wantValue(t, p, "revoked/written here", "1")
		wantValue(t, p, "revoked/seen here", "1")
		wantValue(t, p, "revoked/unseen", "")
		wantValue(t, p, "note", "")
	})
}

func TestFallbackSendsWhatWasKeptDuringAFailure(t *testing.T) {
	inBubble(t, revocations(), func(t *testing.T, p *pair) {
		p.fail(t)
		put(t, p, "revoked/set", "1")
		put(t, p, "note", "1")
		if did, err := p.SetIfAbsent(t.Context(), "revoked/absent", []byte("1"), time.Hour); !did || err != nil {
			t.Errorf("SetIfAbsent = %v, %v", did, err)
		}
		if err := kv.Update(t.Context(), p, "revoked/updated", time.Hour, func(old []byte) []byte { return append(old, '1') }); err != nil {
			t.Error(err)
		}
		put(t, p, "revoked/deleted", "1")
		if err := p.Delete(t.Context(), "revoked/deleted"); err != nil {
			t.Error(err)
		}
		if err := p.Set(t.Context(), "revoked/outlived", []byte("1"), time.Millisecond); err != nil {
			t.Error(err)
		}
		p.comeBack(t)
		for key, want := range map[string]string{
			"revoked/set": "1", "revoked/absent": "1", "revoked/updated": "1",
			"revoked/deleted": "", "revoked/outlived": "", "note": "",
		} {
			wantValue(t, p.primary, key, want)
			wantValue(t, p, key, want)
		}
		if last := p.log.all()[1]; !strings.Contains(last, "sent=3 lost=0") {
			t.Errorf("log: %s", last)
		}
	})
}

func TestFallbackMergesWhatOthersWrote(t *testing.T) {
	for name, c := range map[string]struct{ here, there, want string }{
		"here is newer":  {"10:05", "10:00", "10:05"},
		"there is newer": {"10:00", "10:05", "10:05"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, revocations(), func(t *testing.T, p *pair) {
				p.fail(t)
				put(t, p, "revoked/user", c.here)
				put(t, p.primary.Store, "revoked/user", c.there)
				p.comeBack(t)
				wantValue(t, p.primary, "revoked/user", c.want)
			})
		})
	}
}

func TestFallbackCopiesNothingOlder(t *testing.T) {
	inBubble(t, revocations(), func(t *testing.T, p *pair) {
		put(t, p, "revoked/user", "10:05")
		put(t, p.primary, "revoked/user", "10:00") // as an answer that was overtaken would bring it
		wantValue(t, p, "revoked/user", "10:00")
		p.fail(t)
		wantValue(t, p, "revoked/user", "10:05")
	})
}

// A single failure leaves the primary in use, and what it failed to take must be found all the same.
func TestFallbackKeepsWhatOneFailureLost(t *testing.T) {
	for name, loseAnswer := range map[string]bool{"not done": false, "done, but the answer lost": true} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, revocations(), func(t *testing.T, p *pair) {
				p.primary.down.Store(!loseAnswer)
				p.primary.loseAnswer.Store(loseAnswer)
				put(t, p, "revoked/user", "1")
				p.primary.down.Store(false)
				p.primary.loseAnswer.Store(false)
				if err := p.Degraded(); err != nil {
					t.Fatal(err)
				}
				wantValue(t, p, "revoked/user", "1")
				if did, err := p.Swap(t.Context(), "revoked/user", []byte("1"), []byte("2"), time.Hour); !did || err != nil {
					t.Errorf("Swap before it was sent = %v, %v", did, err)
				}
				await(kv.DefaultProbeEvery)
				wantValue(t, p.primary, "revoked/user", "2")
				wantValue(t, p, "revoked/user", "2")
			})
		})
	}
}

func TestFallbackSendsWhatIsWrittenWhileItSends(t *testing.T) {
	const key = "revoked/user"
	for name, write := range map[string]func(t *testing.T, p *pair){
		"once":                        func(t *testing.T, p *pair) { put(t, p, key, "2") },
		"after the first was removed": func(t *testing.T, p *pair) { _ = p.Delete(t.Context(), key); put(t, p, key, "2") },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, revocations(), func(t *testing.T, p *pair) {
				p.fail(t)
				put(t, p, key, "1")
				var once sync.Once
				p.primary.onSwap = func() {
					if _, found, _ := p.primary.Store.Get(t.Context(), "kv check"); !found { // it is being sent
						once.Do(func() { write(t, p) })
					}
				}
				p.comeBack(t)
				wantValue(t, p.primary, key, "2")
			})
		})
	}
}

func TestFallbackCopiesLiveAsLongAsTheValue(t *testing.T) {
	inBubble(t, revocations(), func(t *testing.T, p *pair) {
		if err := p.Set(t.Context(), "revoked/user", []byte("1"), 30*24*time.Hour); err != nil {
			t.Fatal(err)
		}
		wantValue(t, p, "revoked/user", "1")
		await(29 * 24 * time.Hour)
		p.fail(t)
		wantValue(t, p, "revoked/user", "1")
	})
}

func TestFallbackBoundsWhatWaits(t *testing.T) {
	const bound = 10_000
	inBubble(t, revocations(), func(t *testing.T, p *pair) {
		p.fail(t)
		for i := range bound + 5 {
			put(t, p, fmt.Sprint("revoked/", i), "1")
		}
		put(t, p, "revoked/0", "2") // it waits already
		wantValue(t, p, fmt.Sprint("revoked/", bound+4), "1")
		p.comeBack(t)
		wantValue(t, p.primary, "revoked/0", "2")
		wantValue(t, p.primary, fmt.Sprint("revoked/", bound-1), "1")
		wantValue(t, p.primary, fmt.Sprint("revoked/", bound), "")
		log := p.log.all()
		if len(log) != 3 || !strings.Contains(log[1], "level=ERROR") || !strings.Contains(log[2], "sent=10000 lost=5") {
			t.Errorf("log: %q", log)
		}
	})
}

func TestFallbackGivesBackWhatThePrimaryLost(t *testing.T) {
	inBubble(t, revocations(), func(t *testing.T, p *pair) {
		put(t, p, "revoked/written here", "1")
		put(t, p.primary, "revoked/seen here", "1")
		wantValue(t, p, "revoked/seen here", "1")
		put(t, p, "revoked/deleted", "1")
		put(t, p, "note", "1")
		if err := p.Delete(t.Context(), "revoked/deleted"); err != nil {
			t.Fatal(err)
		}
		p.primary.Store = kv.NewMemory(time.Now, 0) // it has come back empty, too soon to be missed
		for key, want := range map[string]string{
			"revoked/written here": "1", "revoked/seen here": "1", "revoked/unknown": "", "revoked/deleted": "", "note": "",
		} {
			wantValue(t, p.primary, key, "")
			wantValue(t, p, key, want)
			wantValue(t, p.primary, key, want)
		}
		p.primary.Store = kv.NewMemory(time.Now, 0)
		err := kv.Update(t.Context(), p, "revoked/written here", time.Hour, func(old []byte) []byte { return append(old, '2') })
		if err != nil {
			t.Error(err)
		}
		wantValue(t, p.primary, "revoked/written here", "12")
	})
}
