package seal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

func TestParseKeysAccepts(t *testing.T) {
	secret := []byte{0xfb, 0xff, 0xbf, 31: 0xff} // both alphabets differ in it
	std, url := base64.StdEncoding.EncodeToString(secret), base64.RawURLEncoding.EncodeToString(secret)
	seven := strings.Join([]string{entry("a"), entry("b"), entry("c"), entry("d"), entry("e"), entry("f"), entry("g")}, ",")
	if std == url || !strings.ContainsAny(std, "+/") {
		t.Fatal("the example does not tell the alphabets apart")
	}
	sealed := mustSeal(t, newSealer(t, func(cfg *seal.Config) { cfg.Keys = mustParse(t, "k1:"+std) }), seal.Access, "a")
	tests := []struct {
		name string
		text string
		ids  []string
	}{
		{"standard base64", "k1:" + std, []string{"k1"}},
		{"standard without padding", "k1:" + strings.TrimRight(std, "="), []string{"k1"}},
		{"URL base64", "k1:" + url, []string{"k1"}},
		{"URL with padding", "k1:" + url + "=", []string{"k1"}},
		{"a file's last line break", "k1:" + std + "\n", []string{"k1"}},
		{"a line for each", entry("k2") + ",\n  k1:" + std + "\n", []string{"k2", "k1"}},
		{"longest id", "abcdefghij012345:" + entry("k1")[3:] + ",k1:" + std, []string{"abcdefghij012345", "k1"}},
		{"eight", seven + ",k1:" + std, []string{"a", "b", "c", "d", "e", "f", "g", "k1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			keys := mustParse(t, test.text)
			if diff := cmp.Diff(test.ids, keys.IDs()); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
			if _, _, err := newSealer(t, func(cfg *seal.Config) { cfg.Keys = keys }).Open(seal.Access, sealed); err != nil {
				t.Errorf("k1 is not the same key: %v", err)
			}
		})
	}
}

func mustParse(tb testing.TB, text string) seal.Keys {
	tb.Helper()
	keys, err := seal.ParseKeys(text)
	if err != nil {
		tb.Fatal(err)
	}
	return keys
}

func TestParseKeysRefuses(t *testing.T) {
	good := entry("k1")
	value := good[3:]
	tests := []struct {
		name string
		text string
		want []string // in the message, a problem each
	}{
		{"nothing", "", []string{"no key; write ID:BASE64"}},
		{"white space", " \n", []string{"no key"}},
		{"no id", value, []string{"entry 1 has no id"}},
		{"empty id", ":" + value, []string{"the id of entry 1 must be"}},
		{"capital in the id", "K1:" + value, []string{"the id of entry 1 must be"}},
		{"dot in the id", "k.1:" + value, []string{"the id of entry 1 must be"}},
		{"long id", "abcdefghij0123456:" + value, []string{"the id of entry 1 must be"}},
		{"line break after the id", "k1\n:" + value, []string{"the id of entry 1 must be"}},
		{"id and key swapped", value + ":k1", []string{"the id of entry 1 must be"}},
		{"trailing comma", good + ",", []string{"entry 2 has no id"}},
		{"no value", "k1:", []string{"key k1 has 0 bytes, not 32"}},
		{"not base64", "k1:!" + value[1:], []string{"key k1 is not base64"}},
		{"hexadecimal", "k1:" + strings.Repeat("0a", 32), []string{"key k1 has 48 bytes"}},
		{"a character missing", "k1:" + value[1:], []string{"key k1 is not base64"}},
		{"bits to spare", "k1:" + value[:42] + "5=", []string{"key k1 is not base64"}},
		{"padded twice", "k1:" + value + "=", []string{"key k1 is not base64"}},
		{"broken over lines", "k1:" + value[:20] + "\n" + value[20:], []string{"key k1 is not base64"}},
		{"16 bytes", "k1:AAAAAAAAAAAAAAAAAAAAAA==", []string{"key k1 has 16 bytes", "openssl rand -base64 32"}},
		{"33 bytes", "k1:" + base64.StdEncoding.EncodeToString(make([]byte, 33)), []string{"key k1 has 33 bytes"}},
		{"zeros", "k1:" + base64.StdEncoding.EncodeToString(make([]byte, 32)), []string{"key k1 is one byte over and over"}},
		{"one id twice", entry("k1") + "," + "k1:" + entry("k2")[3:], []string{"id k1 occurs twice"}},
		{"one key twice", good + ",k2:" + value, []string{"keys k1 and k2 are the same"}},
		{"nine", strings.Repeat(good+",", 8) + good, []string{"9 entries, at most 8"}},
		{"a book", strings.Repeat("x", 5000), []string{"more than 4096 bytes"}},
		{
			"all problems at once", "K1:" + value + ",k2:short,k3:" + value + "," + value,
			[]string{"the id of entry 1", "key k2 is not base64", "entry 4 has no id"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			keys, err := seal.ParseKeys(test.text)
			if !errors.Is(err, seal.ErrKeys) {
				t.Fatalf("error = %v, want ErrKeys", err)
			}
			if len(keys.IDs()) != 0 {
				t.Error("a refused text gave keys")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error = %v\nwant it to say %q", err, want)
				}
			}
			mustNotShow(t, err.Error(), test.text)
		})
	}
}

// mustNotShow looks for any eight characters in a row of a text's values. What has the form of an
// id and stands where one belongs may be shown.
func mustNotShow(t *testing.T, message, text string) {
	t.Helper()
	for entry := range strings.SplitSeq(text, ",") {
		if id, _, found := strings.Cut(strings.TrimSpace(entry), ":"); found && len(id) <= 16 && id != "" {
			message = strings.ReplaceAll(message, id, "")
		}
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",:\n ", r) }) {
		for i := 0; i+8 <= len(word) && len(word) > 17; i++ {
			if strings.Contains(message, word[i:i+8]) {
				t.Fatalf("the message shows %q of a value: %s", word[i:i+8], message)
			}
		}
	}
}

func TestKeysNeverPrint(t *testing.T) {
	text := entry("k1")
	keys := mustParse(t, text)
	raw, err := base64.StdEncoding.DecodeString(text[3:])
	if err != nil {
		t.Fatal(err)
	}
	numbers := fmt.Sprintf("%d", raw[:8])
	sealer := newSealer(t, func(cfg *seal.Config) { cfg.Keys = keys })
	mustSeal(t, sealer, seal.Access, "a")
	holder := struct {
		Keys   seal.Keys
		inner  seal.Keys
		all    []seal.Keys
		sealer *seal.Sealer
	}{keys, keys, []seal.Keys{keys}, sealer}
	var printed strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{keys, &keys, holder, &holder, sealer, seal.Config{Keys: keys}} {
			fmt.Fprintf(&printed, verb+"\n", value)
		}
	}
	slog.New(slog.NewTextHandler(&printed, nil)).Info("keys", "keys", keys, "holder", holder)
	asJSON, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	printed.Write(asJSON)
	for name, secret := range map[string]string{
		"base64": text[3:23], "text": string(raw[:8]), "hexadecimal": fmt.Sprintf("%x", raw[:8]),
		"numbers": strings.Trim(numbers, "[]"), "Go syntax": strings.TrimSuffix(fmt.Sprintf("%#v", raw[:4])[7:], "}"),
	} {
		if strings.Contains(printed.String(), secret) {
			t.Errorf("a key was printed as %s:\n%s", name, printed.String())
		}
	}
	if got := fmt.Sprint(keys); got != "[redacted]" {
		t.Errorf("printed as %s", got)
	}
}

func TestNewKey(t *testing.T) {
	first, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	second, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	mustParse(t, "k2:"+second+",k1:"+first)
	if _, err := seal.NewKey(strings.NewReader("too short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("error = %v, want io.ErrUnexpectedEOF", err)
	}
}

func TestRotate(t *testing.T) {
	eight := []string{entry("a"), entry("b"), entry("c"), entry("d"), entry("e"), entry("f"), entry("g"), entry("h")}
	tests := []struct {
		name string
		text string
		ids  []string
		want error
	}{
		{"none yet", "", []string{"k1"}, nil},
		{"one", entry("k1"), []string{"k2", "k1"}, nil},
		{"a file", entry("k1") + "\n", []string{"k2", "k1"}, nil},
		{"not in order", entry("k3") + "," + entry("k9"), []string{"k10", "k3", "k9"}, nil},
		{"other names", entry("blue"), []string{"k1", "blue"}, nil},
		{"a number too large to count on", entry("k2147483647") + "," + entry("k2147483648"), []string{"k2147483649", "k2147483647", "k2147483648"}, nil},
		{"full", strings.Join(eight, ","), nil, seal.ErrKeys},
		{"unusable", "k1", nil, seal.ErrKeys},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, err := seal.Rotate(test.text, rand.Reader)
			if !errors.Is(err, test.want) {
				t.Fatalf("error = %v, want %v", err, test.want)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff(test.ids, mustParse(t, text).IDs()); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := seal.Rotate("", bytes.NewReader(nil)); !errors.Is(err, io.EOF) {
		t.Errorf("error = %v, want io.EOF", err)
	}
}
