package envelopetest

import (
	"crypto/ecdh"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"usher/internal/envelope"
	"usher/internal/kv"
)

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
	sender Sender
	words  map[string]string
}

func newKitchen(t *testing.T, r Recipe, ours *envelope.Envelopes, c *clock) *kitchen {
	t.Helper()
	given := Sealing(t, ours)
	toward := given
	if r.Deployment != "" {
		toward = Sealing(t, Instance(t, c.now, kv.NewMemory(c.now, 0), r.Deployment))
	}
	k := &kitchen{sender: NewSender(t, toward, rand.Reader)}
	x, y := k.sender.Point()
	p384, err := ecdh.P384().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x384, y384 := point(p384)
	other := new(big.Int).Sub(elliptic.P256().Params().P, new(big.Int).SetBytes(y)).FillBytes(make([]byte, 32))
	sum := sha256.Sum256([]byte(Account))
	id, week, _ := strings.Cut(given.KeyID, ".")
	if id != "k1" || week != isoWeek(c.at) {
		t.Fatalf("the key id is %s", given.KeyID)
	}
	k.words = map[string]string{
		"kid": given.KeyID, "week": week, "last week": isoWeek(c.at.Add(-7 * 24 * time.Hour)), "ff": "\xff",
		"x": Base64(x), "y": Base64(y), "-y": Base64(other), "x+": Base64(string(x) + string(y[:1])), "y-": Base64(y[1:]), "x384": Base64(x384), "y384": Base64(y384), "server x": given.X, "server y": given.Y,
		"sub": Subject(or(r.Account, Account)), "hex of " + Account: hex.EncodeToString(sum[:]), "nonce": k.nonce(t, r.Nonce, given, c),
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
		return Base64(data)
	case "time changed":
		data[7]++
		return Base64(data)
	case "other deployment":
		return Sealing(t, Instance(t, c.now, kv.NewMemory(c.now, 0), "theirs")).Nonce
	case "other week":
		then := &clock{at: c.at.Add(-7 * 24 * time.Hour)}
		data = bytesOf(t, Sealing(t, Instance(t, then.now, kv.NewMemory(then.now, 0), "ours")).Nonce)
		return Base64(data)
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
			return Subject(account)
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

func (k *kitchen) cook(t *testing.T, r Recipe) string {
	t.Helper()
	if r.Compact != "" {
		return k.fill(t, r.Compact)
	}
	header := k.edited(t, Header, r.Header)
	sealedWith := header
	if r.After {
		sealedWith = k.fill(t, Header)
	}
	parts := k.sender.Seal(t, sealedWith, k.edited(t, Claims, r.Claims))
	parts[0] = Base64(header)
	for n, text := range r.Parts {
		parts[n] = k.fill(t, text)
	}
	return strings.Join(parts[:], ".") + r.Append
}
