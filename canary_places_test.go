package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// The canaries. Every planted value holds one of them and a number of its own, so that one search finds them all and
// the number tells which it was. The text has what URLs escape; the digits pass for a code.
const (
	canaryText   = "Canary+wX7/q9=Zk3vRt8"
	canaryDigits = "73910582641"
)

// canaries makes values to plant, and remembers where each one went.
type canaries struct {
	mu    sync.Mutex
	where []string
	// real are secrets that the product or the pool made, by name. They cannot hold the canary.
	real map[string]string
	// texts are what is searched, by place.
	texts map[string]*strings.Builder
}

func newCanaries() *canaries {
	return &canaries{real: map[string]string{}, texts: map[string]*strings.Builder{}}
}

func (c *canaries) number(where string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.where = append(c.where, where)
	return len(c.where) - 1
}

func (c *canaries) text(where string) string {
	return fmt.Sprintf("%s-%05d", canaryText, c.number(where))
}

// digits are as many as a code may have.
func (c *canaries) digits(where string) string {
	return fmt.Sprintf("%s%05d", canaryDigits, c.number(where))
}

// keep remembers a secret that is not of our making. The short ones, which stand in a log by chance, are left out.
func (c *canaries) keep(name, secret string) {
	const shortest = 16
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(secret) >= shortest {
		c.real[fmt.Sprintf("%s %d", name, len(c.real))] = secret
	}
}

// search adds a text to what is searched.
func (c *canaries) search(place, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.texts[place] == nil {
		c.texts[place] = &strings.Builder{}
	}
	c.texts[place].WriteString(text)
	c.texts[place].WriteByte('\n')
}

// hits looks for all secrets in all places. The real ones are not looked for where issues tells that they are handed
// out.
func (c *canaries) hits(issues func(place string) bool) []string {
	planted := map[string]string{}
	for _, canary := range []string{canaryText, canaryDigits} {
		for disguise, form := range disguises(canary) {
			planted[canary+" "+disguise] = form
		}
		planted[canary+" in an escaped URL"] = strings.ReplaceAll(disguises(canary)["in a URL"], "%", "%25")
		planted[canary+" in JSON"] = strings.NewReplacer("+", `\u002b`, "=", `\u003d`).Replace(canary)
	}
	var found []string
	made := secretForms{}
	for name, secret := range c.real {
		made.add(name, secret)
	}
	for place, text := range c.texts {
		exact, lower := text.String(), strings.ToLower(text.String())
		for name, form := range planted {
			at := strings.Index(exact, form)
			if at < 0 && !strings.Contains(name, "base64") {
				at = strings.Index(lower, strings.ToLower(form))
			}
			if at >= 0 {
				found = append(found, fmt.Sprintf("%s: %s: %s", place, name, around(exact, at, len(form))))
			}
		}
		if issues(place) {
			continue
		}
		found = append(found, made.hits(place, exact)...)
	}
	return found
}

// secretForms are thousands of secrets in all their disguises, by how each form begins: a search for one after the
// other reads every text tens of thousands of times.
type secretForms map[string][]secretForm

type secretForm struct{ name, form string }

// beginning is how many bytes of a form are its key; none is shorter, as canaries.keep takes no short secret.
const beginning = 16

func (f secretForms) add(name, secret string) {
	for disguise, form := range disguises(secret) {
		f[form[:beginning]] = append(f[form[:beginning]], secretForm{name + " " + disguise, form})
	}
}

// hits tells of every form once.
func (f secretForms) hits(place, text string) []string {
	told := map[string]bool{}
	var found []string
	for at := range max(0, len(text)-beginning+1) {
		for _, s := range f[text[at:at+beginning]] {
			if strings.HasPrefix(text[at:], s.form) && !told[s.name] {
				told[s.name] = true
				found = append(found, fmt.Sprintf("%s: the %s: %s", place, s.name, around(text, at, len(s.form))))
			}
		}
	}
	return found
}

// around is the neighbourhood of a hit.
func around(text string, at, length int) string {
	const margin = 200
	at = min(at, len(text))
	return fmt.Sprintf("%q", text[max(0, at-margin):min(len(text), at+length+margin)])
}

// fetch adds a page of an instance to what is searched.
func (c *canaries) fetch(t *testing.T, place, url string) {
	t.Helper()
	resp, err := http.Get(url) //nolint:gosec,noctx // loopback
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || len(text) == 0 {
		t.Fatalf("%s: %v, %d bytes", url, err, len(text))
	}
	c.search(place, string(text))
}

// TestTheSearchForCanariesFindsThem: a search that finds nothing anywhere proves nothing.
func TestTheSearchForCanariesFindsThem(t *testing.T) {
	const token = "a-real-token-of-some-length"
	for _, planted := range []string{canaryText + "-00001", canaryDigits + "00001", token} {
		for disguise, form := range disguises(planted) {
			if strings.Contains(disguise, "hash") && planted != token {
				continue // of the whole value, which the canary is a part of
			}
			c := newCanaries()
			c.keep("token", token)
			c.search("the log", "level=INFO msg=x value=xx"+form+"yy")
			if len(c.hits(func(string) bool { return false })) == 0 {
				t.Errorf("%s, %s, is not found", planted, disguise)
			}
		}
	}
	c := newCanaries()
	c.search("the log", "level=INFO msg=x value="+strings.ToUpper(canaryText))
	if len(c.hits(func(string) bool { return false })) == 0 {
		t.Error("capitals are not found")
	}
}
