package scalar

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"usher/internal/auth"
)

// Longest values, in characters.
const (
	maxEmail = 254
	maxPhone = 32
	maxCode  = 32 // with the spaces that people leave in
	maxToken = 16 << 10
	maxURL   = 2048
)

// refusal says what a value must be, in words that follow an argument's name. The transport shows
// them to the client (see InputReason), so they never hold the value.
type refusal string

func (r refusal) Error() string { return string(r) }

// InputReason returns the words for the client.
func (r refusal) InputReason() string { return string(r) }

// read takes a string of 1 to most characters; the error names what was expected, never the value.
func read(v any, what string, most int) (string, error) {
	text, ok := v.(string)
	if !ok || !utf8.ValidString(text) {
		return "", refusal("must be " + what + " as a string")
	}
	if n := utf8.RuneCountInString(text); n == 0 || n > most {
		return "", refusal("must be " + what + " of 1 to " + strconv.Itoa(most) + " characters")
	}
	return text, nil
}

// MarshalEmailAddress writes an address of the user's profile.
func MarshalEmailAddress(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalEmailAddress reads an address; its grammar is checked by the flow.
func UnmarshalEmailAddress(v any) (string, error) { return read(v, "an e-mail address", maxEmail) }

// MarshalPhoneNumber writes a number of the user's profile.
func MarshalPhoneNumber(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalPhoneNumber reads a phone number.
func UnmarshalPhoneNumber(v any) (string, error) { return read(v, "a phone number", maxPhone) }

// MarshalPassword writes nothing: a password is input only.
func MarshalPassword(auth.Password) graphql.Marshaler { return graphql.Null }

// UnmarshalPassword reads a password as it is, white space included, or a sealed one. Which of them it
// is, its length alone decides.
func UnmarshalPassword(v any) (auth.Password, error) {
	if text, ok := v.(string); ok && looksSealed(text) {
		return auth.Password(text), nil
	}
	text, err := read(v, "a password", auth.MaxPasswordLength)
	return auth.Password(text), err
}

// looksSealed tells what is too long for a password and of the outer form of a compact JWE (RFC 7516,
// section 7.1). All else is still answered as a password that is too long.
func looksSealed(text string) bool {
	const jweDots = 4
	foreign := strings.ContainsFunc(text, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.'
	})
	return !foreign && len(text) > auth.MaxPasswordLength && len(text) <= auth.MaxSealedPassword && strings.Count(text, ".") == jweDots
}

// MarshalOneTimeCode writes nothing: a code is input only.
func MarshalOneTimeCode(string) graphql.Marshaler { return graphql.Null }

// UnmarshalOneTimeCode reads a code; a number is not one, because it loses leading zeros.
func UnmarshalOneTimeCode(v any) (string, error) { return read(v, "a one-time code", maxCode) }

// MarshalToken writes a token.
func MarshalToken(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalToken reads a token.
func UnmarshalToken(v any) (string, error) { return read(v, "a token", maxToken) }

// MarshalChallengeToken writes a running challenge.
func MarshalChallengeToken(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalChallengeToken reads a running challenge.
func UnmarshalChallengeToken(v any) (string, error) { return read(v, "a challenge", maxToken) }

// MarshalURL writes a URL as it stands in the profile.
func MarshalURL(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalURL reads a URL.
func UnmarshalURL(v any) (string, error) { return read(v, "a URL", maxURL) }

// MarshalDateTime writes an instant in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(t.UTC().Format(time.RFC3339)))
	})
}

// UnmarshalDateTime reads an instant with its offset.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, err := read(v, "an RFC 3339 instant", len(time.RFC3339Nano))
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, refusal("must be an RFC 3339 instant such as 2026-11-22T12:00:00Z")
	}
	return t, nil
}
