package session_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/session"
	"usher/internal/token"
)

func userEntry(t *testing.T, at time.Time, except ...string) []byte {
	t.Helper()
	entry := map[string]any{"at": at}
	if len(except) > 0 {
		entry["except"] = except
	}
	value, err := json.Marshal(entry)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestMergeRevocations(t *testing.T) {
	later := start.Add(time.Millisecond)
	many := func(from, to int) (names []string) {
		for i := from; i < to; i++ {
			names = append(names, fmt.Sprintf("s%02d", i))
		}
		return names
	}
	for name, test := range map[string]struct{ a, b, want []byte }{
		"a session":                     {[]byte{1}, []byte{1}, []byte{1}},
		"the same":                      {userEntry(t, start, "s2", "s1"), userEntry(t, start, "s2", "s1"), userEntry(t, start, "s2", "s1")},
		"the later covers":              {userEntry(t, start, "s1"), userEntry(t, later), userEntry(t, later)},
		"the later with its exceptions": {userEntry(t, start, "s1"), userEntry(t, later, "s2"), userEntry(t, later, "s2")},
		"one moment, exceptions of one": {userEntry(t, start), userEntry(t, start, "s1"), userEntry(t, start, "s1")},
		"one moment, of both":           {userEntry(t, start, "s3", "s1"), userEntry(t, start, "s2", "s1"), userEntry(t, start, "s1", "s2", "s3")},
		"one moment, too many":          {userEntry(t, start, many(0, 30)...), userEntry(t, start, many(20, 50)...), userEntry(t, start, many(0, 32)...)},
		"one that cannot be read":       {[]byte("rubbish"), userEntry(t, later), []byte("rubbish")},
		"two that cannot be read":       {[]byte("rubbish"), []byte("trash"), []byte("trash")},
	} {
		t.Run(name, func(t *testing.T) {
			for order, got := range map[string][]byte{
				"a, b": session.MergeRevocations(test.a, test.b), "b, a": session.MergeRevocations(test.b, test.a),
			} {
				if diff := cmp.Diff(string(test.want), string(got)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", order, diff)
				}
				if again := session.MergeRevocations(got, test.a); string(again) != string(got) {
					t.Errorf("%s, and a once more: %s", order, again)
				}
				if itself := session.MergeRevocations(got, got); string(itself) != string(got) {
					t.Errorf("%s, with itself: %s", order, itself)
				}
			}
		})
	}
}

func TestKeysOfTheSetAreKnown(t *testing.T) {
	for key, want := range map[string]bool{
		"revoked/session/s1": true, "revoked/user/ann": true, "refresh/result/00": false, "": false, "unrevoked/": false,
	} {
		if got := session.IsRevocation(key); got != want {
			t.Errorf("IsRevocation(%q) = %v", key, got)
		}
	}
}

// Sessions that begin at several instances right after a sign-out everywhere all stay.
func TestExceptionsOfSeveralInstancesAreNotLost(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	if err := session.NewRevocationSet(store).RevokeUser(t.Context(), "ann", h.now()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 20 {
		m := h.instance(t, store, "k")
		access := h.issue(fmt.Sprint("t", i), token.Access, "ann", fmt.Sprint("s", i), time.Hour)
		all.Go(func() {
			if _, err := session.From(m.Attach(t.Context(), nil)).Put(auth.Tokens{Access: access, AskedAt: h.now()}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range 20 {
		if revoked, err := session.NewRevocationSet(store).Revoked(t.Context(), claims("ann", fmt.Sprint("s", i), h.now())); revoked || err != nil {
			t.Errorf("s%d: revoked = %v, %v", i, revoked, err)
		}
	}
}

func TestAnEntryThatCannotBeReadIsAnErrorAndStays(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	set := session.NewRevocationSet(store)
	if err := store.Set(t.Context(), "revoked/user/ann", []byte("rubbish"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Revoked(t.Context(), claims("ann", "s1", start)); err == nil {
		t.Error("Revoked has an answer")
	}
	if err := set.RevokeUser(t.Context(), "ann", start); err == nil {
		t.Error("RevokeUser says that it is done")
	}
	if value, _, _ := store.Get(t.Context(), "revoked/user/ann"); string(value) != "rubbish" {
		t.Errorf("the entry is now %q", value)
	}
}
