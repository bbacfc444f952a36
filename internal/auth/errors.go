package auth

import (
	"errors"
	"fmt"
	"time"
)

// Code names an outcome. Codes are part of the public contract: clients see most of them as
// ProblemCode values or as extensions.code.
type Code string

// Problems: expected outcomes, answered as data.
const (
	InvalidCredentials    Code = "INVALID_CREDENTIALS"
	InvalidCode           Code = "INVALID_CODE"
	CodeExpired           Code = "CODE_EXPIRED"
	WeakPassword          Code = "PASSWORD_POLICY"
	PasswordReused        Code = "PASSWORD_REUSED"
	NotConfirmed          Code = "NOT_CONFIRMED"
	PasswordResetRequired Code = "PASSWORD_RESET_REQUIRED"
	SessionExpired        Code = "SESSION_EXPIRED"
	RateLimited           Code = "RATE_LIMITED"
	InvalidInput          Code = "INVALID_INPUT"
	DeliveryFailed        Code = "DELIVERY_FAILED"
	NotEnabled            Code = "NOT_ENABLED"
	ChallengeExpired      Code = "CHALLENGE_EXPIRED"
	// AliasInUse is an address of another account. Only the flows of a signed-in user answer it.
	AliasInUse Code = "ALIAS_IN_USE"
	// ReauthenticationRequired refuses a session whose sign-in is too long ago for what it asks.
	ReauthenticationRequired Code = "REAUTHENTICATION_REQUIRED"
	// PasswordEnvelopeExpired refuses a sealed password whose key or nonce is out of use; with fresh ones
	// it would be taken.
	PasswordEnvelopeExpired Code = "PASSWORD_ENVELOPE_EXPIRED"
	PasswordEnvelopeRefused Code = "PASSWORD_ENVELOPE_REFUSED"
)

// Refusals of a protected field.
const (
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
)

// Faults: nobody's fault at the keyboard, answered as top-level errors.
const (
	UpstreamUnavailable Code = "UPSTREAM_UNAVAILABLE" // Cognito did not answer, or answered 5xx
	UpstreamThrottled   Code = "UPSTREAM_THROTTLED"   // the account's request quota is used up
	OutcomeUnknown      Code = "OUTCOME_UNKNOWN"      // the call may have been carried out: its answer was lost
	SessionTooLarge     Code = "SESSION_TOO_LARGE"    // the tokens are too long to travel sealed
	Misconfigured       Code = "CONFIGURATION"        // pool, client, secret or mail set-up is wrong; clients see INTERNAL
	Internal            Code = "INTERNAL"
)

// Answers of the pool that the flows act on and that never leave them: each would tell a stranger
// whether an account exists.
const (
	UserExists       Code = "USER_EXISTS"
	UserNotFound     Code = "USER_NOT_FOUND"
	AlreadyConfirmed Code = "ALREADY_CONFIRMED"
	// RefreshTokenReused is [SessionExpired], and a sign that the token was copied.
	RefreshTokenReused Code = "REFRESH_TOKEN_REUSED"
)

// Reason says why a session was not accepted. It is the only detail an UNAUTHENTICATED error
// carries.
type Reason string

// The reasons of [Unauthenticated].
const (
	ReasonMissing Reason = "MISSING" // no access token came along
	ReasonExpired Reason = "EXPIRED" // it expired and could not be refreshed
	ReasonInvalid Reason = "INVALID" // it is not a token of this pool and client, or not an access token
	ReasonRevoked Reason = "REVOKED" // it was signed out
)

// Error is the only error type that crosses a room's border. Err is for the log and never shown
// to a client.
type Error struct {
	Code       Code
	Reason     Reason         // of Unauthenticated
	RetryAfter time.Duration  // of RateLimited and UpstreamThrottled; 0 = not known
	Violated   []PasswordRule // of WeakPassword; empty when only the pool knows
	Fields     []FieldProblem // of InvalidInput
	Feature    string         // of NotEnabled: what is switched off
	Delivery   *CodeDelivery  // of NotConfirmed: where a fresh code went; nil when none did
	MaxAge     time.Duration  // of ReauthenticationRequired: how old the sign-in may be
	Err        error
}

// FieldProblem names one input field that cannot be used and why.
type FieldProblem struct {
	Path    []string // e.g. "input", "email"
	Message string   // a sentence for a person; never repeats the value
}

func (e *Error) Error() string {
	text := string(e.Code)
	if e.Reason != "" {
		text += " (" + string(e.Reason) + ")"
	}
	if e.Feature != "" {
		text += " (" + e.Feature + ")"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an *Error with a cause for the log. Never put a secret in it.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Err: fmt.Errorf(format, args...)}
}

// CodeOf returns the code of an error: "" for nil, [Internal] for anything that is not an *Error.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

func invalidField(message string, path ...string) *Error {
	return &Error{Code: InvalidInput, Fields: []FieldProblem{{Path: path, Message: message}}}
}

// refusedValue names the value that the pool refuses where its answer does not, and what would do.
func refusedValue(err error, message string, path ...string) error {
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != InvalidInput || len(e.Fields) > 0 {
		return err
	}
	named := invalidField(message, path...)
	named.Err = err
	return named
}

// isFault tells what nobody at the keyboard can mend from the outcomes of a flow.
func isFault(err error) bool {
	switch CodeOf(err) {
	case UpstreamUnavailable, UpstreamThrottled, OutcomeUnknown, Misconfigured, Internal:
		return true
	}
	return false
}
