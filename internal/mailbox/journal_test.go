package mailbox

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lineOf(t testing.TB, msg Message) string {
	t.Helper()
	line, err := json.Marshal(msg)
	if err != nil {
		t.Fatal(err)
	}
	return string(line) + "\n"
}

func TestMessagesSurviveARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	first := open(t, dir)
	put(t, first, mail("ada@example.com", "1"), mail("bob@example.com", "2"))
	before, _ := first.list("", maxMessages)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	second := open(t, dir)
	after, _ := second.list("", maxMessages)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("messages after a restart (-before +after):\n%s", diff)
	}
	put(t, second, mail("cyd@example.com", "3"))
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if got := codes(open(t, dir), "", maxMessages); !cmp.Equal(got, []string{"3", "2", "1"}) {
		t.Errorf("codes after a second restart = %q", got)
	}
}

func TestPutIsOnDiskWhenItReturns(t *testing.T) {
	dir := t.TempDir()
	m := open(t, dir)
	put(t, m, mail("ada@example.com", "123456"))
	content, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), `"code":"123456"`) || !strings.HasSuffix(string(content), "\n") {
		t.Errorf("the journal holds %q", content)
	}
}

func TestJournalIsTheOwnersAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, journalName)
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != journalMode {
		t.Errorf("mode %o, want %o", info.Mode().Perm(), os.FileMode(journalMode))
	}
}

func TestOpenReadsWhatItFinds(t *testing.T) {
	good := lineOf(t, mail("ada@example.com", "1")) + lineOf(t, mail("ada@example.com", "2"))
	var many strings.Builder
	for i := range maxMessages + 2 {
		many.WriteString(lineOf(t, mail("ada@example.com", fmt.Sprint(i))))
	}
	biggest := mail("ada@example.com", strings.Repeat("\x01", maxFieldBytes))
	biggest.Text = strings.Repeat("\x01", maxTextBytes)
	biggest.Subject, biggest.Purpose, biggest.Medium = biggest.Code, biggest.Code, biggest.Code
	for _, tt := range []struct {
		name, content string
		newest        string
		kept          int
		wantErr       string
	}{
		{"empty file", "", "", 0, ""},
		{"whole lines", good, "2", 2, ""},
		{"torn last line", good + `{"id":"x","to":"ada@exa`, "2", 2, ""},
		{"last line without its end", good + strings.TrimSuffix(lineOf(t, mail("a", "3")), "\n"), "2", 2, ""},
		{"garbage for a last line", good + "\x00\x00\x00\n", "2", 2, ""},
		{"more than are kept", many.String(), fmt.Sprint(maxMessages + 1), maxMessages, ""},
		{"the biggest message that fits", lineOf(t, biggest), biggest.Code, 1, ""},
		{"another kind of JSON between good lines", "null\n" + good, "", 0, "line 1 is not a message"},
		{"garbage between good lines", "oops\n" + good, "", 0, "line 1 is not a message"},
		{"an endless line", strings.Repeat("x", maxLineBytes+1), "", 0, "longer than any message"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, journalName)
			if err := os.WriteFile(path, []byte(tt.content), journalMode); err != nil {
				t.Fatal(err)
			}
			m, err := Open(dir, Options{})
			if tt.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wantErr) || !strings.Contains(err.Error(), path) {
					t.Fatalf("Open = %v, want an error with %q and the path", err, tt.wantErr)
				}
				if content, _ := os.ReadFile(path); string(content) != tt.content {
					t.Error("Open refused the file and changed it")
				}
				return
			}
			if err != nil {
				t.Fatalf("Open: %v", err)
			}
			got := codes(m, "", maxMessages)
			if len(got) != tt.kept || (tt.kept > 0 && got[0] != tt.newest) {
				t.Errorf("kept %d messages, newest %.20q; want %d, newest %.20q", len(got), got, tt.kept, tt.newest)
			}
			put(t, m, mail("bob@example.com", "after"))
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
			if got := codes(open(t, dir), "", 1); !cmp.Equal(got, []string{"after"}) {
				t.Errorf("a message put after the repair reads %q", got)
			}
		})
	}
}

func TestJournalIsCompactedWhileRunning(t *testing.T) {
	dir := t.TempDir()
	m := open(t, dir)
	put(t, m, mail("ada@example.com", "1"), mail("ada@example.com", "2"))
	m.journal.lines = compactAtLines
	m.messages = m.messages[1:]
	put(t, m, mail("ada@example.com", "3"))
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(content), "\n"); lines != 2 {
		t.Errorf("the journal holds %d lines after compaction, want 2:\n%s", lines, content)
	}
}

func TestFailedWriteIsReportedAndNotShown(t *testing.T) {
	m := open(t, t.TempDir())
	put(t, m, mail("ada@example.com", "1"))
	if err := m.journal.file.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := m.Put(t.Context(), mail("ada@example.com", "2")); err == nil || !strings.Contains(err.Error(), "restart once the disk is well") {
			t.Errorf("Put over a dead file = %v", err)
		}
	}
	if got := codes(m, "", maxMessages); !cmp.Equal(got, []string{"1"}) {
		t.Errorf("the box shows %q: a message that is not on disk", got)
	}
	m.journal.file = nil
}

func FuzzOpenJournal(f *testing.F) {
	good := lineOf(f, mail("ada@example.com", "1"))
	f.Add(good)
	f.Add(good + good[:20])
	f.Add("null\n" + good)
	f.Add("\n\n")
	f.Fuzz(func(t *testing.T, content string) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, journalName), []byte(content), journalMode); err != nil {
			t.Fatal(err)
		}
		m, err := Open(dir, Options{})
		if err != nil {
			return
		}
		put(t, m, mail("bob@example.com", "after"))
		before := codes(m, "", maxMessages)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if after := codes(open(t, dir), "", maxMessages); !cmp.Equal(before, after) {
			t.Errorf("before the restart %q, after it %q", before, after)
		}
	})
}
