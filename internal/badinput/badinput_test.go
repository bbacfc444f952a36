package badinput_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"usher/internal/badinput"
)

func TestExpand(t *testing.T) {
	own := badinput.Generators{"twice": func(s string) (string, error) { return s + s, nil }}
	for name, test := range map[string]struct{ in, want string }{
		"nothing":            {"{me{id}}", "{me{id}}"},
		"repeat":             {"[{{repeat 3 ab }}]", "[ab ab ab ]"},
		"repeat of a blank":  {"[{{repeat 3  }}]", "[   ]"},
		"repeat of none":     {"[{{repeat 0 x}}]", "[]"},
		"number":             {"{{number 3 a#,}}", "a0,a1,a2,"},
		"braces":             {"{{{number 2 a#⟨b⟩ }}}", "{a0{b} a1{b} }"},
		"byte":               {"{{byte ff}}{{byte 00}}", "\xff\x00"},
		"one of the caller":  {"{{twice ab}}", "abab"},
		"several of several": {"{{repeat 2 a}}{{number 2 #}}", "aa01"},
	} {
		got, err := badinput.Expand(test.in, own)
		if err != nil || got != test.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, test.want)
		}
	}
	for _, wrong := range []string{"{{nobody}}", "{{repeat x a}}", "{{repeat -1 a}}", "{{repeat 999999999 aa}}", "{{byte 100}}"} {
		if got, err := badinput.Expand(wrong, own); err == nil {
			t.Errorf("%s became %q", wrong, got)
		}
	}
}

func TestReadRefusesWhatItWouldMisread(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown member":  `[{"group":"a","name":"b","wants":"accept"}]`,
		"a name that is two": `[{"group":"a","name":"b"},{"group":"a","name":"b"}]`,
		"no list":            `{"group":"a","name":"b"}`,
		"no JSON":            `[`,
	} {
		root := t.TempDir()
		if err := os.MkdirAll(filepath.Join(root, badinput.Folder), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, badinput.Folder, "tokens.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if cases, err := badinput.Read[badinput.Token](root, "tokens.json"); err == nil {
			t.Errorf("%s is read as %+v", name, cases)
		}
	}
	if _, err := badinput.Read[badinput.Token](t.TempDir(), "tokens.json"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestMintRefusesWhatItCannotMake(t *testing.T) {
	signers, err := badinput.NewSigners()
	if err != nil {
		t.Fatal(err)
	}
	nine := 9
	for name, recipe := range map[string]badinput.Token{
		"an unknown signature":     {Sign: "XS1"},
		"a patch of nothing":       {Patch: []badinput.Patch{{In: "payload", Old: "not there"}}},
		"an unknown change":        {Alter: []badinput.Alter{{Op: "improve"}}},
		"a part that is not there": {Alter: []badinput.Alter{{Op: "become", Part: &nine}}},
		"an unknown generator":     {RawPayload: "{{nobody}}"},
	} {
		if made, err := signers.Mint(recipe); err == nil {
			t.Errorf("%s: %s", name, made)
		}
	}
}

func TestTallyCounts(t *testing.T) {
	var tally badinput.Tally
	tally.Try(t, "a", "good", func(*testing.T) error { return nil })
	tally.Try(t, "a", "good too", func(*testing.T) error { return nil })
	if got := tally.String(); tally.Cases() != 2 || !strings.HasPrefix(got, "bad inputs 2 cases, 0 wrong accepts, 0 panics, 0 secrets shown, 0 other faults, slowest ") {
		t.Errorf("%d cases: %s", tally.Cases(), got)
	}
}
