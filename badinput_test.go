package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"usher/internal/badinput"
)

// fewestCases is what the corpus must not fall below.
const fewestCases = 1_000

// TestBadInputs runs every case of testdata/badinput and every vector of Wycheproof for JOSE, and
// prints how they fared. A case is good when what becomes of it is what its file says.
func TestBadInputs(t *testing.T) {
	var tally badinput.Tally
	for _, part := range []struct {
		name string
		run  func(*testing.T, *badinput.Tally)
	}{
		{"tokens", badTokens},
		{"jwks", badKeyServers},
		{"sealed", badSealedValues},
		{"wycheproof", wycheproofVectors},
		{"emails", badEmails},
		{"forwarded", badForwarded},
		{"graphql", badRequests},
	} {
		before := tally.Cases()
		t.Run(part.name, func(t *testing.T) { part.run(t, &tally) })
		t.Logf("figure: bad inputs %s %d cases", part.name, tally.Cases()-before)
	}
	countEnvelopes(t)
	t.Logf("figure: %s", &tally)
	selected := strings.Contains(flag.Lookup("test.run").Value.String(), "/")
	if tally.Cases() < fewestCases && !selected {
		t.Errorf("%d cases, want at least %d", tally.Cases(), fewestCases)
	}
}

// readCases reads one file of the corpus.
func readCases[C badinput.Case](t *testing.T, name string) []C {
	t.Helper()
	cases, err := badinput.Read[C](".", name)
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// countEnvelopes prints how many cases the package that opens envelopes runs by itself.
func countEnvelopes(t *testing.T) {
	t.Helper()
	const name = "envelopes.json"
	if !present(name) {
		return
	}
	var envelopes []raw
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(badinput.Folder, name))), &envelopes); err != nil {
		t.Fatal(err)
	}
	t.Logf("figure: bad inputs envelopes %d cases, in a test of their own", len(envelopes))
}

func present(name string) bool {
	_, err := os.Stat(filepath.Join(badinput.Folder, name))
	return err == nil
}

// quiet says whether none of the secrets is in text, in any letter case.
func quiet(text string, secrets ...string) error {
	text = strings.ToLower(text)
	for _, secret := range secrets {
		if secret != "" && strings.Contains(text, strings.ToLower(secret)) {
			return badinput.ErrEcho
		}
	}
	return nil
}
