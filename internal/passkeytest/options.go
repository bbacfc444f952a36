package passkeytest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Refusals of a browser, by the names of the DOMExceptions it throws.
var (
	ErrSecurity     = errors.New("SecurityError: the page may not use this relying party id")
	ErrInvalidState = errors.New("InvalidStateError: the authenticator holds a passkey of this account already")
	ErrNotSupported = errors.New("NotSupportedError: none of the algorithms is known")
	ErrNotAllowed   = errors.New("NotAllowedError: no passkey can answer")
	ErrSyntax       = errors.New("TypeError or EncodingError: the options are not as the specification has them")
)

// base64URL is Base64URLString: unpadded, and read strictly.
type base64URL []byte

// UnmarshalJSON reads what parseCreationOptionsFromJSON() would decode.
func (b *base64URL) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return fmt.Errorf("%w: %q is not base64url: %w", ErrSyntax, s, err)
	}
	*b = decoded
	return nil
}

// MarshalJSON writes what toJSON() would.
func (b base64URL) MarshalJSON() ([]byte, error) {
	return json.Marshal(base64.RawURLEncoding.EncodeToString(b))
}

type descriptor struct {
	Type string    `json:"type"`
	ID   base64URL `json:"id"`
}

type creationOptions struct {
	RP struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"rp"`
	User struct {
		ID          base64URL `json:"id"`
		Name        string    `json:"name"`
		DisplayName string    `json:"displayName"`
	} `json:"user"`
	Challenge        base64URL `json:"challenge"`
	PubKeyCredParams []struct {
		Type string    `json:"type"`
		Alg  Algorithm `json:"alg"`
	} `json:"pubKeyCredParams"`
	ExcludeCredentials     []descriptor `json:"excludeCredentials"`
	AuthenticatorSelection struct {
		UserVerification string `json:"userVerification"`
	} `json:"authenticatorSelection"`
}

type requestOptions struct {
	Challenge        base64URL    `json:"challenge"`
	RPID             string       `json:"rpId"`
	AllowCredentials []descriptor `json:"allowCredentials"`
	UserVerification string       `json:"userVerification"`
}

// maxUserHandle is the longest user.id, in bytes (WebAuthn, section 5.4.3).
const maxUserHandle = 64

// readOptions accepts options by themselves or in the `publicKey` member of what create() and get() take.
func readOptions(raw []byte, into any) error {
	var wrapped struct {
		PublicKey json.RawMessage `json:"publicKey"`
	}
	if err := json.Unmarshal(raw, &wrapped); err != nil {
		return fmt.Errorf("passkeytest: read options: %w: %w", ErrSyntax, err)
	}
	if len(wrapped.PublicKey) > 0 {
		raw = wrapped.PublicKey
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("passkeytest: read options: %w: %w", ErrSyntax, err)
	}
	return nil
}

func (o *creationOptions) check() error {
	switch {
	case o.RP.Name == "" || o.User.Name == "" || o.User.DisplayName == "":
		return fmt.Errorf("passkeytest: a name of rp or user is missing: %w", ErrSyntax)
	case len(o.User.ID) == 0 || len(o.User.ID) > maxUserHandle:
		return fmt.Errorf("passkeytest: user.id has %d bytes instead of 1 to %d: %w", len(o.User.ID), maxUserHandle, ErrSyntax)
	case len(o.Challenge) == 0:
		return fmt.Errorf("passkeytest: no challenge: %w", ErrSyntax)
	}
	return nil
}

// mayUse holds a relying party id against the page (WebAuthn, section 5.1.3, step 8): its own host or a domain above it, on a
// page that came over https or from localhost.
func (a *Authenticator) mayUse(rpID string) bool {
	page, err := url.Parse(a.Origin)
	if err != nil || rpID == "" {
		return false
	}
	host := page.Hostname()
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	return (page.Scheme == "https" || local) && (host == rpID || strings.HasSuffix(host, "."+rpID))
}

func (o *creationOptions) asksFor(algorithm Algorithm) bool {
	for _, p := range o.PubKeyCredParams {
		if p.Type == publicKey && p.Alg == algorithm {
			return true
		}
	}
	return false
}

func (a *Authenticator) holdsAny(rpID string, excluded []descriptor) bool {
	return len(excluded) > 0 && slices.ContainsFunc(excluded, func(d descriptor) bool { return a.find(rpID, []descriptor{d}) != nil })
}
