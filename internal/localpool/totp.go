package localpool

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"time"

	"github.com/pquerna/otp/hotp"
)

const (
	totpPeriod      = 30 * time.Second
	totpSecretBytes = 32
	// totpSkew is how many periods a code may lie before or after the clock.
	totpSkew = 1
)

// totpRecord is a user's authenticator app.
type totpRecord struct {
	// Secret is base32 without padding, "" until a code proved it.
	Secret     string `json:"secret,omitempty"`
	DeviceName string `json:"deviceName,omitempty"`
	// LastStep is the period of the newest code that was used: it and all older ones are refused.
	LastStep int64 `json:"lastStep,omitempty"`
	// Pending is a secret of AssociateSoftwareToken that no code has proved yet. The old one works until then.
	Pending string `json:"pending,omitempty"`
}

// useTOTP checks a code of the user's authenticator app and marks its period as used on u. The caller saves u in the same
// transaction, which makes each code work once.
func (p *Pool) useTOTP(u *userRecord, code string, now time.Time) bool {
	if u.TOTP == nil || u.TOTP.Secret == "" {
		return false
	}
	step, ok := matchTOTP(u.TOTP.Secret, code, now)
	if !ok || step <= u.TOTP.LastStep {
		return false
	}
	u.TOTP.LastStep = step
	return true
}

// usedTOTP tells a right code whose period was used before from a wrong one: Cognito words them apart.
func (p *Pool) usedTOTP(u *userRecord, code string, now time.Time) bool {
	if u.TOTP == nil || u.TOTP.Secret == "" {
		return false
	}
	step, ok := matchTOTP(u.TOTP.Secret, code, now)
	return ok && step <= u.TOTP.LastStep
}

// startTOTPSetup makes a secret. It changes nothing: the caller keeps it, in u.TOTP.Pending or in a sealed session, and
// gives it to finishTOTPSetup.
func (p *Pool) startTOTPSetup() (string, error) {
	raw, err := randomBytes(p.random, totpSecretBytes)
	if err != nil {
		return "", err
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
}

// finishTOTPSetup makes secret the user's authenticator app when code proves it, in place of an earlier one. The caller saves
// u. The code counts as used.
func (p *Pool) finishTOTPSetup(u *userRecord, secret, code, deviceName string, now time.Time) error {
	step, ok := matchTOTP(secret, code, now)
	if !ok {
		return fail(enableSoftwareToken, textTOTPSetupMismatch)
	}
	u.TOTP = &totpRecord{Secret: secret, DeviceName: deviceName, LastStep: step}
	return nil
}

// matchTOTP returns the period whose code this is.
func matchTOTP(secret, code string, now time.Time) (int64, bool) {
	current := now.Unix() / int64(totpPeriod/time.Second)
	found, ok := int64(0), false
	for step := current - totpSkew; step <= current+totpSkew; step++ {
		expected, err := totpCode(secret, step)
		if err != nil {
			return 0, false
		}
		// Every period is compared, so that the time taken does not tell which one matched.
		if subtle.ConstantTimeCompare([]byte(expected), []byte(code)) == 1 {
			found, ok = step, true
		}
	}
	return found, ok
}

func totpCode(secret string, step int64) (string, error) {
	if step < 0 {
		return "", fmt.Errorf("localpool: no one-time password before 1970")
	}
	return hotp.GenerateCode(secret, uint64(step))
}
