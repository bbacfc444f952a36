package localpool

import (
	"strings"
	"unicode/utf8"
)

const (
	maskStars       = "***"
	phoneMask       = "*******"
	phoneTailDigits = 4
)

// mask hides a destination as Cognito does: t***@t*** and +*******9934. Lengths are not shown.
func mask(attr, destination string) string {
	if attr == attrPhone {
		tail := max(0, len(destination)-phoneTailDigits)
		return "+" + phoneMask + destination[tail:]
	}
	local, domain, _ := strings.Cut(destination, "@")
	return first(local) + maskStars + "@" + first(domain) + maskStars
}

func first(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}
