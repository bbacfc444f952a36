package mailbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var noon = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

// open returns a mailbox whose clock advances a second per message.
func open(t *testing.T, dir string) *Mailbox {
	t.Helper()
	var mu sync.Mutex
	now := noon
	m, err := Open(dir, Options{Now: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}})
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return m
}

func put(t *testing.T, m *Mailbox, msgs ...Message) {
	t.Helper()
	for _, msg := range msgs {
		if err := m.Put(t.Context(), msg); err != nil {
			t.Fatalf("Put: %v", err)
		}
	}
}

func mail(to, code string) Message {
	return Message{To: to, Medium: "EMAIL", Subject: "Your code", Text: "Your code is " + code, Code: code, Purpose: "sign-up"}
}

func codes(m *Mailbox, to string, limit int) []string {
	messages, _ := m.list(to, limit)
	var codes []string
	for _, msg := range messages {
		codes = append(codes, msg.Code)
	}
	return codes
}

func TestPutGivesIDAndTime(t *testing.T) {
	m := open(t, "")
	given := time.Date(2025, time.January, 1, 1, 0, 0, 0, time.FixedZone("east", 3600))
	dated := mail("ada@example.com", "2")
	dated.SentAt = given
	dated.ID = "chosen by the caller"
	put(t, m, mail("ada@example.com", "1"), dated)

	messages, _ := m.list("", maxMessages)
	want := []Message{dated, mail("ada@example.com", "1")}
	want[0].SentAt, want[1].SentAt = given.UTC(), noon.Add(time.Second)
	if diff := cmp.Diff(want, messages, cmpopts.IgnoreFields(Message{}, "ID")); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if a, b := messages[0].ID, messages[1].ID; len(a) != 2*idBytes || len(b) != 2*idBytes || a == b {
		t.Errorf("IDs %q and %q: want two different ones of %d characters", a, b, 2*idBytes)
	}
}

func TestPutRefuses(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	long := strings.Repeat("x", maxTextBytes+1)
	for _, tt := range []struct {
		name string
		ctx  context.Context
		msg  Message
		want string
	}{
		{"no recipient", t.Context(), Message{To: " ", Code: "1"}, "recipient"},
		{"long text", t.Context(), Message{To: "a", Text: long}, "shorten the message template"},
		{"long subject", t.Context(), Message{To: "a", Subject: long}, "Subject is"},
		{"cancelled", cancelled, mail("a", "1"), context.Canceled.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, "")
			err := m.Put(tt.ctx, tt.msg)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Put = %v, want an error with %q", err, tt.want)
			}
			if got := codes(m, "", maxMessages); got != nil {
				t.Errorf("a refused message was kept: %q", got)
			}
		})
	}
}

func TestPutFailsWithoutRandomness(t *testing.T) {
	m := open(t, "")
	m.rand = strings.NewReader("")
	if err := m.Put(t.Context(), mail("a", "1")); err == nil {
		t.Error("Put succeeded without an identifier")
	}
}

func TestPutAfterClose(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		m := open(t, dir)
		put(t, m, mail("a", "1"))
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if err := m.Put(t.Context(), mail("a", "2")); !errors.Is(err, ErrClosed) {
			t.Errorf("dir %q: Put after Close = %v, want ErrClosed", dir, err)
		}
		if got := codes(m, "", maxMessages); !cmp.Equal(got, []string{"1"}) {
			t.Errorf("dir %q: after Close the box reads %q", dir, got)
		}
	}
}

func TestNewestMessagesAreKept(t *testing.T) {
	m := open(t, "")
	for i := range maxMessages + 3 {
		put(t, m, mail("ada@example.com", fmt.Sprint(i)))
	}
	got := codes(m, "", maxMessages+3)
	if len(got) != maxMessages || got[0] != fmt.Sprint(maxMessages+2) || got[len(got)-1] != "3" {
		t.Errorf("kept %d messages from %s to %s", len(got), got[0], got[len(got)-1])
	}
}

func TestConcurrentPutAndList(t *testing.T) {
	m := open(t, t.TempDir())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := m.Put(t.Context(), mail("a", fmt.Sprint(i))); err != nil {
				t.Errorf("Put: %v", err)
			}
			m.list("a", 1)
		})
	}
	wg.Wait()
	if got := codes(m, "", maxMessages); len(got) != 8 {
		t.Errorf("%d messages after 8 concurrent Puts", len(got))
	}
}
