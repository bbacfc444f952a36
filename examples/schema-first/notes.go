package main

import (
	"crypto/rand"
	"encoding/base64"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	longestNote  = 500 // characters
	notesPerUser = 50
	notesInAll   = 100_000
	noteIDBytes  = 12
)

// notebook keeps notes in memory, each user's apart.
type notebook struct {
	now    func() time.Time
	random io.Reader

	mu    sync.Mutex
	count int               // of all users' notes
	of    map[string][]Note // by the user's sub, newest first
}

func newNotebook(now func() time.Time) *notebook {
	return &notebook{now: now, random: rand.Reader, of: map[string][]Note{}}
}

// list returns a user's notes, newest first.
func (b *notebook) list(user string) []Note {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Note{}, b.of[user]...) // never nil, which would read as null
}

// add keeps a note, or says why not.
func (b *notebook) add(user, text string) (AddNoteResult, error) {
	id := make([]byte, noteIDBytes)
	if _, err := io.ReadFull(b.random, id); err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case text == "":
		return NoteRefused{Reason: NoteRefusalEmpty}, nil
	case utf8.RuneCountInString(text) > longestNote:
		return NoteRefused{Reason: NoteRefusalTooLong}, nil
	case len(b.of[user]) >= notesPerUser:
		return NoteRefused{Reason: NoteRefusalTooMany}, nil
	case b.count >= notesInAll:
		return NoteRefused{Reason: NoteRefusalFull}, nil
	}
	// Cloned, since a part of a string keeps all of it, which may be the whole request.
	note := Note{ID: base64.RawURLEncoding.EncodeToString(id), Text: strings.Clone(text), CreatedAt: b.now().UTC()}
	b.of[user] = slices.Insert(b.of[user], 0, note)
	b.count++
	return note, nil
}

// remove deletes a note and says whether this user had it.
func (b *notebook) remove(user, id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := slices.DeleteFunc(b.of[user], func(n Note) bool { return n.ID == id })
	was := len(left) < len(b.of[user])
	if was {
		b.count--
	}
	if b.of[user] = left; len(left) == 0 {
		delete(b.of, user)
	}
	return was
}
