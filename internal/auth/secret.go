package auth

import "log/slog"

// Secret is a text that does not print, such as Cognito's Session or the secret of an authenticator
// app: String, GoString and LogValue hide it. Convert with string(s) only to hand it on.
type Secret string

// String hides the text.
func (Secret) String() string { return hidden }

// GoString hides the text.
func (Secret) GoString() string { return hidden }

// LogValue hides the text.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// WebAuthnJSON is a JSON object as the browser's parse…FromJSON() functions take it and the
// toJSON() of a credential gives it (W3C WebAuthn Level 3, section 5.1). It does not print.
type WebAuthnJSON string

// String hides the object.
func (WebAuthnJSON) String() string { return hidden }

// GoString hides the object.
func (WebAuthnJSON) GoString() string { return hidden }

// LogValue hides the object.
func (WebAuthnJSON) LogValue() slog.Value { return slog.StringValue(hidden) }
