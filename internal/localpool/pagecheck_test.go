package localpool

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const testPage = 4096

// filledFile is the content of a data file with branches, leaves, free pages and a record that spans pages.
func filledFile(t testing.TB, records int) []byte {
	t.Helper()
	dir := t.TempDir()
	s, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = s.update(func(t tx) error {
		for i := range records {
			if err := t.put(bucketUsers, joinKey("pool", strconv.Itoa(i)), bytes.Repeat([]byte{'v'}, 100)); err != nil {
				return err
			}
		}
		return t.put(bucketPools, "wide", bytes.Repeat([]byte{'w'}, 3*testPage))
	})
	err = errors.Join(err, s.update(func(t tx) error { return t.remove(bucketUsers, joinKey("pool", "0")) }), s.close())
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, fileName)) //nolint:gosec // G304: a folder of this test
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestCheckPagesTakesEveryIntactFile(t *testing.T) {
	for _, records := range []int{0, 1, 100, 5000} {
		content := filledFile(t, records)
		if err := checkPages(bytes.NewReader(content), int64(len(content))); err != nil {
			t.Errorf("%d records: %v", records, err)
		}
	}
}

func TestCheckPagesRefusesWhatLeadsNowhere(t *testing.T) {
	intact := filledFile(t, 200)
	meta, err := newestMeta(bytes.NewReader(intact))
	if err != nil {
		t.Fatal(err)
	}
	root := int(binary.NativeEndian.Uint64(meta[16:])) * testPage
	free := int(binary.NativeEndian.Uint64(meta[32:])) * testPage
	// Free pages keep their old content, so a branch counts only if it is missed when it is gone.
	branch := 0
	for at := 2 * testPage; at < len(intact); at += testPage {
		without := bytes.Clone(intact)
		clear(without[at : at+pageHeader])
		if binary.NativeEndian.Uint16(intact[at+8:]) == branchPage && checkPages(bytes.NewReader(without), int64(len(without))) != nil {
			branch = at
		}
	}
	if branch == 0 {
		t.Fatal("the file has no branch page")
	}
	put16 := binary.NativeEndian.PutUint16
	put32 := binary.NativeEndian.PutUint32
	put64 := binary.NativeEndian.PutUint64
	for name, change := range map[string]func([]byte){
		"a page with another id":             func(b []byte) { put64(b[root:], 7777) },
		"a page of an unknown kind":          func(b []byte) { put16(b[root+8:], 3) },
		"more elements than fit":             func(b []byte) { put16(b[root+10:], 60000) },
		"overflow past the end":              func(b []byte) { put32(b[root+12:], 1<<31) },
		"a record past its page":             func(b []byte) { put32(b[root+pageHeader+12:], 1<<30) },
		"a key past its page":                func(b []byte) { put32(b[branch+pageHeader:], 1<<30) },
		"a branch that leads to itself":      func(b []byte) { put64(b[branch+pageHeader+8:], uint64(branch/testPage)) },
		"a branch that leads outside":        func(b []byte) { put64(b[branch+pageHeader+8:], 1<<40) },
		"a branch that leads to a meta page": func(b []byte) { put64(b[branch+pageHeader+8:], 0) },
		"a branch without elements":          func(b []byte) { put16(b[branch+10:], 0) },
		"more free pages than fit":           func(b []byte) { put16(b[free+10:], 60000) },
		"far more free pages than fit":       func(b []byte) { put16(b[free+10:], manyFree); put64(b[free+pageHeader:], 1<<60) },
		"a free page outside":                func(b []byte) { put64(b[free+pageHeader:], 1<<40) },
		"no valid first page":                func(b []byte) { clear(b[:2*testPage]) },
	} {
		t.Run(name, func(t *testing.T) {
			broken := bytes.Clone(intact)
			change(broken)
			if err := checkPages(bytes.NewReader(broken), int64(len(broken))); err == nil {
				t.Error("passed")
			}
		})
	}
	for _, size := range []int{0, 1, testPage, len(intact) / 2} {
		if err := checkPages(bytes.NewReader(intact[:size]), int64(size)); err == nil {
			t.Errorf("a file of %d bytes passed", size)
		}
	}
}

// FuzzDataFile opens any content as a data file: it opens or is refused in one sentence, and the process lives on.
func FuzzDataFile(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("this is no database"))
	small, large := filledFile(f, 0), filledFile(f, 200)
	f.Add(small)
	f.Add(large)
	for at := 0; at < len(large); at += testPage {
		for _, offset := range []int{0, 8, 10, 12, 16, 20, 24, 28, 32, 40} {
			flipped := bytes.Clone(large)
			flipped[at+offset] ^= 0x55
			f.Add(flipped)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, fileName)
		if err := os.WriteFile(path, content, fileMode); err != nil {
			t.Fatal(err)
		}
		s, err := openStore(dir)
		if err != nil {
			if !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "\n") {
				t.Errorf("not one sentence that names the file: %q", err)
			}
			return
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
}
