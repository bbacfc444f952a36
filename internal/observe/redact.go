package observe

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const redacted = "[redacted]"

// secretWords are the words that make an attribute's key secret-looking, in any combination: accessToken,
// set-cookie, client_secret.
var secretWords = []string{
	"password", "passwords", "passwd", "pwd", "passphrase",
	"code", "codes", "otp", "totp", "pin",
	"token", "tokens", "jwt", "jws", "jwe", "bearer",
	"secret", "secrets", "credential", "credentials", "hash",
	"authorization", "auth", "cookie", "cookies", "session", "sessions", "signature",
	"apikey", "privatekey", "seal",
}

// openKeys name kinds of outcomes, not secrets, although they hold one of the words.
var openKeys = []string{"error_code", "error_codes", "status_code", "exit_code"}

// tokenStart is how a compact token begins; looking for it first spares most texts the pattern.
const tokenStart = "eyJ"

// compactToken matches a JOSE compact serialisation whose header is a JSON object: a JWS or a JWE. The header's
// opening `{"` always encodes to eyJ or ewog-like forms; the libraries in use write it without white space.
var compactToken = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_.-]*`)

// Redact is a slog.HandlerOptions.ReplaceAttr. It blanks attributes with a secret-looking key, alone or inside
// such a group, whole headers and requests, and anything with the shape of a token in the remaining text.
func Redact(groups []string, a slog.Attr) slog.Attr {
	if slices.ContainsFunc(groups, isSecretKey) || (isSecretKey(a.Key) && !isBuiltIn(groups, a.Key)) {
		return slog.String(a.Key, redacted)
	}
	switch a.Value.Kind() {
	case slog.KindString:
		return slog.String(a.Key, withoutTokens(a.Value.String()))
	case slog.KindAny:
		a.Value = redactAny(a.Value)
	}
	return a
}

func redactAny(value slog.Value) slog.Value {
	switch v := value.Any().(type) {
	case http.Header, *http.Request, http.Request, *http.Cookie, []*http.Cookie, url.Values:
		return slog.StringValue(redacted)
	case error:
		return slog.StringValue(withoutTokens(v.Error()))
	case []byte:
		return slog.StringValue(withoutTokens(string(v)))
	case fmt.Stringer:
		return slog.StringValue(withoutTokens(v.String()))
	}
	// Lists and structs are written by the handler, past every check of text.
	if text := fmt.Sprintf("%+v", value.Any()); strings.Contains(text, tokenStart) {
		return slog.StringValue(withoutTokens(text))
	}
	return value
}

func withoutTokens(text string) string {
	if !strings.Contains(text, tokenStart) {
		return text
	}
	return compactToken.ReplaceAllString(text, redacted)
}

func isBuiltIn(groups []string, key string) bool {
	return len(groups) == 0 && (key == slog.TimeKey || key == slog.LevelKey || key == slog.MessageKey || key == slog.SourceKey)
}

func isSecretKey(key string) bool {
	if slices.Contains(openKeys, key) {
		return false
	}
	for _, word := range words(key) {
		if slices.Contains(secretWords, word) {
			return true
		}
	}
	return slices.Contains(secretWords, strings.ToLower(strings.Join(words(key), "")))
}

// words splits a key at case changes and at everything that is no letter: "X-AccessToken2" is x, access, token.
func words(key string) []string {
	var spaced strings.Builder
	var before rune
	for _, r := range key {
		switch {
		case !unicode.IsLetter(r):
			spaced.WriteByte(' ')
		case unicode.IsUpper(r) && unicode.IsLower(before):
			spaced.WriteByte(' ')
			spaced.WriteRune(unicode.ToLower(r))
		default:
			spaced.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return strings.Fields(spaced.String())
}
