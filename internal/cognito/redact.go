package cognito

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// failure is what the log may show of a failed call: the SDK's text, with AWS's own words and
// request id in it, but without the call's secrets. It leads on to the end of the context and to
// nothing else, so that no error chain brings the raw text back.
type failure struct {
	text string
	over error // context.Canceled, context.DeadlineExceeded or nil
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.over }

// maxFailureText bounds a text that AWS, or somebody in between, chose.
const maxFailureText = 1024

const redacted = "[redacted]"

// echoedValue is how AWS repeats a value that breaks the model's constraints.
var echoedValue = regexp.MustCompile(`Value '[^']*' at '`)

func (p *Pool) withoutSecrets(c call, err error) error {
	text := echoedValue.ReplaceAllString(err.Error(), "Value '"+redacted+"' at '")
	for _, secret := range append(c.secrets, p.secret) {
		for _, written := range writings(secret) {
			text = strings.ReplaceAll(text, written, redacted)
		}
	}
	if len(text) > maxFailureText {
		text = strings.ToValidUTF8(text[:maxFailureText], "") + "…"
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	f := &failure{text: text}
	for _, over := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, over) {
			f.over = over
		}
	}
	return f
}

// writings are the forms in which a text that repeats a request may hold a secret, the longest first, since one may
// hold another: JSON as Go, browsers and Python write it, once and within another JSON text, forms, paths and HTML.
func writings(secret string) []string {
	if secret == "" {
		return nil
	}
	all := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)}
	for _, write := range []func(string) string{inJSON, inHTMLJSON, inASCIIJSON} {
		once := write(secret)
		all = append(all, once)
		for _, again := range []func(string) string{inJSON, inHTMLJSON, inASCIIJSON} {
			all = append(all, again(once))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(all)
}

func inJSON(text string) string { return betweenQuotes(text, false) }

func inHTMLJSON(text string) string { return betweenQuotes(text, true) }

// betweenQuotes is a JSON string without its quotes; in HTML, <, > and & are escaped, too.
func betweenQuotes(text string, inHTML bool) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(inHTML)
	_ = encoder.Encode(text) // of a string there is no error
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(out.String(), "\n"), `"`), `"`)
}

func inASCIIJSON(text string) string {
	var out strings.Builder
	for _, r := range inJSON(text) {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			_, _ = fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
