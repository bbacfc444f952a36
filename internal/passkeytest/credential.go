package passkeytest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

const (
	publicKey = "public-key"
	required  = "required"

	ceremonyCreate = "webauthn.create"
	ceremonyGet    = "webauthn.get"

	credentialIDBytes = 32
)

// Flags of authenticator data (WebAuthn, section 6.1).
const (
	flagPresent        = 1 << 0
	flagVerified       = 1 << 2
	flagBackupEligible = 1 << 3
	flagBackedUp       = 1 << 4
	flagAttested       = 1 << 6
)

// credential is PublicKeyCredentialJSON: RegistrationResponseJSON or AuthenticationResponseJSON by its response.
type credential struct {
	ID                      base64URL `json:"id"`
	RawID                   base64URL `json:"rawId"`
	Type                    string    `json:"type"`
	AuthenticatorAttachment string    `json:"authenticatorAttachment"`
	ClientExtensionResults  struct{}  `json:"clientExtensionResults"`
	Response                any       `json:"response"`
}

type attestationResponse struct {
	ClientDataJSON     base64URL `json:"clientDataJSON"`
	AuthenticatorData  base64URL `json:"authenticatorData"`
	Transports         []string  `json:"transports"`
	PublicKey          base64URL `json:"publicKey"`
	PublicKeyAlgorithm Algorithm `json:"publicKeyAlgorithm"`
	AttestationObject  base64URL `json:"attestationObject"`
}

type assertionResponse struct {
	ClientDataJSON    base64URL `json:"clientDataJSON"`
	AuthenticatorData base64URL `json:"authenticatorData"`
	Signature         base64URL `json:"signature"`
	UserHandle        base64URL `json:"userHandle"`
}

// Create does what navigator.credentials.create() does with CredentialCreationOptions, without attestation.
func (a *Authenticator) Create(options []byte) ([]byte, error) {
	var o creationOptions
	if err := readOptions(options, &o); err != nil {
		return nil, err
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	switch {
	case !a.mayUse(o.RP.ID):
		return nil, fmt.Errorf("passkeytest: %s on %s: %w", o.RP.ID, a.Origin, ErrSecurity)
	case a.holdsAny(o.RP.ID, o.ExcludeCredentials):
		return nil, fmt.Errorf("passkeytest: %w", ErrInvalidState)
	case !o.asksFor(a.algorithm()) && !a.Forgery.Algorithm:
		return nil, fmt.Errorf("passkeytest: %w", ErrNotSupported)
	case o.AuthenticatorSelection.UserVerification == required && a.cannotVerify():
		return nil, fmt.Errorf("passkeytest: the user cannot be verified: %w", ErrNotAllowed)
	}
	made, err := a.newPasskey(o.RP.ID, o.User.ID)
	if err != nil {
		return nil, err
	}
	answer, err := a.attest(made, o.Challenge)
	if err != nil {
		return nil, err
	}
	a.passkeys = append(a.passkeys, made)
	return answer, nil
}

func (a *Authenticator) newPasskey(rpID string, userHandle []byte) (*passkey, error) {
	id := make([]byte, credentialIDBytes)
	if _, err := io.ReadFull(a.random(), id); err != nil {
		return nil, fmt.Errorf("passkeytest: make a credential id: %w", err)
	}
	made, err := newKey(a.algorithm(), a.random())
	return &passkey{id: id, rpID: rpID, userHandle: bytes.Clone(userHandle), key: made}, err
}

func (a *Authenticator) attest(p *passkey, challenge []byte) ([]byte, error) {
	cose, err := p.key.cose()
	if err != nil {
		return nil, err
	}
	spki, err := p.key.spki()
	if err != nil {
		return nil, err
	}
	if a.Forgery.Signature {
		cose[len(cose)-1] ^= 1
	}
	clientData, err := a.clientData(ceremonyCreate, challenge)
	if err != nil {
		return nil, err
	}
	attested := slices.Concat(a.AAGUID[:], binary.BigEndian.AppendUint16(nil, credentialIDBytes), p.id, cose)
	data := append(a.authenticatorData(p, flagAttested), attested...)
	return a.encode(p, attestationResponse{
		ClientDataJSON: clientData, AuthenticatorData: data, Transports: []string{"hybrid", "internal"},
		PublicKey: spki, PublicKeyAlgorithm: p.key.algorithm,
		AttestationObject: mapOf(text("fmt"), text("none"), text("attStmt"), mapOf(), text("authData"), byteString(data)),
	})
}

// Get does what navigator.credentials.get() does with CredentialRequestOptions.
func (a *Authenticator) Get(options []byte) ([]byte, error) {
	var o requestOptions
	if err := readOptions(options, &o); err != nil {
		return nil, err
	}
	switch {
	case len(o.Challenge) == 0:
		return nil, fmt.Errorf("passkeytest: no challenge: %w", ErrSyntax)
	case !a.mayUse(o.RPID):
		return nil, fmt.Errorf("passkeytest: %s on %s: %w", o.RPID, a.Origin, ErrSecurity)
	case o.UserVerification == required && a.cannotVerify():
		return nil, fmt.Errorf("passkeytest: the user cannot be verified: %w", ErrNotAllowed)
	}
	p := a.find(o.RPID, o.AllowCredentials)
	if p == nil {
		return nil, fmt.Errorf("passkeytest: %w", ErrNotAllowed)
	}
	return a.assert(p, o.Challenge)
}

func (a *Authenticator) assert(p *passkey, challenge []byte) ([]byte, error) {
	if !a.Uncounted {
		p.counter++
	}
	clientData, err := a.clientData(ceremonyGet, challenge)
	if err != nil {
		return nil, err
	}
	data, hash := a.authenticatorData(p, 0), sha256.Sum256(clientData)
	signature, err := p.key.sign(slices.Concat(data, hash[:]), a.random())
	if err != nil {
		return nil, err
	}
	if a.Forgery.Signature {
		signature[len(signature)-1] ^= 1
	}
	handle := p.userHandle
	if a.Forgery.UserHandle != nil {
		handle = a.Forgery.UserHandle
	}
	return a.encode(p, assertionResponse{ClientDataJSON: clientData, AuthenticatorData: data, Signature: signature, UserHandle: handle})
}

func (a *Authenticator) cannotVerify() bool { return a.Unverified && !a.Forgery.Disobedient }

// clientData is CollectedClientData (WebAuthn, section 5.8.1), in the order of its serialisation.
func (a *Authenticator) clientData(ceremony string, challenge []byte) ([]byte, error) {
	f := &a.Forgery
	if f.Challenge != nil {
		challenge = f.Challenge
	}
	raw, err := json.Marshal(struct {
		Type        string `json:"type"`
		Challenge   string `json:"challenge"`
		Origin      string `json:"origin"`
		CrossOrigin bool   `json:"crossOrigin"`
	}{either(f.Ceremony, ceremony), base64.RawURLEncoding.EncodeToString(challenge), either(f.Origin, a.Origin), f.CrossOrigin})
	if err != nil {
		return nil, fmt.Errorf("passkeytest: encode client data: %w", err)
	}
	return raw, nil
}

// authenticatorData is its fixed part of 37 bytes.
func (a *Authenticator) authenticatorData(p *passkey, flags byte) []byte {
	f := &a.Forgery
	if !f.Absent {
		flags |= flagPresent
	}
	if !a.Unverified {
		flags |= flagVerified
	}
	if !f.NotBackedUp {
		flags |= flagBackupEligible | flagBackedUp
	}
	counter := p.counter
	if f.Counter != nil {
		counter = *f.Counter
	}
	hash := sha256.Sum256([]byte(either(f.RPID, p.rpID)))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), counter)
}

func (a *Authenticator) encode(p *passkey, response any) ([]byte, error) {
	id := p.id
	if a.Forgery.CredentialID != nil {
		id = a.Forgery.CredentialID
	}
	raw, err := json.Marshal(credential{ID: id, RawID: id, Type: publicKey, AuthenticatorAttachment: "platform", Response: response})
	if err != nil {
		return nil, fmt.Errorf("passkeytest: encode a credential: %w", err)
	}
	return raw, nil
}

func either(preferred, otherwise string) string {
	if preferred == "" {
		return otherwise
	}
	return preferred
}
