package envelope

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// A nonce is the time of its making, random bytes and an HMAC over both, so that it is known to be
// ours without having been kept.
const (
	timeBytes   = 8
	randomBytes = 16
	macBytes    = 16 // half of SHA-256, as RFC 2104, section 5, allows
	macAt       = timeBytes + randomBytes
	nonceBytes  = macAt + macBytes
)

var nonceText = base64.RawURLEncoding.Strict()

type nonce struct {
	id     string // no two have the same
	issued time.Time
}

func (k *weekKey) newNonce(now time.Time, random io.Reader) (string, error) {
	data := make([]byte, macAt, nonceBytes)
	binary.BigEndian.PutUint64(data, uint64(now.Unix())) //nolint:gosec // read back the same way
	if _, err := io.ReadFull(random, data[timeBytes:]); err != nil {
		return "", fmt.Errorf("envelope: no randomness for a nonce: %w", err)
	}
	return nonceText.EncodeToString(append(data, k.mac(data)...)), nil
}

func (k *weekKey) readNonce(text string) (nonce, error) {
	// The decoder skips line breaks, so that one nonce would have many spellings.
	if len(text) != nonceText.EncodedLen(nonceBytes) {
		return nonce{}, refused("the nonce is none of ours")
	}
	data, err := nonceText.DecodeString(text)
	if err != nil || len(data) != nonceBytes || !hmac.Equal(data[macAt:], k.mac(data[:macAt])) {
		return nonce{}, refused("the nonce is none of ours")
	}
	return nonce{
		id:     nonceText.EncodeToString(data[timeBytes:macAt]),
		issued: time.Unix(int64(binary.BigEndian.Uint64(data)), 0), //nolint:gosec // ours, by its HMAC
	}, nil
}

func (k *weekKey) mac(data []byte) []byte {
	mac := hmac.New(sha256.New, k.nonceKey)
	mac.Write(data)
	return mac.Sum(nil)[:macBytes]
}
