package auth

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Lives of mailed codes (Cognito, fixed).
const (
	SignUpCodeLife       = 24 * time.Hour
	RecoveryCodeLife     = time.Hour
	VerificationCodeLife = 24 * time.Hour // of the code for a new address or number
)

// Channel is how a code travels.
type Channel string

// The channels.
const (
	ByEmail Channel = "EMAIL"
	BySMS   Channel = "SMS"
)

// CodeDelivery says where a code went. Destination is masked from what the caller typed and not
// from what the pool knows, so that the answer for a stranger's address is the same.
type CodeDelivery struct {
	Channel     Channel
	Destination string
	ExpiresAt   time.Time
}

func delivery(name string, sentAt time.Time, life time.Duration) CodeDelivery {
	d := CodeDelivery{Channel: ByEmail, Destination: mask(name), ExpiresAt: sentAt.Add(life)}
	if strings.HasPrefix(name, "+") {
		d.Channel = BySMS
	}
	return d
}

// mask hides a name the way Cognito hides destinations: t***@e*** and +*******9934.
func mask(name string) string {
	if digits, isPhone := strings.CutPrefix(name, "+"); isPhone && len(digits) > 4 {
		return "+" + strings.Repeat("*", len(digits)-4) + digits[len(digits)-4:]
	}
	local, domain, isEmail := strings.Cut(name, "@")
	if !isEmail {
		return first(local) + "***"
	}
	return first(local) + "***@" + first(domain) + "***"
}

func first(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}
