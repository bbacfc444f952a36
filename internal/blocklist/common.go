package blocklist

import (
	"slices"
	"strings"
	"unicode"
)

// Common tells whether a password is, whatever its case and with digits and symbols read as the letters they stand
// for,
//
//   - a word of the list, or two of its passwords or given names, or nothing but runs (along the alphabet, the digits or a row of keys, or of one
//     character), with less than eight characters' worth of digits and symbols before, between and after;
//   - or such a text, or one of less than eight characters, over and over, with or without a character between.
func (l *List) Common(proposed string) bool {
	text := []rune(fold(proposed))
	if len(text) == 0 || len(text) > maxFolded {
		return false
	}
	for unit := period(text); unit < len(text); unit = period(text) {
		if text = text[:unit]; weight(text) < enough {
			return true
		}
	}
	// Two words with less than enough around them: a longer text can only be one that repeats a character many times,
	// and is let pass for its length.
	if len(text) > 2*l.longest+2*enough {
		return false
	}
	c := candidate{list: l, text: text, readings: readings(text)}
	return c.common()
}

// maxFolded bounds the folded text: one character folds into 18 at most (NFKC), and hardly any into more than one.
const maxFolded = 2 * MaxCharacters

// period is the length of the shortest text that the characters are a repetition of. The last character of the last
// one may be missing: people write one between words, and none after them.
func period(text []rune) int {
	// The failure function of Knuth, Morris and Pratt: linear, whatever the text.
	border := make([]int, len(text))
	for i, k := 1, 0; i < len(text); i++ {
		for k > 0 && text[i] != text[k] {
			k = border[k-1]
		}
		if text[i] == text[k] {
			k++
		}
		border[i] = k
	}
	if unit := len(text) - border[len(text)-1]; unit > 1 && (len(text)+1)%unit == 0 || len(text)%unit == 0 {
		return unit
	}
	return len(text)
}

// candidate is one password while it is looked at.
type candidate struct {
	list     *List
	text     []rune
	readings [3]string
}

// common tries every text that is left without digits and symbols at the ends, as long as they weigh too little.
func (c candidate) common() bool {
	for from := 0; from < len(c.text); from++ {
		before := weight(c.text[:from])
		if before >= enough {
			return false
		}
		for to := len(c.text); to > from; to-- {
			added := before + weight(c.text[to:])
			if added >= enough {
				break
			}
			if c.core(from, to, enough-added) {
				return true
			}
			if unicode.IsLetter(c.text[to-1]) {
				break
			}
		}
		if unicode.IsLetter(c.text[from]) {
			return false
		}
	}
	return false
}

// core tells whether a part of the text is a word, or two passwords, or nothing but runs. room is what may stand between two
// words.
func (c candidate) core(from, to, room int) bool {
	if to-from < minWord || to-from > 2*c.list.longest+enough {
		return false
	}
	readings := c.readings[:]
	if !slices.ContainsFunc(c.text[from:to], unicode.IsLetter) {
		readings = readings[:1] // every few digits of a random number can be read as some short word
	}
	for _, reading := range readings {
		if c.list.has(reading[from:to]) || c.twoWords(reading, from, to, room) {
			return true
		}
	}
	return to-from >= minRuns && onlyRuns(c.readings[0][from:to])
}

func (c candidate) twoWords(reading string, from, to, room int) bool {
	for end := from + minWord; end <= to-minWord; end++ {
		if end-from > c.list.longest {
			return false
		}
		if c.list.words[reading[from:end]] != password {
			continue
		}
		for next := end; next <= to-minWord && weight(c.text[end:next]) < room; next++ {
			if c.list.words[reading[next:to]] == password {
				return true
			}
			if unicode.IsLetter(c.text[next]) {
				break
			}
		}
	}
	return false
}

const (
	minRun = 3
	// minRuns is how long a text of runs must be: a random number has shorter ones.
	minRuns = 6
)

// rows are what runs go along.
const rows = "abcdefghijklmnopqrstuvwxyz zyxwvutsrqponmlkjihgfedcba 01234567890 09876543210 0123456789abcdef " +
	"qwertyuiopasdfghjklzxcvbnm poiuytrewq lkjhgfdsa mnbvcxz qwertzuiopasdfghjklyxcvbnm poiuztrewq mnbvcxy azertyuiop poiuytreza"

// onlyRuns tells whether a text has no other parts than runs.
func onlyRuns(text string) bool {
	for len(text) > 0 {
		n := run(text)
		if n < minRun {
			return false
		}
		text = text[n:]
	}
	return true
}

// run is the length of the run that a text begins with.
func run(text string) int {
	if text[0] <= ' ' { // what parts the rows, and what stands for a character beyond ASCII
		return 0
	}
	same := len(text) - len(strings.TrimLeft(text, text[:1]))
	along := 1
	for along < len(text) && text[along] > ' ' && strings.Contains(rows, text[:along+1]) {
		along++
	}
	return max(same, along)
}
