package registry

import (
	"strings"
	"unicode"

	"github.com/mileusna/useragent"
)

// maxDevice is in bytes of each of the two names that a device's is made of. A user agent is the
// caller's free text, and MaxLimit of them must fit one sealed value.
const maxDevice = 30

// device names what a user agent says it is, such as "Firefox on Linux" or "Safari on iPhone"; "" where
// it says nothing.
func device(userAgent string) string {
	agent := useragent.Parse(userAgent)
	name, on := plain(agent.Name), plain(agent.Device)
	if on == "" {
		on = plain(agent.OS)
	}
	switch {
	case name == "":
		return on
	case on == "":
		return name
	}
	return name + " on " + on
}

// plain leaves what the names of products are made of: a list of sessions is shown to people, by pages
// that may not expect markup in it.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .-_+()", r) {
			return r
		}
		return -1
	}, text)
	if len(text) > maxDevice {
		text = strings.ToValidUTF8(text[:maxDevice], "")
	}
	return strings.TrimSpace(text)
}
