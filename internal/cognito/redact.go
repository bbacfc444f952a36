package cognito

import (
	"context"
	"errors"
	"regexp"
	"strings"
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
		if secret != "" {
			text = strings.ReplaceAll(text, secret, redacted)
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
