package jose

import (
	"crypto/rsa"
	"fmt"
	"math/big"
	"slices"
)

const (
	// MaxKeySetBytes is the longest JWKS document that is read. Cognito's has
	// under 1 KiB.
	MaxKeySetBytes = 64 << 10

	minModulusBits = 2048
	maxModulusBits = 8192      // above, one check would cost milliseconds
	maxExponent    = 1<<31 - 1 // crypto/rsa's own bound
)

// KeySet is what a JWKS document offered.
type KeySet struct {
	// Keys holds the keys fit to verify RS256, by kid.
	Keys map[string]*rsa.PublicKey
	// Skipped lists the others, in the document's order.
	Skipped []SkippedKey
}

// SkippedKey says why a key of a JWKS document is not used.
type SkippedKey struct {
	Index  int    // position in the document, from 0
	KeyID  string // empty when the key has no usable kid
	Reason string // one of a fixed set of phrases
}

// ParseKeySet reads a JWKS document (RFC 7517, section 5). One unfit key does
// not spoil the others: it is skipped and reported, since a set may hold keys
// for other purposes. A kid that occurs twice names no key, so both are
// skipped.
//
// Errors wrap [ErrTooLarge] or [ErrKeySet]; a set without any usable key is an
// error, and then Skipped still tells why.
func ParseKeySet(document []byte) (KeySet, error) {
	if len(document) > MaxKeySetBytes {
		return KeySet{}, fmt.Errorf("%w: a key set has at most %d bytes", ErrTooLarge, MaxKeySetBytes)
	}
	top, err := ParseObject(document)
	if err != nil {
		return KeySet{}, fmt.Errorf("%w: %w", ErrKeySet, err)
	}
	list, present := top["keys"]
	if !present {
		return KeySet{}, fmt.Errorf("%w: no member keys", ErrKeySet)
	}
	entries, err := decodeArray(list)
	if err != nil {
		return KeySet{}, fmt.Errorf("%w: member keys: %w", ErrKeySet, err)
	}

	set := KeySet{Keys: map[string]*rsa.PublicKey{}}
	read := make([]readResult, len(entries))
	uses := map[string]int{}
	for i, entry := range entries {
		read[i] = readKey(entry)
		uses[read[i].keyID]++
	}
	for i, r := range read {
		if r.cause == "" && uses[r.keyID] > 1 {
			r.cause = "kid occurs twice"
		}
		if r.cause != "" {
			set.Skipped = append(set.Skipped, SkippedKey{Index: i, KeyID: r.keyID, Reason: r.cause})
			continue
		}
		set.Keys[r.keyID] = r.key
	}
	if len(set.Keys) == 0 {
		return KeySet{Skipped: set.Skipped}, fmt.Errorf("%w: no usable key", ErrKeySet)
	}
	return set, nil
}

type readResult struct {
	keyID string
	key   *rsa.PublicKey
	cause string // why the key is not usable, or empty
}

func readKey(entry []byte) readResult {
	if entry[0] != '{' {
		return readResult{cause: "not an object"}
	}
	jwk, err := ParseObject(entry)
	if err != nil {
		return readResult{cause: "not strict JSON"}
	}
	keyID, _, err := jwk.String("kid")
	if err != nil || !validKeyID(keyID) {
		return readResult{cause: "kid is missing or unusable"}
	}
	if cause := unfitUse(jwk); cause != "" {
		return readResult{keyID: keyID, cause: cause}
	}
	key, cause := readRSA(jwk)
	return readResult{keyID: keyID, key: key, cause: cause}
}

// unfitUse returns why a key must not verify tokens whatever its numbers are,
// or the empty string.
func unfitUse(jwk Object) (cause string) {
	// A published private key is anybody's: its signatures prove nothing.
	for _, member := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
		if _, present := jwk[member]; present {
			return "holds private members"
		}
	}
	if kty, _, err := jwk.String("kty"); err != nil || kty != "RSA" {
		return "kty is not RSA"
	}
	if alg, present, err := jwk.String("alg"); err != nil || present && alg != algRS256 {
		return "alg is not RS256"
	}
	if use, present, err := jwk.String("use"); err != nil || present && use != "sig" {
		return "use is not sig"
	}
	if ops, present, err := jwk.Strings("key_ops"); err != nil || present && !slices.Contains(ops, "verify") {
		return "key_ops is without verify"
	}
	return ""
}

func readRSA(jwk Object) (key *rsa.PublicKey, cause string) {
	modulus, ok := readUint(jwk, "n")
	if !ok {
		return nil, "n is not a canonical base64url number"
	}
	exponent, ok := readUint(jwk, "e")
	if !ok {
		return nil, "e is not a canonical base64url number"
	}
	e := new(big.Int).SetBytes(exponent)
	if !e.IsInt64() || e.Int64() > maxExponent {
		return nil, "exponent is too large"
	}
	key = &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(e.Int64())}
	if cause := unfitKey(key); cause != "" {
		return nil, cause
	}
	return key, ""
}

// readUint reads a Base64urlUInt (RFC 7518, section 2): big-endian, without
// leading zero bytes.
func readUint(jwk Object, name string) (value []byte, ok bool) {
	text, present, err := jwk.String(name)
	if err != nil || !present {
		return nil, false
	}
	value, err = decodePart(text)
	return value, err == nil && value[0] != 0
}

// unfitKey returns why an RSA key is too weak or too costly, or the empty
// string.
func unfitKey(key *rsa.PublicKey) (cause string) {
	switch {
	case key == nil || key.N == nil || key.N.Sign() <= 0:
		return "no key"
	case key.N.BitLen() < minModulusBits:
		return "modulus is below 2048 bits"
	case key.N.BitLen() > maxModulusBits:
		return "modulus is above 8192 bits"
	case key.N.Bit(0) == 0:
		return "modulus is even"
	case key.E < 3 || key.E%2 == 0:
		return "exponent is even or below 3"
	case key.E > maxExponent:
		return "exponent is too large"
	}
	return ""
}
