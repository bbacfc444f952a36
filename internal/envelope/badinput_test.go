package envelope_test

import (
	"crypto/ecdh"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"usher/internal/envelope"
	"usher/internal/kv"
)

// recipe is an envelope of testdata/badinput/envelopes.json. Keys and nonces are fresh, so that what
// stands there is how to make it: from the header and the claims of a good one, by replacing texts.
// What is in <> is filled in, see [kitchen.fill].
type recipe struct {
	Name string
	Want string // opened, refused or expired

	Header [][2]string
	After  bool // the header is changed after it was sealed with
	Claims [][2]string
	Parts  map[int]string // of the compact form, instead of the right ones
	Append string
	// Compact stands for all of it.
	Compact string

	SealedAt   string // a duration: when the client asked for key and nonce, from now
	Passes     string // a duration: between sealing and opening
	Times      int    // how often it is opened; the last time counts
	Nonce      string // a kind of bad nonce
	Deployment string // whose key it is sealed for
	Use        string // - for none; else signIn
	Account    string // - for none; else ann's
}

const (
	goodHeader = `{"alg":"ECDH-ES","enc":"A256GCM","kid":"<kid>","typ":"usher-password+jwe","epk":{"kty":"EC","crv":"P-256","x":"<x>","y":"<y>"}}`
	goodClaims = `{"pwd":"` + secret + `","op":"signIn","sub":"<sub>","nonce":"<nonce>"}`
)

func TestHostileEnvelopes(t *testing.T) {
	text, err := os.ReadFile("../../testdata/badinput/envelopes.json")
	if err != nil {
		t.Fatal(err)
	}
	var recipes []recipe
	if err := json.Unmarshal(text, &recipes); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range recipes {
		if seen[r.Name] {
			t.Errorf("two cases are called %s", r.Name)
		}
		seen[r.Name] = true
		t.Run(r.Name, func(t *testing.T) { r.judge(t) })
	}
	t.Logf("%d envelopes", len(recipes))
}

func (r recipe) judge(t *testing.T) {
	c := &clock{at: start.Add(duration(t, r.SealedAt))}
	ours := instance(t, c, kv.NewMemory(c.now, 0), "ours")
	k := newKitchen(t, r, ours, c)
	sealed := k.cook(t, r)
	c.at = start

	use, account := or(r.Use, "signIn"), or(r.Account, ann)
	for n := 1; n < r.Times; n++ {
		if _, err := ours.Open(t.Context(), sealed, use, account); err != nil {
			t.Fatalf("the first time: %v", err)
		}
	}
	c.at = c.at.Add(duration(t, r.Passes))
	password, err := ours.Open(t.Context(), sealed, use, account)
	got := "opened"
	switch {
	case errors.Is(err, envelope.ErrRefused) && !errors.Is(err, envelope.ErrExpired):
		got = "refused"
	case errors.Is(err, envelope.ErrExpired) && !errors.Is(err, envelope.ErrRefused):
		got = "expired"
	case err != nil:
		got = err.Error()
	}
	if got != r.Want || (password != "") != (got == "opened") {
		t.Errorf("%s (%v), want %s", got, err, r.Want)
	}
	if err != nil {
		for _, word := range []string{secret, "horse", account, k.words["nonce"], k.words["sub"]} {
			if word != "" && strings.Contains(err.Error(), word) {
				t.Errorf("the error repeats the input: %v", err)
			}
		}
	}
}

// or is a text that - leaves out.
func or(text, otherwise string) string {
	switch text {
	case "":
		return otherwise
	case "-":
		return ""
	}
	return text
}

func duration(t *testing.T, text string) time.Duration {
	t.Helper()
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// kitchen has what recipes are made of.
type kitchen struct {
	sender sender
	words  map[string]string
}

func newKitchen(t *testing.T, r recipe, ours *envelope.Envelopes, c *clock) *kitchen {
	t.Helper()
	given := mustSealing(t, ours)
	toward := given
	if r.Deployment != "" {
		toward = mustSealing(t, instance(t, c, kv.NewMemory(c.now, 0), r.Deployment))
	}
	k := &kitchen{sender: newSender(t, toward, rand.Reader)}
	x, y := point(k.sender.ephemeral)
	p384, err := ecdh.P384().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x384, y384 := point(p384)
	other := new(big.Int).Sub(elliptic.P256().Params().P, new(big.Int).SetBytes(y)).FillBytes(make([]byte, 32))
	sum := sha256.Sum256([]byte(ann))
	id, week, _ := strings.Cut(given.KeyID, ".")
	if id != "k1" || week != isoWeek(c.at) {
		t.Fatalf("the key id is %s", given.KeyID)
	}
	k.words = map[string]string{
		"kid": given.KeyID, "week": week, "last week": isoWeek(c.at.Add(-7 * 24 * time.Hour)), "ff": "\xff",
		"x": b64(x), "y": b64(y), "-y": b64(other), "x+": b64(string(x) + string(y[:1])), "y-": b64(y[1:]), "x384": b64(x384), "y384": b64(y384), "server x": given.X, "server y": given.Y,
		"sub": subOf(or(r.Account, ann)), "hex of " + ann: hex.EncodeToString(sum[:]), "nonce": k.nonce(t, r.Nonce, given, c),
	}
	return k
}

func isoWeek(at time.Time) string {
	year, week := at.ISOWeek()
	return strconv.Itoa(year) + "w" + strconv.Itoa(week)
}

func (k *kitchen) nonce(t *testing.T, kind string, given envelope.Sealing, c *clock) string {
	t.Helper()
	data := bytesOf(t, given.Nonce)
	switch kind {
	case "":
		return given.Nonce
	case "forged":
		_, _ = rand.Read(data[8:])
		return b64(data)
	case "time changed":
		data[7]++
		return b64(data)
	case "other deployment":
		return mustSealing(t, instance(t, c, kv.NewMemory(c.now, 0), "theirs")).Nonce
	case "other week":
		then := &clock{at: c.at.Add(-7 * 24 * time.Hour)}
		data = bytesOf(t, mustSealing(t, instance(t, then, kv.NewMemory(then.now, 0), "ours")).Nonce)
		return b64(data)
	}
	t.Fatalf("no way to make a nonce that is %s", kind)
	return ""
}

var gap = regexp.MustCompile(`<([^<>]+)>`)

// fill replaces <word> by one of the kitchen's words, <sub of NAME> by the claim for a name, and
// <TEXT*N> by a text N times over.
func (k *kitchen) fill(t *testing.T, text string) string {
	t.Helper()
	return gap.ReplaceAllStringFunc(text, func(name string) string {
		name = name[1 : len(name)-1]
		if word, known := k.words[name]; known {
			return word
		}
		if account, ok := strings.CutPrefix(name, "sub of "); ok {
			return subOf(account)
		}
		text, times, _ := strings.Cut(name, "*")
		n, err := strconv.Atoi(times)
		if err != nil {
			t.Fatalf("nothing is called <%s>", name)
		}
		return strings.Repeat(text, n)
	})
}

func (k *kitchen) edited(t *testing.T, text string, edits [][2]string) string {
	t.Helper()
	for _, e := range edits {
		if !strings.Contains(text, e[0]) {
			t.Fatalf("there is no %s to replace", e[0])
		}
		text = strings.Replace(text, e[0], e[1], 1)
	}
	return k.fill(t, text)
}

func (k *kitchen) cook(t *testing.T, r recipe) string {
	t.Helper()
	if r.Compact != "" {
		return k.fill(t, r.Compact)
	}
	header := k.edited(t, goodHeader, r.Header)
	sealedWith := header
	if r.After {
		sealedWith = k.fill(t, goodHeader)
	}
	parts := k.sender.seal(t, sealedWith, k.edited(t, goodClaims, r.Claims))
	parts[0] = b64(header)
	for n, text := range r.Parts {
		parts[n] = k.fill(t, text)
	}
	return strings.Join(parts[:], ".") + r.Append
}
