package localpool_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// dataFile is the one file of a folder that holds a pool with one user in it.
func dataFile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	r := newRigIn(t, dir)
	r.newUser("inside@example.com", goodPassword)
	if err := r.pool.Close(); err != nil {
		t.Fatal(err)
	}
	if found := files(t, dir); len(found) != 1 {
		t.Fatalf("%d files in the folder, want 1", len(found))
	}
	return filepath.Join(dir, dataFileName)
}

// wantSentence asserts an error a person can act on: one line, one sentence, the path, and the words asked for.
func wantSentence(t *testing.T, err error, path string, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("Open succeeded")
	}
	text := err.Error()
	if strings.ContainsAny(text, "\n\r") || strings.Contains(text, ". ") || strings.Contains(text, "goroutine") || len(text) > 500 {
		t.Errorf("not one sentence: %q", text)
	}
	for _, word := range append(words, path) {
		if !strings.Contains(text, word) {
			t.Errorf("%q does not say %q", text, word)
		}
	}
}

func TestDamagedFilesAreRefusedInOneSentence(t *testing.T) {
	cases := []struct {
		name   string
		change func([]byte) []byte
	}{
		{"text", func([]byte) []byte { return []byte(strings.Repeat("this is no database\n", 2000)) }},
		{"half is missing", func(b []byte) []byte { return b[:len(b)/2] }},
		{"only the first page", func(b []byte) []byte { return b[:4096] }},
		{"all but the first two pages zeroed", func(b []byte) []byte { clear(b[8192:]); return b }},
		{"both first pages zeroed", func(b []byte) []byte { clear(b[:8192]); return b }},
		{"a letter of the user's address changed", func(b []byte) []byte {
			return []byte(strings.ReplaceAll(string(b), "inside@example.com", "insidf@example.com"))
		}},
	}
	path := dataFile(t)
	intact, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			broken := filepath.Join(dir, filepath.Base(path))
			damaged := c.change(append([]byte{}, intact...))
			if err := os.WriteFile(broken, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			pool, err := tryOpen(dir)
			if err == nil {
				_ = pool.Close()
			}
			wantSentence(t, err, broken, "damaged")
			after, readErr := os.ReadFile(broken)
			if readErr != nil || !bytes.Equal(after, damaged) {
				t.Error("opening a damaged file changed it: what a repair could still save is lost")
			}
		})
	}
}

// Wherever one byte flips, the pool either refuses the file or still knows its user: it never panics and never loses data quietly.
func TestOneFlippedByteNeverLosesAUserQuietly(t *testing.T) {
	path := dataFile(t)
	intact, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const flips = 64
	for i := range flips {
		offset := (i*len(intact) + i*97) / flips % len(intact)
		dir := t.TempDir()
		broken := append([]byte{}, intact...)
		broken[offset] ^= 0x55
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), broken, 0o600); err != nil {
			t.Fatal(err)
		}
		pool, err := tryOpen(dir)
		if err != nil {
			wantSentence(t, err, dir)
			continue
		}
		r := &rig{t: t, pool: pool, api: sdkClient(pool.Transport()), seed: pool.Seed()}
		r.open = app{pool: r.seed.PoolID, id: r.seed.PublicClientID}
		if _, err := r.signIn(r.open, "inside@example.com", goodPassword); err != nil {
			t.Errorf("offset %d: the file opened, but the user is lost: %v", offset, err)
		}
		if err := pool.Close(); err != nil {
			t.Errorf("offset %d: Close: %v", offset, err)
		}
	}
}

func TestLockedFileIsRefusedInOneSentence(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	pool, err := tryOpen(dir)
	if err == nil {
		_ = pool.Close()
	}
	wantSentence(t, err, dir, "in use")
	r.newUser("still@example.com", goodPassword) // the first owner goes on
}

func TestUnusableFoldersAreRefusedInOneSentence(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(base, "closed")
	if err := os.Mkdir(closed, 0o000); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(closed, 0o700) })
	cases := []struct{ name, dir string }{
		{"a file stands in its place", file},
		{"below a file", filepath.Join(file, "sub")},
	}
	if os.Geteuid() != 0 { // root may enter every folder
		cases = append(cases, struct{ name, dir string }{"no permission", filepath.Join(closed, "sub")})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			pool, err := tryOpen(c.dir)
			if err == nil {
				_ = pool.Close()
			}
			wantSentence(t, err, c.dir)
		})
	}
}

func TestFileOfANewerVersionIsRefusedInOneSentence(t *testing.T) {
	path := dataFile(t)
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	// The schema number stands under this key from the first version on; a newer program would have raised it.
	key, newer := []byte("schema"), []byte("999999")
	written := false
	err = db.Update(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(_ []byte, bucket *bbolt.Bucket) error {
			if bucket.Get(key) == nil {
				return nil
			}
			written = true
			sum := crc32.Checksum(append(append([]byte{}, key...), newer...), crc32.MakeTable(crc32.Castagnoli))
			return bucket.Put(key, append(binary.BigEndian.AppendUint32(nil, sum), newer...))
		})
	})
	if err != nil || !written {
		t.Fatalf("schema number raised: %v (%v)", written, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := tryOpen(filepath.Dir(path))
	if err == nil {
		_ = pool.Close()
	}
	wantSentence(t, err, path, "newer version")
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(after, before) {
		t.Errorf("opening a newer file changed it (%v)", err)
	}
}

func TestClosedPoolAnswersWithAnError(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	if err := r.pool.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.pool.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := r.signUp(r.open, "late@example.com", goodPassword); err == nil {
		t.Error("a closed pool took a sign-up")
	}
	again, err := tryOpen(dir)
	if err != nil {
		t.Fatalf("opening the folder after Close: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
