package localpool

import (
	"bytes"
	"encoding/base64"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

const (
	// maxPasskeys is Cognito's limit per user.
	maxPasskeys = 20
	// maxCredentialBytes bounds the JSON that a browser sends for one passkey. An RS256 key with its attestation takes three
	// kilobytes.
	maxCredentialBytes = 16 * 1024
	challengeBytes     = 32
	// passkeyTimeout is what the browser is told (milliseconds), passkeyChallengeLife how long a registration stays open: the
	// answer needs some time after the browser's.
	passkeyTimeout       = 60_000
	passkeyChallengeLife = 3 * time.Minute

	publicKeyType = "public-key"
)

// passkeyRecord is one passkey of a user.
type passkeyRecord struct {
	// ID is the credential id and Key the public key in COSE form, both raw.
	ID  []byte `json:"id"`
	Key []byte `json:"key"`
	// Counter is the signature counter of the newest use, 0 for ever where the authenticator keeps none.
	Counter uint32 `json:"counter,omitempty"`
	// RelyingPartyID is the pool's at registration. A passkey of an earlier one cannot be used.
	RelyingPartyID string `json:"rp"`
	// BackupEligible never changes in the life of a passkey.
	BackupEligible bool      `json:"backupEligible,omitempty"`
	Attachment     string    `json:"attachment,omitempty"`
	Transports     []string  `json:"transports,omitempty"`
	Name           string    `json:"name"`
	Created        time.Time `json:"created"`
}

// credentialID is the form in which the API and browsers name a passkey.
func (k *passkeyRecord) credentialID() string { return base64.RawURLEncoding.EncodeToString(k.ID) }

func (u *userRecord) passkey(id []byte) *passkeyRecord {
	i := slices.IndexFunc(u.Passkeys, func(k passkeyRecord) bool { return bytes.Equal(k.ID, id) })
	if i < 0 {
		return nil
	}
	return &u.Passkeys[i]
}

// passkeys are those that the user can sign in with: the ones of the pool's present relying party.
func (s *scope) passkeys(u *userRecord) []passkeyRecord {
	usable := []passkeyRecord{}
	for _, key := range u.Passkeys {
		if key.RelyingPartyID != "" && key.RelyingPartyID == s.pool.Factors.relyingParty() {
			usable = append(usable, key)
		}
	}
	return usable
}

// mustVerifyUser tells whether a passkey of this user counts only with the user's PIN or biometrics.
func (s *scope) mustVerifyUser(u *userRecord) bool {
	return s.passkeyVerification(u) == verifyRequired
}

// passkeyVerification is the userVerification of both kinds of options. A passkey that stands for both factors must know its
// user.
func (s *scope) passkeyVerification(u *userRecord) string {
	if s.passkeyIsMFA(u) {
		return verifyRequired
	}
	return s.pool.Factors.userVerification()
}

// passkeyIsMFA tells whether a passkey stands for both factors for this user.
func (s *scope) passkeyIsMFA(u *userRecord) bool {
	return s.pool.Factors.passkeysAreMFA() && u.MFA.Passkeys
}

// checkPasskeys refuses what cannot work in this pool.
func (s *scope) checkPasskeys() error {
	if !s.pool.Settings.allowsFirst(firstWebAuthn) {
		return fail(webAuthnNotEnabled, "WebAuthn is not enabled for this user pool.")
	}
	if s.pool.Factors.relyingParty() == "" {
		return fail(webAuthnUnconfigured, "The user pool has no relying party id: set WebAuthnConfiguration with SetUserPoolMfaConfig.")
	}
	return nil
}

// passkeyAlgorithms are those that Cognito takes, in the order of its preference.
func passkeyAlgorithms() []protocol.CredentialParameter {
	return []protocol.CredentialParameter{
		{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
		{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
	}
}

// credentialDescriptor is PublicKeyCredentialDescriptorJSON.
type credentialDescriptor struct {
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Transports []string `json:"transports,omitempty"`
}

func describeCredentials(keys []passkeyRecord) []credentialDescriptor {
	list := []credentialDescriptor{}
	for _, key := range keys {
		list = append(list, credentialDescriptor{Type: publicKeyType, ID: key.credentialID(), Transports: key.Transports})
	}
	return list
}
