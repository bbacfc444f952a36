package localpool

import (
	"strings"
	"time"
)

// UserStatus values. There are no federated, archived or compromised users here.
const (
	statusUnconfirmed = "UNCONFIRMED"
	statusConfirmed   = "CONFIRMED"
	statusForceChange = "FORCE_CHANGE_PASSWORD"
	statusResetNeeded = "RESET_REQUIRED"
)

// poolRecord is one user pool as stored.
type poolRecord struct {
	ID, Name  string
	Settings  poolSettings
	Schema    []schemaAttribute
	Immutable poolIdentity
	// Factors is what SetUserPoolMfaConfig sets. UpdateUserPool leaves it alone.
	Factors           poolFactors `json:",omitzero"`
	Created, Modified time.Time
}

// poolIdentity is what Cognito fixes when a pool is created.
type poolIdentity struct {
	UsernameAttributes, AliasAttributes []string
	CaseSensitive                       bool
}

// poolKeys are a pool's secrets: PKCS #8 of the two signing keys, their public ids, and the root of every keyed hash. They
// are read once at start.
type poolKeys struct {
	ID, Access       []byte
	IDKid, AccessKid string
	Root             []byte
}

// clientRecord is one app client as stored.
type clientRecord struct {
	ID, PoolID, Name, Secret string
	Settings                 clientSettings
	Created, Modified        time.Time
}

// userRecord is one user as stored.
type userRecord struct {
	PoolID, Username, Sub string
	// Attributes holds everything but sub, values as the API spells them ("true").
	Attributes map[string]string
	// Pending holds new values that wait for their proof, by attribute.
	Pending           map[string]string `json:",omitempty"`
	Status            string
	Enabled           bool
	Created, Modified time.Time
	// Password is an argon2id hash in PHC form, "" for none. PasswordVersion counts its changes, so that a slow comparison
	// outside the write transaction can be checked inside it.
	Password        string
	PasswordVersion uint64
	PasswordSet     time.Time
	// SRP proves the same password without its being sent. It is missing where the password is older than SRP here, until
	// the password is next sent and found right.
	SRP *srpVerifier `json:"srp,omitempty"`
	// History holds earlier hashes, newest first.
	History []string `json:",omitempty"`
	// Codes holds outstanding codes by purpose: the newest wins because there is only one place.
	Codes map[string]codeRecord `json:",omitempty"`
	// SignOuts counts global sign-outs; a refresh family of an earlier count is dead. SignedOutAt serves access tokens that
	// name no family.
	SignOuts    uint64
	SignedOutAt time.Time
	// TOTP is the authenticator app, MFA what SetUserMFAPreference chose, Passkeys the WebAuthn credentials, oldest first.
	TOTP     *totpRecord     `json:"totp,omitempty"`
	MFA      mfaPreference   `json:"mfa,omitzero"`
	Passkeys []passkeyRecord `json:"passkeys,omitempty"`
	// NewPasskey is the registration that was started last. There is only one place, so the newest wins.
	NewPasskey *passkeyStart `json:"newPasskey,omitempty"`
	// Groups holds the names of the user's groups, without an order.
	Groups []string `json:"groups,omitempty"`
}

// codeRecord is one outstanding code. Only its keyed hash is stored.
type codeRecord struct {
	Hash    []byte
	Expires time.Time
	// Attribute is what the code proves.
	Attribute string
}

// familyRecord is one sign-in and everything refreshed from it; its key is origin_jti.
type familyRecord struct {
	PoolID, ClientID, Username, EventID string
	AuthTime, Expires                   time.Time
	SignOuts                            uint64
	Revoked                             bool
}

// refreshRecord is one refresh token; its key is the token's hash.
type refreshRecord struct {
	Family    string
	Expires   time.Time
	RotatedAt time.Time
}

func joinKey(parts ...string) string { return strings.Join(parts, keySeparator) }

func userKey(poolID, username string) string { return joinKey(poolID, username) }

func (u *userRecord) verified(attribute string) bool {
	return u.Attributes[attribute] != "" && u.Attributes[attribute+"_verified"] == "true"
}
