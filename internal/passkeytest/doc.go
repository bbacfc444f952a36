// Package passkeytest is a browser with an authenticator in it, for tests of passkeys: it takes the JSON of
// PublicKeyCredentialCreationOptions and PublicKeyCredentialRequestOptions and gives the JSON of PublicKeyCredential, as
// parseCreationOptionsFromJSON(), parseRequestOptionsFromJSON() and toJSON() do.
//
// It owns its keys, their counters and the encoding of WebAuthn's structures, written from the specification with the standard
// library alone, so that it cannot share a mistake with the library that checks its answers.
//
// It refuses what a browser or an authenticator refuses: a relying party that is not the page's, a passkey it already holds,
// an algorithm that was not asked for, a user verification it cannot give. Forgery lifts these rules one by one, for tests of
// the other side.
//
// Tests call it, in any package. Nothing else may.
package passkeytest
