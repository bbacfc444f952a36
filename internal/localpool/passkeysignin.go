package localpool

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
)

// requestOptions is PublicKeyCredentialRequestOptionsJSON, as parseRequestOptionsFromJSON takes it.
type requestOptions struct {
	AllowCredentials []credentialDescriptor `json:"allowCredentials"`
	Challenge        string                 `json:"challenge"`
	RPID             string                 `json:"rpId"`
	Timeout          int                    `json:"timeout"`
	UserVerification string                 `json:"userVerification"`
}

// startPasskeySignIn makes CREDENTIAL_REQUEST_OPTIONS, and the state that the challenge's session keeps sealed for
// finishPasskeySignIn. It changes nothing.
func (p *Pool) startPasskeySignIn(s *scope, u *userRecord) (requestOptionsJSON string, state []byte, err error) {
	if err := s.checkPasskeys(); err != nil {
		return "", nil, err
	}
	if state, err = randomBytes(p.random, challengeBytes); err != nil {
		return "", nil, err
	}
	options, err := json.Marshal(requestOptions{
		AllowCredentials: describeCredentials(s.passkeys(u)), Challenge: base64.RawURLEncoding.EncodeToString(state),
		RPID: s.pool.Factors.relyingParty(), Timeout: passkeyTimeout, UserVerification: s.passkeyVerification(u),
	})
	if err != nil {
		return "", nil, fmt.Errorf("localpool: encode passkey options: %w", err)
	}
	return string(options), state, nil
}

// finishPasskeySignIn checks CREDENTIAL against the state and updates the passkey's counter on u, which the caller saves in
// the same transaction. Its errors are answers. The service model gives RespondToAuthChallenge none of the WebAuthn
// exceptions, so every refusal is the one of a wrong password; the log tells developers which it was.
func (p *Pool) finishPasskeySignIn(s *scope, u *userRecord, state []byte, credentialJSON string, now time.Time) error {
	if err := s.checkPasskeys(); err != nil {
		return err
	}
	key, counter, err := s.checkAssertion(u, state, credentialJSON)
	if err != nil {
		p.logger.Info("passkey refused", "reason", err, "user", u.Username, "at", now)
		return fail(notAuthorized, textWrongCredentials)
	}
	key.Counter = counter
	return nil
}

// Reasons to refuse a passkey at sign-in.
var (
	errPasskeyUnreadable = errors.New("the credential cannot be read")
	errPasskeyUnknown    = errors.New("the credential is not one of this user for this relying party")
	errPasskeyHandle     = errors.New("the user handle is another user's")
	errPasskeyChallenge  = errors.New("it answers another challenge")
	errPasskeyOrigin     = errors.New("the origin may not use the relying party")
	errPasskeyParty      = errors.New("it was made for another relying party")
	errPasskeyUnverified = errors.New("the user was not verified")
	errPasskeyBackup     = errors.New("the backup eligibility changed")
	errPasskeyCounter    = errors.New("the signature counter did not grow, so the authenticator may have been cloned")
	errPasskeySignature  = errors.New("the signature, the flags or the ceremony are wrong")
)

// checkAssertion returns the user's passkey and its new counter.
func (s *scope) checkAssertion(u *userRecord, challenge []byte, credentialJSON string) (*passkeyRecord, uint32, error) {
	if len(credentialJSON) > maxCredentialBytes || len(challenge) != challengeBytes {
		return nil, 0, errPasskeyUnreadable
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(credentialJSON))
	if err != nil {
		return nil, 0, errPasskeyUnreadable
	}
	party, encoded := s.pool.Factors.relyingParty(), base64.RawURLEncoding.EncodeToString(challenge)
	client, auth := &parsed.Response.CollectedClientData, &parsed.Response.AuthenticatorData
	expected := sha256.Sum256([]byte(party))
	key := u.passkey(parsed.RawID)
	switch {
	case key == nil || key.RelyingPartyID != party:
		return nil, 0, errPasskeyUnknown
	case len(parsed.Response.UserHandle) > 0 && string(parsed.Response.UserHandle) != u.Sub:
		return nil, 0, errPasskeyHandle
	case subtle.ConstantTimeCompare([]byte(client.Challenge), []byte(encoded)) != 1:
		return nil, 0, errPasskeyChallenge
	case client.CrossOrigin || !originAllowed(client.Origin, party):
		return nil, 0, errPasskeyOrigin
	case !bytes.Equal(auth.RPIDHash, expected[:]):
		return nil, 0, errPasskeyParty
	case s.mustVerifyUser(u) && !auth.Flags.HasUserVerified():
		return nil, 0, errPasskeyUnverified
	case auth.Flags.HasBackupEligible() != key.BackupEligible:
		return nil, 0, errPasskeyBackup
	}
	err = parsed.Verify(encoded, party, "", []string{client.Origin}, nil, nil, protocol.TopOriginExplicitVerificationMode, false,
		s.mustVerifyUser(u), true, key.Key, protocol.SignaturePolicy{})
	switch {
	case err != nil:
		return nil, 0, fmt.Errorf("%w: %w", errPasskeySignature, err)
	case (auth.Counter != 0 || key.Counter != 0) && auth.Counter <= key.Counter:
		return nil, 0, errPasskeyCounter
	}
	return key, auth.Counter, nil
}
