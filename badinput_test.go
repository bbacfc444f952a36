package main

import (
	"flag"
	"strings"
	"testing"

	"usher/internal/badinput"
	"usher/internal/envelope/envelopetest"
)

// fewestCases is what the corpus must not fall below.
const fewestCases = 1_000

// TestBadInputs runs every case of testdata/badinput and every vector of Wycheproof for JOSE, and
// prints how they fared. A case is good when what becomes of it is what its file says.
func TestBadInputs(t *testing.T) {
	var tally badinput.Tally
	defer tally.BoundMemory()()
	for _, part := range []struct {
		name string
		run  func(*testing.T, *badinput.Tally)
	}{
		{"tokens", badTokens},
		{"jwks", badKeyServers},
		{"sealed", badSealedValues},
		{"envelopes", badEnvelopes},
		{"wycheproof", wycheproofVectors},
		{"emails", badEmails},
		{"forwarded", badForwarded},
		{"graphql", badRequests},
	} {
		before := tally.Cases()
		t.Run(part.name, func(t *testing.T) { part.run(t, &tally) })
		t.Logf("figure: bad inputs %s %d cases", part.name, tally.Cases()-before)
	}
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

// badEnvelopes opens passwords that a client sealed, as it should or as it should not.
func badEnvelopes(t *testing.T, tally *badinput.Tally) {
	for _, r := range readCases[envelopetest.Recipe](t, "envelopes.json") {
		tally.Try(t, "envelopes", r.Name, r.Try)
	}
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
