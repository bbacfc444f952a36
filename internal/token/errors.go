package token

import "errors"

var (
	// ErrInvalid is what every refusal of a token wraps, except for
	// [ExpiredError]. The token will not become valid: sign in again.
	ErrInvalid = errors.New("token: invalid")
	// ErrKeysUnavailable means that the issuer's keys could not be fetched, so
	// nothing is known about the token. It is refused for now; the same token
	// may pass when the issuer's JWKS document can be read again.
	ErrKeysUnavailable = errors.New("token: the issuer's keys are unavailable")
)

// Reason says which rule refused a token, in one word out of a fixed set. It
// is for logs and metrics: a client that learns which check failed learns how
// far a forgery got.
type Reason string

// The reasons for a refusal.
const (
	ReasonMalformed Reason = "malformed" // not a strict compact JWS
	ReasonHeader    Reason = "header"    // a header member outside the allow-list
	ReasonAlgorithm Reason = "algorithm" // not RS256
	ReasonUse       Reason = "use"       // an ID token for an access token, or the reverse
	ReasonIssuer    Reason = "issuer"    // another pool, or none
	ReasonClient    Reason = "client"    // another app client
	ReasonClaims    Reason = "claims"    // a claim is missing or has the wrong type
	ReasonFuture    Reason = "future"    // issued or valid later than now
	ReasonKey       Reason = "key"       // no key of the issuer has this kid
	ReasonSignature Reason = "signature" // not signed by that key
)

// InvalidError is the refusal of one token; it wraps [ErrInvalid].
type InvalidError struct {
	Reason Reason
	cause  error
}

func (e *InvalidError) Error() string {
	text := ErrInvalid.Error() + " (" + string(e.Reason) + ")"
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap makes [ErrInvalid] and the cause visible to errors.Is.
func (e *InvalidError) Unwrap() []error {
	if e.cause == nil {
		return []error{ErrInvalid}
	}
	return []error{ErrInvalid, e.cause}
}

// ExpiredError reports a token past its exp that is right in every other way,
// its signature included, so Claims can be trusted to say whose it was.
type ExpiredError struct{ Claims Claims }

func (*ExpiredError) Error() string { return "token: expired" }

func invalid(reason Reason, cause error) *InvalidError {
	return &InvalidError{Reason: reason, cause: cause}
}
