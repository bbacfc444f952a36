package blocklist_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/trustelem/zxcvbn/frequency"

	"usher/internal/blocklist"
)

var update = flag.Bool("update", false, "write testdata/bad.txt and testdata/good.txt anew")

// owner is the account that the golden passwords are for.
const owner = "ann.miller@example.com"

// TestGoldenSets holds the list against 500 passwords that must be refused and 500 that must not. testdata/README.md
// says how they were made.
func TestGoldenSets(t *testing.T) {
	if *update {
		write(t, "bad.txt", append(byHand(t), badPasswords()...))
		write(t, "good.txt", goodPasswords())
	}
	list := blocklist.New("usher", "cognito")
	for _, set := range []struct {
		file    string
		refused bool
	}{{"bad.txt", true}, {"good.txt", false}} {
		passwords := read(t, set.file)
		if len(passwords) != 500 {
			t.Errorf("%s holds %d passwords, want 500", set.file, len(passwords))
		}
		wrong := 0
		for _, password := range passwords {
			if refused := list.Common(password) || list.Personal(password, owner); refused != set.refused {
				wrong++
				t.Errorf("%s: %q: refused %v", set.file, password, refused)
			}
		}
		t.Logf("figure: blocklist %s %d passwords, %d judged wrongly", set.file, len(passwords), wrong)
	}
}

func read(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func byHand(t *testing.T) []string {
	t.Helper()
	return read(t, "bad-by-hand.txt")
}

func write(t *testing.T, file string, passwords []string) {
	t.Helper()
	seen, out := map[string]bool{}, bytes.Buffer{}
	for _, p := range passwords {
		if !seen[p] && len(seen) < 500 {
			seen[p] = true
			fmt.Fprintln(&out, p)
		}
	}
	if err := os.WriteFile("testdata/"+file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// badPasswords are what people make of common words and of names where twelve characters are asked for.
func badPasswords() []string {
	var all []string
	for _, word := range frequency.FrequencyLists["passwords"] {
		if len(word) >= 12 && len(all) < 100 && strings.ContainsAny(word, "0123456789") {
			all = append(all, word)
		}
	}
	tails := []string{"2024!", "123456", "1234!", "!!!", "007", "1990", "@2025", "99#", "12345678", "1!", "2024-01-01", "$$"}
	given := givenNames()
	words := append(slices.Clone(given[:200]), frequency.FrequencyLists["english_wikipedia"][100:600]...)
	for i := 0; len(all) < 350; i++ {
		word, tail := words[i], tails[i%len(tails)]
		if i%3 == 0 {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		if i%5 == 0 {
			word = strings.NewReplacer("a", "@", "o", "0", "e", "3").Replace(word)
		}
		if p := word + tail; len(p) >= 12 {
			all = append(all, p)
		}
	}
	for i := 0; len(all) < 450; i++ {
		if p := given[i] + []string{"", "-", " ", "1"}[i%4] + given[i+50]; len(p) >= 12 {
			all = append(all, p)
		}
	}
	for _, name := range []string{"ann.miller", "AnnMiller", "miller", "Ann_Miller", "ann.miller@example.com", "Example", "ANN-MILLER"} {
		for _, tail := range []string{"-2024!", "19901990", "!!!!!!!", "123456", "12!", "xyz-1"} {
			if p := name + tail; len(p) >= 12 {
				all = append(all, p)
			}
		}
	}
	return all
}

// givenNames are the most frequent ones, women's and men's in turn.
func givenNames() []string {
	var all []string
	men, women := frequency.FrequencyLists["male_names"], frequency.FrequencyLists["female_names"]
	for i := range 400 {
		all = append(all, women[i], men[i])
	}
	return all
}

// goodPasswords are what password managers make and what people make of four words, in many scripts.
func goodPasswords() []string {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a fixed seed makes the same file each time
	var all []string
	from := func(alphabet string, n int) string {
		runes, out := []rune(alphabet), []rune{}
		for range n {
			out = append(out, runes[r.IntN(len(runes))])
		}
		return strings.TrimSpace(string(out))
	}
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for i := range 60 {
		all = append(all, from(letters+"0123456789", 12+i%12), from(letters+"0123456789!#$%&*+-./:;<=>?@[]^_{|}~", 12+i%20))
	}
	for i := range 30 {
		all = append(all, from("0123456789abcdef", 20+i), from("abcdefghijklmnopqrstuvwxyz", 16+i%8))
	}
	english, given := frequency.FrequencyLists["english_wikipedia"], givenNames()
	phrase := func(words []string, least, spread int, between string) string {
		var picked []string
		for range 4 {
			picked = append(picked, words[least+r.IntN(spread)])
		}
		return strings.Join(picked, between)
	}
	for i := range 80 {
		between := []string{" ", "-", ".", ""}[i%4]
		all = append(all, phrase(english, 500, 9000, between), phrase(given, 0, 800, between))
	}
	scripts := []string{
		"αβγδεζηθικλμνξοπρστυφχψω", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "日月火水木金土山川田人口車門雨雪花鳥風星空海石竹糸貝足音",
		"अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधन", "אבגדהוזחטיכלמנסעפצקרשת", "äöüßéèàçñåøæœłşğıžčř ", "😀🐙🌍🎲🧭🪁🥝🛶🎷🧵🪴🦉🚲",
	}
	for i := range 140 {
		all = append(all, from(scripts[i%len(scripts)], 14+i%10))
	}
	return append(all, sentences(r)...)
}

// sentences hold the words of the account, and passwords of their own beside them.
func sentences(r *rand.Rand) []string {
	words := frequency.FrequencyLists["english_wikipedia"][500:9000]
	var all []string
	for i := range 20 {
		one, other := words[r.IntN(len(words))], words[r.IntN(len(words))]
		all = append(all, fmt.Sprintf("miller keeps %s beside %s", one, other), fmt.Sprintf("The %s of Example No. %d is %s", one, i, other))
	}
	return all
}
