package auth

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"
)

// MaxSealedPassword is the longest sealed password, in bytes.
const MaxSealedPassword = 2 << 10

// PasswordUse is what a client seals a password for: an operation and, where that has two passwords,
// which of them. What was sealed for one use is refused for the others.
type PasswordUse string

// The uses, as clients write them. They are part of the public contract.
const (
	UseSignUp                PasswordUse = "signUp"
	UseConfirmSignUp         PasswordUse = "confirmSignUp"
	UseSignIn                PasswordUse = "signIn"
	UseChallengePassword     PasswordUse = "respondToChallenge.password"
	UseChallengeNewPassword  PasswordUse = "respondToChallenge.newPassword"
	UseConfirmForgotPassword PasswordUse = "confirmForgotPassword"
	UseCurrentPassword       PasswordUse = "changePassword.current"
	UseNewPassword           PasswordUse = "changePassword.new"
	UseDeleteAccount         PasswordUse = "deleteAccount"
)

// PasswordSealing is what a client needs to seal passwords for two minutes.
type PasswordSealing struct {
	KeyID, Type string // of the envelope's header
	X, Y        string // the public key, a point of P-256, as a JWK holds them
	Nonce       string // good once for each use
	ExpiresAt   time.Time
}

// PasswordEnvelopes opens passwords that clients sealed.
type PasswordEnvelopes interface {
	// Sealing returns the key to seal for and a fresh nonce.
	Sealing() (PasswordSealing, error)
	// Open returns the password of an envelope that was sealed for this use and account, and has not
	// been opened for it before. PasswordEnvelopeExpired, PasswordEnvelopeRefused, UpstreamUnavailable
	// (nobody can tell whether it was opened before).
	Open(ctx context.Context, sealed string, use PasswordUse, account string) (Password, error)
}

// PasswordSealing returns what to seal passwords with, nil where sealed ones are switched off.
func (s *Service) PasswordSealing() (*PasswordSealing, error) {
	if s.envelopes == nil {
		return nil, nil
	}
	sealing, err := s.envelopes.Sealing()
	if err != nil {
		return nil, Errorf(Internal, "no key to seal passwords for: %w", err)
	}
	return &sealing, nil
}

// sealed tells an envelope from a password: it is longer than one can be.
func (p Password) sealed() bool { return utf8.RuneCountInString(string(p)) > MaxPasswordLength }

// unseal puts the password itself in the place of a sealed one, before anything looks at it. One that
// is left out stays so. account is the name that the client typed, or the sub of a signed-in user: what
// was sealed beside another one is refused.
func (s *Service) unseal(ctx context.Context, password *Password, use PasswordUse, account string, path ...string) error {
	switch {
	case *password == "":
		return nil
	case !password.sealed() && s.sealedOnly:
		return invalidField("Passwords are taken sealed only: with the key of config.sealing.", path...)
	case !password.sealed():
		return nil
	case s.envelopes == nil:
		return &Error{Code: PasswordEnvelopeRefused, Err: errors.New("sealed passwords are switched off")}
	}
	opened, err := s.envelopes.Open(ctx, string(*password), use, normalizeName(account))
	*password = opened
	return err
}
