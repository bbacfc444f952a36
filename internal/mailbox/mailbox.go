package mailbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxMessages is how many messages are kept; the oldest go first.
const maxMessages = 500

// idBytes is the size of a message's random identifier. Random rather than
// counted, so that a page left open over a restart never takes a new message
// for one it already shows.
const idBytes = 8

// ErrClosed is returned by Put after Close.
var ErrClosed = errors.New("mailbox: closed")

// Options carry what comes from outside; the zero value uses the system's.
type Options struct {
	Now  func() time.Time // nil means time.Now
	Rand io.Reader        // nil means crypto/rand.Reader
}

// Mailbox holds the newest messages. It is safe for concurrent use.
type Mailbox struct {
	now     func() time.Time
	rand    io.Reader
	session string // names this opening of the box in ETags

	mu       sync.RWMutex
	messages []Message // oldest first
	puts     uint64    // messages put since Open: the changing half of the ETag
	journal  *journal  // nil when the box lives in memory only
	closed   bool
}

// Open returns the mailbox kept in dir, which is created when missing. With an
// empty dir it lives in memory only and is empty after a restart.
func Open(dir string, opts Options) (*Mailbox, error) {
	m := &Mailbox{now: opts.Now, rand: opts.Rand}
	if m.now == nil {
		m.now = time.Now
	}
	if m.rand == nil {
		m.rand = rand.Reader
	}
	session, err := m.newID()
	if err != nil {
		return nil, err
	}
	m.session = session
	if dir == "" {
		return m, nil
	}
	if m.journal, m.messages, err = openJournal(dir, maxMessages); err != nil {
		return nil, err
	}
	return m, nil
}

// Put adds a message, gives it an ID and, where it has none, the time. With a
// folder the message is on disk when Put returns nil.
func (m *Mailbox) Put(ctx context.Context, msg Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := msg.check(); err != nil {
		return err
	}
	id, err := m.newID()
	if err != nil {
		return err
	}
	msg.ID = id
	if msg.SentAt.IsZero() {
		msg.SentAt = m.now()
	}
	msg.SentAt = msg.SentAt.UTC().Truncate(time.Millisecond)

	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	if err := m.record(msg); err != nil {
		return fmt.Errorf("mailbox: %s: %w", journalName, err)
	}
	m.messages = append(m.messages, msg)
	if surplus := len(m.messages) - maxMessages; surplus > 0 {
		m.messages = append([]Message(nil), m.messages[surplus:]...)
	}
	m.puts++
	return nil
}

// record writes the message to the journal, making room first.
func (m *Mailbox) record(msg Message) error {
	if m.journal == nil {
		return nil
	}
	if m.journal.lines >= compactAtLines {
		if err := m.journal.rewrite(m.messages); err != nil {
			return err
		}
	}
	return m.journal.append(msg)
}

// Close ends the journal. Messages already put stay readable through Handler.
func (m *Mailbox) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil
	}
	m.closed = true
	if m.journal == nil {
		return nil
	}
	return m.journal.close()
}

// list returns at most limit messages for the recipient, newest first, and the
// tag of the state they were read from. An empty recipient means everybody.
func (m *Mailbox) list(to string, limit int) (messages []Message, etag string) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	messages = []Message{}
	for i := len(m.messages) - 1; i >= 0 && len(messages) < limit; i-- {
		if to == "" || strings.EqualFold(to, m.messages[i].To) {
			messages = append(messages, m.messages[i])
		}
	}
	return messages, `"` + m.session + "-" + strconv.FormatUint(m.puts, 10) + `"`
}

func (m *Mailbox) find(id string) (Message, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, msg := range m.messages {
		if msg.ID == id {
			return msg, true
		}
	}
	return Message{}, false
}

func (m *Mailbox) newID() (string, error) {
	var b [idBytes]byte
	if _, err := io.ReadFull(m.rand, b[:]); err != nil {
		return "", fmt.Errorf("mailbox: no randomness for an identifier: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}
