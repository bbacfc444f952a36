package authtest

import (
	"testing"
	"time"

	"usher/internal/auth"
)

// Env is a pool and what a test can do around it. A nil function is something that cannot be done
// there; the checks that need it are left out.
type Env struct {
	Pool auth.UserPool

	// Policy is the pool's password policy.
	Policy auth.PasswordPolicy

	// Admin tells that the pool has the credentials for SetPassword, EndSessions and Settings.
	Admin bool

	// NewEmail returns an address that has no account.
	NewEmail func() string

	// Code waits for the newest code sent to an address and returns it.
	Code func(t *testing.T, email string) string

	// NewUser makes a confirmed account. Nil: by SignUp and the code.
	NewUser func(t *testing.T, email string, password auth.Password)

	// Advance lets time pass for the pool.
	Advance func(time.Duration)

	// TOTP is the code that an authenticator app with this secret shows now, by the pool's clock.
	TOTP func(t *testing.T, secret auth.Secret) string

	// NewAuthenticator makes one that the pool takes passkeys from.
	NewAuthenticator func() Authenticator

	// Factors tells that the pool takes all factors first and second, and asks nobody for a second
	// one who has not turned it on.
	Factors bool

	// Patient tells that the hourly caps of the pool may be used up, which sends mail.
	Patient bool

	Operator Operator
}

// Operator is what only the pool's operator can do. What is changed for the whole pool is put back
// when the test ends.
type Operator struct {
	Disable               func(t *testing.T, username string)
	Delete                func(t *testing.T, username string)
	RequireReset          func(t *testing.T, username string)
	GiveTemporaryPassword func(t *testing.T, username string, password auth.Password)
	CloseSignUp           func(t *testing.T)
	RememberPasswords     func(t *testing.T)
	FailDelivery          func(t *testing.T)
	RequireApp            func(t *testing.T) // an authenticator app is the only second factor, and everybody needs one
}

// Authenticator does what a browser does with the options of a ceremony, and answers with the
// credential's JSON.
type Authenticator interface {
	Create(options []byte) ([]byte, error)
	Get(options []byte) ([]byte, error)
}

// need says why a check cannot run in an Env, or "".
type need func(Env) string

func codes(e Env) string {
	if e.Code == nil {
		return "the codes that the pool sends cannot be read"
	}
	return ""
}

func users(e Env) string {
	if e.NewUser == nil && e.Code == nil {
		return "confirmed accounts cannot be made"
	}
	return ""
}

func factors(e Env) string {
	if !e.Factors || e.Code == nil {
		return "the pool does not take all factors, or its codes cannot be read"
	}
	return ""
}

func apps(e Env) string {
	if e.TOTP == nil {
		return "there is no authenticator app"
	}
	return factors(e)
}

func authenticators(e Env) string {
	if e.NewAuthenticator == nil {
		return "there is no authenticator for passkeys"
	}
	return factors(e)
}

func clock(e Env) string {
	if e.Advance == nil {
		return "the pool's clock cannot be moved"
	}
	return ""
}

func patience(e Env) string {
	if !e.Patient {
		return "the pool's hourly caps must not be used up"
	}
	return ""
}

func admin(e Env) string {
	if !e.Admin {
		return "the pool has no AWS credentials"
	}
	return ""
}

func noAdmin(e Env) string {
	if e.Admin {
		return "the pool has AWS credentials"
	}
	return ""
}

// operator asks for one of the operator's deeds.
func operator(what string, can func(Operator) bool) need {
	return func(e Env) string {
		if !can(e.Operator) {
			return "nobody can " + what + " there"
		}
		return ""
	}
}
