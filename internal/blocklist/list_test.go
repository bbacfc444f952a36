package blocklist_test

import (
	"strings"
	"testing"

	"usher/internal/blocklist"
)

func TestCommon(t *testing.T) {
	list := blocklist.New("usher", "cognito", "https://auth.example.com")
	for name, test := range map[string]struct {
		password string
		want     bool
	}{
		"on the list":                        {"1q2w3e4r5t6y", true},
		"on the list, in capitals":           {"PlayStation3", true},
		"a tail of digits":                   {"sunshine2024", true},
		"a tail of a symbol":                 {"Sunshine2024!", true},
		"digits and symbols on both ends":    {"!!123dragon456!!", true},
		"symbols for letters":                {"P@$$w0rd2024!", true},
		"a one for an i":                     {"pr1ncess19881", true},
		"a one for an l":                     {"w1nter-1ove1y-19", false},
		"full-width letters":                 {"ｐａｓｓｗｏｒｄ１２３４", true},
		"two words":                          {"dragonmonkey", true},
		"two words and something between":    {"Dragon-Monkey 7", true},
		"twice":                              {"dragondragon", true},
		"three times":                        {"dragondragondragon", true},
		"three times and spaces between":     {"monkey monkey monkey", true},
		"three numbers":                      {"2024-2024-2024", true},
		"many times a symbol":                {"password!!!!!!!!!!!!", true},
		"one character":                      {strings.Repeat("x", 40), true},
		"a short text over and over":         {"x7qx7qx7qx7q", true},
		"a word of the service":              {"Usher2024!!!", true},
		"the host of the service":            {"auth.example.com", true},
		"two words of the service":           {"usher-example1", true},
		"the alphabet":                       {"abcdefghijkl", true},
		"digits":                             {"098765432109", true},
		"rows of keys":                       {"qweasdzxc!23", true},
		"rows of other keyboards":            {"qwertzuiop12", true},
		"runs with a tail":                   {"abcdefqwerty2024!", true},
		"a word and a number":                {"dragon8492193401947236", false},
		"a word and letters":                 {"dragonxkqjvwzp", false},
		"a word and symbols of enough worth": {"dragon*^&~<]}{", false},
		"three words":                        {"dragon monkey shadow", false},
		"a passphrase of two rare words":     {"correct horse 9", false},
		"a random number":                    {"849219340194", false},
		"a longer one":                       {"97049955665773572173", false}, // 4955, read as letters, is one of the lists' words
		"characters beyond ASCII, all apart": {"雨虎月星花鳥風木金土火水", false},
		"spaces":                             {"x 7 q k 2 v w", false},
		"empty":                              {"", false},
		"longer than any password":           {strings.Repeat("a", 600), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := list.Common(test.password); got != test.want {
				t.Errorf("%q: %v, want %v", test.password, got, test.want)
			}
		})
	}
}

func TestPersonal(t *testing.T) {
	list := blocklist.New()
	for name, test := range map[string]struct {
		password string
		names    []string
		want     bool
	}{
		"the address":                     {"ann.miller@example.com", []string{"ann.miller@example.com"}, true},
		"the address with a tail":         {"Ann.Miller@Example.com12!", []string{"ann.miller@example.com"}, true},
		"the local part with a tail":      {"ann.miller-2024", []string{"ann.miller@example.com"}, true},
		"without its punctuation":         {"AnnMiller2024", []string{"ann.miller@example.com"}, true},
		"a piece of the local part":       {"ilovemiller1", []string{"ann.miller@example.com"}, true},
		"the domain":                      {"example-20241", []string{"ann.miller@example.com"}, true},
		"twice":                           {"millermiller!", []string{"ann.miller@example.com"}, true},
		"what is left is common":          {"miller-password-1", []string{"ann.miller@example.com"}, true},
		"a user name":                     {"grace_hopper_1906", []string{"grace_hopper"}, true},
		"a phone number":                  {"4915112345678", []string{"+4915112345678"}, true},
		"the second name":                 {"hopper123456", []string{"3f1c", "hopper@example.com"}, true},
		"a password of its own beside it": {"miller quiet otter 7", []string{"ann.miller@example.com"}, false},
		"a short local part is no word":   {"anns-own-phrase", []string{"ann@example.com"}, false},
		"somebody else's name":            {"grace_hopper_1906", []string{"ann.miller@example.com"}, false},
		"no names":                        {"ann.miller-2024", nil, false},
		"an empty name":                   {"ann.miller-2024", []string{""}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := list.Personal(test.password, test.names...); got != test.want {
				t.Errorf("%q beside %q: %v, want %v", test.password, test.names, got, test.want)
			}
		})
	}
}
