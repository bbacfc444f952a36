package jose

import "errors"

// Every error of this package wraps exactly one of these. Their texts never
// hold a part of the token or key that was refused.
var (
	// ErrTooLarge means that the input is above its size limit and was not read.
	ErrTooLarge = errors.New("jose: input is too large")
	// ErrMalformed means that the input is not of the accepted form: three
	// parts of canonical base64url holding strict JSON objects.
	ErrMalformed = errors.New("jose: malformed")
	// ErrHeader means that a header member is unknown, or kid or typ refused.
	ErrHeader = errors.New("jose: refused header")
	// ErrAlgorithm means that the header does not name the one algorithm in question.
	ErrAlgorithm = errors.New("jose: refused algorithm")
	// ErrKey means that a key, given to Verify or in an epk, is not fit for its work.
	ErrKey = errors.New("jose: refused key")
	// ErrSignature means that this key did not sign this token.
	ErrSignature = errors.New("jose: wrong signature")
	// ErrDecrypt means that this key did not seal these bytes.
	ErrDecrypt = errors.New("jose: does not open with this key")
	// ErrKeySet means that the document is not a JWKS or holds no usable key.
	ErrKeySet = errors.New("jose: unusable key set")
)
