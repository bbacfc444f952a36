package auth

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// Passkey is a passkey as the pool lists it.
type Passkey struct {
	ID             string // the credential id, base64url
	Name           string
	RelyingPartyID string
	Attachment     string // "platform", "cross-platform" or empty
	Transports     []string
	CreatedAt      time.Time
}

// StartPasskeyRegistration returns the options for the browser's navigator.credentials.create.
//
// ReauthenticationRequired, NotEnabled, RateLimited, Unauthenticated, Forbidden, and faults.
func (s *Service) StartPasskeyRegistration(ctx context.Context, p Principal) (WebAuthnJSON, error) {
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return "", err
	}
	return s.pool.StartPasskeyRegistration(ctx, p.AccessToken)
}

// FinishPasskeyRegistration keeps the credential that the browser made and returns it as the pool
// lists it.
//
// InvalidInput, ChallengeExpired, NotEnabled, RateLimited, Unauthenticated, Forbidden, and faults. After
// OutcomeUnknown the list of passkeys tells whether it was kept.
func (s *Service) FinishPasskeyRegistration(ctx context.Context, p Principal, credential WebAuthnJSON) (Passkey, error) {
	var made struct {
		ID string `json:"id"`
	}
	if len(credential) > maxPasskeyJSON || json.Unmarshal([]byte(credential), &made) != nil || made.ID == "" {
		return Passkey{}, invalidField("This is not the JSON of a credential.", "input", "credential")
	}
	if err := s.pool.FinishPasskeyRegistration(ctx, p.AccessToken, credential); err != nil {
		return Passkey{}, inCredential(err)
	}
	all, err := s.pool.Passkeys(ctx, p.AccessToken)
	if err != nil {
		return Passkey{}, &Error{Code: OutcomeUnknown, Err: err} // it is kept, and cannot be sent again
	}
	for _, k := range all {
		if k.ID == made.ID {
			return k, nil
		}
	}
	return Passkey{}, Errorf(Internal, "the pool took a passkey and does not list it")
}

// inCredential says which value the pool found wrong; why, the pool says, in as many words as it has.
func inCredential(err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Code != InvalidInput {
		return err
	}
	why := "The user pool does not accept this passkey. Begin again, on a page of the domain that the options name."
	if len(e.Fields) > 0 {
		why = e.Fields[0].Message
	}
	named := invalidField(why, "input", "credential")
	named.Err = err
	return named
}

// Passkeys lists the caller's passkeys. Where they are switched off nobody has any.
//
// Unauthenticated, Forbidden, and faults.
func (s *Service) Passkeys(ctx context.Context, p Principal) ([]Passkey, error) {
	list, err := s.pool.Passkeys(ctx, p.AccessToken)
	return list, hush(err, NotEnabled)
}

const maxCredentialID = 1366 // 1023 bytes (WebAuthn Level 3, section 4) as base64url, rounded up

// DeletePasskey deletes one of the caller's passkeys. One that is not there is success.
//
// InvalidInput, ReauthenticationRequired, RateLimited, Unauthenticated, Forbidden, and faults.
func (s *Service) DeletePasskey(ctx context.Context, p Principal, id string) error {
	if id == "" || len(id) > maxCredentialID {
		return invalidField("Name the passkey by the id that the list of passkeys gives.", "input", "id")
	}
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return err
	}
	return s.pool.DeletePasskey(ctx, p.AccessToken, id)
}
