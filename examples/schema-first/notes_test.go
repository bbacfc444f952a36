package main

import (
	"runtime"
	"strings"
	"testing"
)

func added(t *testing.T, b *notebook, user, text string) AddNoteResult {
	t.Helper()
	got, err := b.add(user, text)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestNotesHaveBounds(t *testing.T) {
	b := newNotebook((&clock{}).now)
	for _, test := range []struct {
		name, text string
		want       AddNoteResult
	}{
		{"white space", " \n", NoteRefused{NoteRefusalEmpty}},
		{"a character too many", strings.Repeat("ü", longestNote+1), NoteRefused{NoteRefusalTooLong}},
	} {
		if got := added(t, b, "ann", test.text); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
	for range notesPerUser {
		if _, kept := added(t, b, "ann", strings.Repeat("ü", longestNote)).(Note); !kept {
			t.Fatal("a note that may be is refused")
		}
	}
	if got := added(t, b, "ann", "x"); got != (NoteRefused{NoteRefusalTooMany}) {
		t.Errorf("one note more: %+v", got)
	}
	b.count = notesInAll
	if got := added(t, b, "bob", "x"); got != (NoteRefused{NoteRefusalFull}) {
		t.Errorf("a full service: %+v", got)
	}
}

// TestANoteKeepsNoMoreThanItsText: a part of a string keeps all of it in memory, and a request is a hundred times
// as long as a note.
func TestANoteKeepsNoMoreThanItsText(t *testing.T) {
	const space = 1 << 20
	b := newNotebook((&clock{}).now)
	held := func() uint64 {
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		return memory.HeapAlloc
	}
	before := held()
	for range notesPerUser {
		added(t, b, "ann", strings.Repeat(" ", space)+"x")
	}
	if after := held(); after > before+notesPerUser*space/2 {
		t.Errorf("%d notes of one character hold %d bytes", notesPerUser, after-before)
	}
	runtime.KeepAlive(b)
}

func TestNobodyDeletesAnothersNote(t *testing.T) {
	b := newNotebook((&clock{}).now)
	note, ok := added(t, b, "ann", "mine").(Note)
	if !ok {
		t.Fatal("not kept")
	}
	if b.remove("bob", note.ID) || len(b.list("ann")) != 1 {
		t.Error("Bob deletes Ann's note")
	}
	if !b.remove("ann", note.ID) || b.remove("ann", note.ID) || b.count != 0 || len(b.of) != 0 {
		t.Errorf("Ann deletes it: %d left of %d users", b.count, len(b.of))
	}
}
