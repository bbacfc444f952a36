package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// actOut replaces a refusal of the pool, before anything was proven, by what a name that nobody has
// leads to.
func (s *Service) actOut(ctx context.Context, in SignIn, step Step, err error) (Step, error) {
	if !hiddenRefusal(err) {
		return step, err
	}
	if CodeOf(err) == DeliveryFailed {
		s.log.Error("a code for signing in could not be sent; its owner is not told, because that would tell which names have somebody to mail to", "error", err)
	}
	if step, err = s.standIn(ctx, in); hiddenRefusal(err) {
		err = &Error{Code: InvalidCredentials, Err: err}
	}
	return step, err
}

// standIn begins a sign-in for an account that the pool refuses before anything was proven: one
// that is disabled, not confirmed, or cannot be mailed to. The refusal would tell a stranger that the account exists,
// since pools that hide who exists play-act a challenge for a name that nobody has. So the pool is
// asked for just that: its act for a name that nobody can have goes on and fails as it does for any
// other.
//
// The stand-in is the same each time, so that the pool's own counts run as they do for one name.
func (s *Service) standIn(ctx context.Context, in SignIn) (Step, error) {
	mac := hmac.New(sha256.New, s.notes.key)
	mac.Write([]byte("stand-in|" + in.Username))
	in.Username = standInName(in.Username, hex.EncodeToString(mac.Sum(nil)))
	return s.pool.SignIn(ctx, in)
}

// standInName makes a name of the same kind out of hexadecimal digits, because the kind decides
// what a pool play-acts.
func standInName(name, digits string) string {
	switch {
	case strings.Contains(name, "@"):
		return digits[:maxLocalBytes] + "@stand-in.invalid" // nobody has mail there (RFC 2606, section 2)
	case strings.HasPrefix(name, "+"):
		const base, wanted = 16, 40
		n, _ := strconv.ParseUint(digits[:wanted/4], base, wanted) // hexadecimal by construction
		return "+999" + strconv.FormatUint(n%100_000_000_000, 10)  // ITU-T E.164: 999 is reserved
	}
	return digits
}

// hiddenRefusal tells the refusals that a challenge for a name that nobody has does not begin with.
func hiddenRefusal(err error) bool {
	switch CodeOf(err) {
	case NotConfirmed, PasswordResetRequired, InvalidCredentials, UserNotFound, DeliveryFailed:
		return true
	}
	return false
}
