package blocklist

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold brings spellings of one text together, for comparing: compatibility forms such as full-width letters, and
// case.
func fold(text string) string { return strings.ToLower(norm.NFKC.String(text)) }

func notAlphanumeric(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func isNumber(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// readings are the texts that folded characters can be read as, character by character and one byte for each: as
// they are, and with the digits and symbols that stand for letters read as letters. A 1 stands for two of them.
// Characters beyond ASCII, which no word on the list has, become zero bytes.
func readings(folded []rune) [3]string {
	plain := make([]byte, len(folded))
	for i, r := range folded {
		if r < unicode.MaxASCII {
			plain[i] = byte(r) //nolint:gosec // ASCII, by the line before
		}
	}
	const letters = "@a4a0o3e5s$s7t!i"
	text := string(plain)
	return [3]string{
		text,
		strings.NewReplacer(append(pairs(letters), "1", "i")...).Replace(text),
		strings.NewReplacer(append(pairs(letters), "1", "l")...).Replace(text),
	}
}

func pairs(text string) []string { return strings.Split(text, "") }

// weight is how much characters add to a password, in half characters. A digit counts half: people add years and
// counters. One that repeats the one before it counts nothing.
func weight(text []rune) int {
	total := 0
	for i, r := range text {
		switch {
		case i > 0 && r == text[i-1]:
		case unicode.IsDigit(r):
			total++
		default:
			total += 2
		}
	}
	return total
}

// enough is the weight of eight characters, the least length that NIST SP 800-63B-4 and OWASP ASVS 6.2.1 let a
// password have: what weighs as much beside a common word is a password of its own.
const enough = 2 * 8
