package localpool

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
)

type listPasskeysInput struct {
	AccessToken string `json:"AccessToken" is:"token,required"`
	NextToken   string `json:"NextToken" is:"pageToken"`
	MaxResults  int64  `json:"MaxResults" is:"passkeys"`
}

// passkeyDescription is WebAuthnCredentialDescription.
type passkeyDescription struct {
	CredentialID            string   `json:"CredentialId"`
	FriendlyCredentialName  string   `json:"FriendlyCredentialName"`
	RelyingPartyID          string   `json:"RelyingPartyId"`
	AuthenticatorAttachment string   `json:"AuthenticatorAttachment,omitempty"`
	AuthenticatorTransports []string `json:"AuthenticatorTransports"`
	CreatedAt               epoch    `json:"CreatedAt"`
}

type listPasskeysOutput struct {
	Credentials []passkeyDescription `json:"Credentials"`
	NextToken   string               `json:"NextToken,omitempty"`
}

// listWebAuthnCredentials lists the oldest passkey first. It shows those of earlier relying parties as well: the user can
// delete them.
func (p *Pool) listWebAuthnCredentials(_ context.Context, in *listPasskeysInput) (*listPasskeysOutput, error) {
	out := &listPasskeysOutput{Credentials: []passkeyDescription{}}
	err := p.withAccessToken(in.AccessToken, p.view, func(_ tx, s *scope, user *userRecord) error {
		list := joinKey("passkeys", user.Username)
		rest := slices.SortedFunc(slices.Values(user.Passkeys), func(a, b passkeyRecord) int {
			return cmp.Compare(passkeyPlace(&a), passkeyPlace(&b))
		})
		if in.NextToken != "" {
			after, err := s.realm.openPageToken(list, in.NextToken)
			if err != nil {
				return err
			}
			rest = slices.DeleteFunc(rest, func(k passkeyRecord) bool { return passkeyPlace(&k) <= after })
		}
		size := int(in.MaxResults)
		if size == 0 {
			size = maxPasskeys
		}
		for _, key := range rest[:min(size, len(rest))] {
			out.Credentials = append(out.Credentials, passkeyDescription{
				CredentialID: key.credentialID(), FriendlyCredentialName: key.Name, RelyingPartyID: key.RelyingPartyID,
				AuthenticatorAttachment: key.Attachment, AuthenticatorTransports: append([]string{}, key.Transports...), CreatedAt: epoch(key.Created),
			})
		}
		if len(rest) <= size {
			return nil
		}
		var err error
		out.NextToken, err = p.sealPageToken(s.realm, list, passkeyPlace(&rest[size-1]))
		return err
	})
	return out, err
}

// passkeyPlace orders passkeys by age. It outlives the passkey itself, so that a page can be continued after a deletion.
func passkeyPlace(k *passkeyRecord) string {
	return k.Created.UTC().Format("2006-01-02T15:04:05.000000000") + hex.EncodeToString(k.ID)
}

type deletePasskeyInput struct {
	AccessToken  string `json:"AccessToken" is:"token,required"`
	CredentialID string `json:"CredentialId" is:"text,required"`
}

func (p *Pool) deleteWebAuthnCredential(_ context.Context, in *deletePasskeyInput) (empty, error) {
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		id, err := base64.RawURLEncoding.Strict().DecodeString(in.CredentialID)
		if err != nil || user.passkey(id) == nil {
			return fail(resourceNotFound, "The user has no passkey with this CredentialId.")
		}
		user.Passkeys = slices.DeleteFunc(user.Passkeys, func(k passkeyRecord) bool { return bytes.Equal(k.ID, id) })
		user.Modified = p.now()
		return s.saveUser(t, user)
	})
}

// authenticatorName turns an authenticator's model id into the name that people know it by. Most security keys hide theirs
// when no attestation is asked for, and are nameless here.
func authenticatorName(aaguid []byte) string {
	known := map[string]string{
		"fbfc3007154e4ecc8c0b6e020557d7bd": "iCloud Keychain",
		"ea9b8d664d011d213ce4b6b48cb575d4": "Google Password Manager",
		"adce000235bcc60a648b0b25f1f05503": "Chrome on Mac",
		"08987058cadc4b81b6e130de50dcbe96": "Windows Hello",
		"9ddd1817af5a4672a2b93e3dd95000a9": "Windows Hello",
		"6028b017b1d44c02b4b3afcdafc96bb2": "Windows Hello",
		"bada5566a7aa401fbd9645619a55120d": "1Password",
		"d548826e79b4db40a3d811116f7e8349": "Bitwarden",
	}
	return pick(known[hex.EncodeToString(aaguid)], "Passkey")
}

// attachment keeps the two values there are.
func attachment(given protocol.AuthenticatorAttachment) string {
	if given == protocol.Platform || given == protocol.CrossPlatform {
		return string(given)
	}
	return ""
}

// transports keeps the values there are, each once: browsers may send any text.
func transports(given []protocol.AuthenticatorTransport) []string {
	kept := []string{}
	for _, known := range []protocol.AuthenticatorTransport{
		protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal,
	} {
		if slices.Contains(given, known) {
			kept = append(kept, string(known))
		}
	}
	return kept
}
