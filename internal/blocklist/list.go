package blocklist

import (
	"slices"
	"strings"

	"github.com/trustelem/zxcvbn/frequency"
)

const (
	// MaxCharacters is Cognito's limit on a password. What is longer is refused for its length, and not looked at.
	MaxCharacters = 256

	// What is shorter than these counts for nothing, since random passwords are full of it: a word of the list, one
	// that is a number, and one of an account's names.
	minWord   = 3
	minNumber = 6
	minName   = 4

	// maxParts bounds what a name is split into; an address has 254 characters.
	maxParts = 32
)

// List is the common passwords and words, and the words of one service. It is never written to, so it is safe for
// concurrent use.
type List struct {
	words   map[string]kind
	longest int // word, in bytes
}

// kind tells the words that are refused in pairs, too.
type kind bool

const (
	word     kind = false // of a language: two of them are the beginning of a passphrase
	password kind = true  // a common password or a given name
)

// New makes the list: what zxcvbn tries first, which is 94,000 passwords of public leaks, names and words of English,
// and the words that the service is called by, which may be names or addresses such as "https://auth.example.com".
func New(service ...string) *List {
	l := &List{words: map[string]kind{}}
	// zxcvbn keeps a word in the list alone where it ranks highest: "michael" is no longer among its passwords.
	for list, words := range frequency.FrequencyLists {
		switch list {
		case "passwords", "male_names", "female_names":
			l.add(password, words...)
		default:
			l.add(word, words...)
		}
	}
	for _, name := range service {
		if _, rest, found := strings.Cut(name, "://"); found {
			name = rest
		}
		l.add(password, wordsOf(name)...)
	}
	return l
}

func (l *List) add(k kind, words ...string) {
	for _, w := range words {
		if len(w) >= minWord && (len(w) >= minNumber || !isNumber(w)) {
			l.words[w] = l.words[w] || k
			l.longest = max(l.longest, len(w))
		}
	}
}

func (l *List) has(text string) bool {
	_, found := l.words[text]
	return found
}

// wordsOf are the words that an address or name offers to whoever guesses, the longest first: itself, the part before
// the @, that without its punctuation, and every piece between punctuation.
func wordsOf(name string) []string {
	name = fold(name)
	local, _, _ := strings.Cut(name, "@")
	pieces := strings.FieldsFunc(name, notAlphanumeric)
	words := append([]string{name, local, strings.Join(strings.FieldsFunc(local, notAlphanumeric), "")}, pieces[:min(maxParts, len(pieces))]...)
	words = slices.DeleteFunc(words, func(w string) bool { return len([]rune(w)) < minName })
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(words)
}
