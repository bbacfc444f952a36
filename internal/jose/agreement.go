package jose

import (
	"crypto/ecdh"
	"fmt"
	"io"
	"strings"
)

// AgreementKey opens what others sealed for its public key (RFC 7516, alg ECDH-ES in direct
// agreement, enc A256GCM, P-256). The protected header is part of what is authenticated, so what was
// sealed under one kid and typ opens under no other. It is safe for concurrent use.
type AgreementKey struct {
	keyID, typ string
	private    *ecdh.PrivateKey
}

// NewAgreementKey makes an AgreementKey of a P-256 key. keyID and typ are 1 to 64 characters of
// [A-Za-z0-9._+-].
func NewAgreementKey(private *ecdh.PrivateKey, keyID, typ string) (*AgreementKey, error) {
	if private == nil || private.Curve() != ecdh.P256() {
		return nil, fmt.Errorf("%w: only a key of P-256 agrees", ErrKey)
	}
	if !validDirectName(keyID) || !validDirectName(typ) {
		return nil, fmt.Errorf("%w: kid and typ must be 1 to %d characters of [A-Za-z0-9._+-]", ErrHeader, maxDirectName)
	}
	return &AgreementKey{keyID: keyID, typ: typ, private: private}, nil
}

// Format implements fmt.Formatter: some verbs would print the private key.
func (*AgreementKey) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// Public returns the coordinates of the public key as a JWK holds them (RFC 7518, section 6.2.1).
func (k *AgreementKey) Public() (x, y string) {
	point := k.private.PublicKey().Bytes() // 4, x, y: SEC 1, section 2.3.3
	return b64url(string(point[1 : 1+coordinateBytes])), b64url(string(point[1+coordinateBytes:]))
}

// Open decrypts a compact JWE for this key. The caller bounds its size, at most [MaxSealedBytes].
// The header may have its members in any order and no other ones than alg, enc, kid, typ and epk; the
// point in epk must be on the curve. Agreement is made for each value anew, which takes some 50 µs.
//
// Errors wrap [ErrTooLarge], [ErrMalformed], [ErrHeader], [ErrAlgorithm], [ErrKey] or [ErrDecrypt].
func (k *AgreementKey) Open(compact string) ([]byte, error) {
	header, part, body, err := readAgreement(compact)
	if err != nil {
		return nil, err
	}
	if header.keyID != k.keyID || header.typ != k.typ {
		return nil, fmt.Errorf("%w: not the one of this key", ErrHeader)
	}
	shared, err := k.private.ECDH(header.epk)
	if err != nil {
		return nil, fmt.Errorf("%w: epk does not agree", ErrKey)
	}
	key := concatKDF(shared, encA256GCM, "", "", DirectKeyBytes)
	clear(shared)
	defer clear(key)
	aead, err := newA256GCM(key)
	if err != nil {
		return nil, err
	}
	return openParts(aead, body, []byte(part))
}

// ReadAgreementKeyID returns the kid that a JWE claims, for choosing an [AgreementKey]. Anybody can
// have written it. A header that no AgreementKey takes is refused.
//
// Errors are those of [AgreementKey.Open], without [ErrDecrypt].
func ReadAgreementKeyID(compact string) (keyID string, err error) {
	header, _, _, err := readAgreement(compact)
	return header.keyID, err
}

// readAgreement takes the header and the empty encrypted key off a compact JWE.
func readAgreement(compact string) (header agreementHeader, part, body string, err error) {
	if len(compact) > MaxSealedBytes {
		return header, "", "", fmt.Errorf("%w: a sealed value has at most %d bytes", ErrTooLarge, MaxSealedBytes)
	}
	part, rest, _ := strings.Cut(compact, ".")
	body, direct := strings.CutPrefix(rest, ".")
	if !direct || len(part) > maxAgreementHeader {
		return header, "", "", malformed("no header of a sealed value before an empty encrypted key")
	}
	text, err := decodePart(part)
	if err != nil {
		return header, "", "", fmt.Errorf("header: %w", err)
	}
	header, err = readAgreementHeader(text)
	return header, part, body, err
}
