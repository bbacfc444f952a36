package blocklist

import "strings"

// Personal tells whether a password is little more than the names of its account, which are user names or addresses:
// whether, without the words of those names, less than eight characters' worth is left, or a common password.
func (l *List) Personal(proposed string, names ...string) bool {
	rest := fold(proposed)
	if len([]rune(rest)) > maxFolded {
		return false
	}
	taken := false
	for _, name := range names {
		for _, word := range wordsOf(name) {
			without := strings.ReplaceAll(rest, word, "")
			taken = taken || without != rest
			rest = without
		}
	}
	return taken && (weight([]rune(rest)) < enough || l.Common(rest))
}
