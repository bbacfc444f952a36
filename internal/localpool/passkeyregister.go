package localpool

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// passkeyStart is a registration that waits for the browser.
type passkeyStart struct {
	Challenge []byte    `json:"challenge"`
	ClientID  string    `json:"client"`
	Expires   time.Time `json:"expires"`
}

// creationOptions is PublicKeyCredentialCreationOptionsJSON, as parseCreationOptionsFromJSON takes it.
type creationOptions struct {
	AuthenticatorSelection authenticatorSelection         `json:"authenticatorSelection"`
	Challenge              string                         `json:"challenge"`
	ExcludeCredentials     []credentialDescriptor         `json:"excludeCredentials"`
	PubKeyCredParams       []protocol.CredentialParameter `json:"pubKeyCredParams"`
	RP                     entity                         `json:"rp"`
	Timeout                int                            `json:"timeout"`
	User                   userEntity                     `json:"user"`
}

type authenticatorSelection struct {
	RequireResidentKey bool   `json:"requireResidentKey"`
	ResidentKey        string `json:"residentKey"`
	UserVerification   string `json:"userVerification"`
}

type entity struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type userEntity struct {
	DisplayName string `json:"displayName"`
	entity
}

type startPasskeyOutput struct {
	CredentialCreationOptions creationOptions `json:"CredentialCreationOptions"`
}

func (p *Pool) startWebAuthnRegistration(_ context.Context, in *accessTokenInput) (*startPasskeyOutput, error) {
	challenge, err := randomBytes(p.random, challengeBytes)
	if err != nil {
		return nil, err
	}
	var out *startPasskeyOutput
	err = p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		if err := s.checkPasskeys(); err != nil {
			return err
		}
		if len(user.Passkeys) >= maxPasskeys {
			return fail(limitExceeded, "The user has as many passkeys as a user may have: delete one first.")
		}
		user.NewPasskey = &passkeyStart{Challenge: challenge, ClientID: s.client.ID, Expires: p.now().Add(passkeyChallengeLife)}
		out = &startPasskeyOutput{CredentialCreationOptions: s.creationOptions(user, challenge)}
		return s.saveUser(t, user)
	})
	return out, err
}

func (s *scope) creationOptions(user *userRecord, challenge []byte) creationOptions {
	party, name := s.pool.Factors.relyingParty(), user.Username
	if s.pool.namesUsers(attrEmail) {
		name = pick(user.Attributes[attrEmail], name) // the username is a UUID there, which no account chooser should show
	}
	return creationOptions{
		AuthenticatorSelection: authenticatorSelection{RequireResidentKey: true, ResidentKey: "required", UserVerification: s.passkeyVerification(user)},
		Challenge:              base64.RawURLEncoding.EncodeToString(challenge),
		ExcludeCredentials:     describeCredentials(s.passkeys(user)),
		PubKeyCredParams:       passkeyAlgorithms(),
		RP:                     entity{ID: party, Name: party},
		Timeout:                passkeyTimeout,
		User:                   userEntity{DisplayName: name, entity: entity{ID: base64.RawURLEncoding.EncodeToString([]byte(user.Sub)), Name: name}},
	}
}

type completePasskeyInput struct {
	AccessToken string          `json:"AccessToken" is:"token,required"`
	Credential  json.RawMessage `json:"Credential" is:"document,required"`
}

// completeWebAuthnRegistration takes what navigator.credentials.create() returned, by its toJSON(). A refused credential
// leaves the registration open until it expires; a taken one ends it.
func (p *Pool) completeWebAuthnRegistration(_ context.Context, in *completePasskeyInput) (empty, error) {
	if len(in.Credential) > maxCredentialBytes {
		return empty{}, fail(invalidParameter, "The credential is longer than a browser makes one.")
	}
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		now := p.now()
		if err := s.checkPasskeys(); err != nil {
			return err
		}
		key, err := s.newPasskey(user, in.Credential, now)
		if err != nil {
			return err
		}
		user.Passkeys, user.NewPasskey, user.Modified = append(user.Passkeys, *key), nil, now
		return s.saveUser(t, user)
	})
}

func (s *scope) newPasskey(user *userRecord, credential []byte, now time.Time) (*passkeyRecord, error) {
	start := user.NewPasskey
	switch {
	case start == nil || !now.Before(start.Expires):
		return nil, fail(webAuthnNoChallenge, "The registration has expired or was never started: call StartWebAuthnRegistration again.")
	case start.ClientID != s.client.ID:
		return nil, fail(webAuthnForeignClient, "The registration was started with another app client.")
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return nil, fail(invalidParameter, "The credential cannot be read: send the JSON of PublicKeyCredential.toJSON().")
	}
	if err := s.checkCreated(user, parsed, start.Challenge); err != nil {
		return nil, err
	}
	auth := &parsed.Response.AttestationObject.AuthData
	switch {
	case user.passkey(auth.AttData.CredentialID) != nil:
		return nil, fail(invalidParameter, "The passkey is registered already.")
	case len(user.Passkeys) >= maxPasskeys:
		return nil, fail(limitExceeded, "The user has as many passkeys as a user may have: delete one first.")
	}
	return &passkeyRecord{
		ID: bytes.Clone(auth.AttData.CredentialID), Key: bytes.Clone(auth.AttData.CredentialPublicKey), Counter: auth.Counter,
		RelyingPartyID: s.pool.Factors.relyingParty(), BackupEligible: auth.Flags.HasBackupEligible(),
		Attachment: attachment(parsed.AuthenticatorAttachment), Transports: transports(parsed.Response.Transports),
		Name: authenticatorName(auth.AttData.AAGUID), Created: now,
	}, nil
}

// checkCreated finds the reason that has an exception of its own, and leaves the last word to the library.
func (s *scope) checkCreated(user *userRecord, parsed *protocol.ParsedCredentialCreationData, challenge []byte) error {
	party, encoded := s.pool.Factors.relyingParty(), base64.RawURLEncoding.EncodeToString(challenge)
	client, auth := &parsed.Response.CollectedClientData, &parsed.Response.AttestationObject.AuthData
	expected := sha256.Sum256([]byte(party))
	var public webauthncose.PublicKeyData
	switch {
	case subtle.ConstantTimeCompare([]byte(client.Challenge), []byte(encoded)) != 1:
		return fail(webAuthnNoChallenge, "The credential answers another challenge than the one of the last StartWebAuthnRegistration.")
	case client.CrossOrigin || !originAllowed(client.Origin, party):
		return fail(webAuthnForeignOrigin, "The credential was made on a page that may not use the relying party id "+party+".")
	case !bytes.Equal(auth.RPIDHash, expected[:]):
		return fail(webAuthnForeignParty, "The credential was made for another relying party id than "+party+".")
	case webauthncbor.Unmarshal(auth.AttData.CredentialPublicKey, &public) != nil || !supported(public.Algorithm):
		return fail(webAuthnUnsupported, "The credential has a key of another algorithm than ES256 or RS256.")
	case s.mustVerifyUser(user) && !auth.Flags.HasUserVerified():
		return fail(webAuthnUnsupported, "The authenticator did not verify the user, which this user pool requires.")
	}
	_, err := parsed.Verify(encoded, party, []string{client.Origin}, nil, nil, protocol.TopOriginExplicitVerificationMode, false,
		s.mustVerifyUser(user), true, nil, passkeyAlgorithms(), protocol.AttestationPolicy{}, protocol.SignaturePolicy{})
	if err != nil {
		return fail(webAuthnUnsupported, "The credential does not hold: its attestation or its flags are wrong.")
	}
	return nil
}

func supported(algorithm int64) bool {
	return slices.ContainsFunc(passkeyAlgorithms(), func(c protocol.CredentialParameter) bool { return int64(c.Algorithm) == algorithm })
}
