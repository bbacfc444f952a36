package blocklist_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"usher/internal/blocklist"
)

func FuzzJudge(f *testing.F) {
	for _, seed := range [][2]string{
		{"Sunshine2024!", "ann.miller@example.com"},
		{"ｐａｓｓｗｏｒｄ", "@"},
		{"miller miller", "miller"},
		{"\xff\xfe12345678", "\x00\x00\x00\x00"},
		{strings.Repeat("ab", 200), strings.Repeat("a.", 200)},
		{"İİİİ", "ǅǅǅǅ"},
		{"ﷺﷺ", "ﷺ"},
	} {
		f.Add(seed[0], seed[1])
	}
	list := blocklist.New("usher")
	f.Fuzz(func(t *testing.T, password, name string) {
		common, personal := list.Common(password), list.Personal(password, name)
		if list.Common(password) != common || list.Personal(password, name) != personal {
			t.Fatal("the judgement changes from call to call")
		}
		if list.Personal(password) {
			t.Fatal("personal without a name")
		}
		if utf8.RuneCountInString(name) >= 4 && utf8.RuneCountInString(name) <= 64 && !list.Personal(name, name) {
			t.Fatal("a name is a password for its own account")
		}
		if isASCII(password) && len(password) <= 20 && list.Common(strings.ToUpper(password)) != list.Common(strings.ToLower(password)) {
			t.Fatal("the judgement hangs on the case")
		}
		if common && isASCII(password) && 0 < len(password) && len(password) <= 20 && !list.Common(password+password) {
			t.Fatal("a common password is let pass when it is written twice")
		}
	})
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

func BenchmarkJudge(b *testing.B) {
	list := blocklist.New("usher")
	for name, password := range map[string]string{
		"a passphrase": "correct horse battery staple", "a random one": "T2zD6WJHfbt9SESd", "the longest": strings.Repeat("dragon monkey7 ", 17),
		"digits on both ends": "837462510dragondragondragondragondragon927364510", "letters alike": strings.Repeat("a", 255) + "b",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list.Common(password)
				list.Personal(password, "ann.miller@example.com")
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		blocklist.New("usher")
	}
}
