package passkeytest

import (
	"bytes"
	"crypto/rand"
	"io"
	"slices"
)

// Algorithm is a COSE algorithm.
type Algorithm int

// The algorithms it knows. EdDSA serves tests of a server that does not take it.
const (
	ES256 Algorithm = -7
	EdDSA Algorithm = -8
	RS256 Algorithm = -257
)

// Authenticator keeps passkeys and uses them on pages of one origin. The zero value of each field but Origin is usable. It is
// not safe for concurrent use.
type Authenticator struct {
	// Origin is that of the page, "http://localhost:3000".
	Origin string
	// Algorithm is that of new passkeys. 0 means ES256.
	Algorithm Algorithm
	// Unverified leaves out the check of the user's PIN or finger.
	Unverified bool
	// Uncounted keeps no signature counter, as synchronised passkeys do: it is always 0.
	Uncounted bool
	// AAGUID is the model's id, zero for none.
	AAGUID [16]byte
	// Rand is the source of keys and signatures. Nil means crypto/rand.Reader.
	Rand io.Reader
	// Forgery is applied to every answer until it is cleared.
	Forgery Forgery

	passkeys []*passkey
}

// Forgery says what an answer shall get wrong. Its zero value is honest.
type Forgery struct {
	// Origin and Challenge stand in the client data instead of the true ones.
	Origin    string
	Challenge []byte
	// Ceremony replaces "webauthn.create" or "webauthn.get".
	Ceremony string
	// CrossOrigin says that the page was in a frame of another origin.
	CrossOrigin bool
	// RPID is hashed into the authenticator data instead of the relying party's id.
	RPID string
	// Counter replaces the signature counter.
	Counter *uint32
	// Signature flips a bit of the signature, or of the attested key when a passkey is made.
	Signature bool
	// UserHandle replaces the user's id in an assertion.
	UserHandle []byte
	// CredentialID replaces the passkey's id in the answer.
	CredentialID []byte
	// Algorithm makes a passkey although its algorithm was not asked for.
	Algorithm bool
	// Disobedient answers without user verification where that is required.
	Disobedient bool
	// Absent clears the flag that a user was there, NotBackedUp that the passkey may be synchronised.
	Absent, NotBackedUp bool
}

// passkey is one credential.
type passkey struct {
	id         []byte
	rpID       string
	userHandle []byte
	counter    uint32
	key        key
}

// Clone copies the passkeys with their counters, as a thief would who copies an authenticator.
func (a *Authenticator) Clone() *Authenticator {
	clone := *a
	clone.passkeys = nil
	for _, p := range a.passkeys {
		copied := *p
		clone.passkeys = append(clone.passkeys, &copied)
	}
	return &clone
}

// CredentialIDs returns the raw ids of all passkeys, oldest first.
func (a *Authenticator) CredentialIDs() [][]byte {
	ids := make([][]byte, 0, len(a.passkeys))
	for _, p := range a.passkeys {
		ids = append(ids, bytes.Clone(p.id))
	}
	return ids
}

func (a *Authenticator) random() io.Reader {
	if a.Rand == nil {
		return rand.Reader
	}
	return a.Rand
}

func (a *Authenticator) algorithm() Algorithm {
	if a.Algorithm == 0 {
		return ES256
	}
	return a.Algorithm
}

// find returns the newest passkey that a request allows. No list means any that the relying party has here.
func (a *Authenticator) find(rpID string, allowed []descriptor) *passkey {
	for _, p := range slices.Backward(a.passkeys) {
		named := slices.ContainsFunc(allowed, func(d descriptor) bool { return bytes.Equal(d.ID, p.id) })
		if p.rpID == rpID && (named || len(allowed) == 0) {
			return p
		}
	}
	return nil
}
