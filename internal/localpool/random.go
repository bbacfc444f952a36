package localpool

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
)

const (
	lowerAlphanumerics = "abcdefghijklmnopqrstuvwxyz0123456789"
	alphanumerics      = lowerAlphanumerics + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

	clientIDLength     = 26
	clientSecretLength = 52
	poolSuffixLength   = 9
	codeDigits         = 6
	codeSpace          = 1_000_000
)

func randomBytes(from io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(from, b); err != nil {
		return nil, fmt.Errorf("localpool: read random bytes: %w", err)
	}
	return b, nil
}

// randomString draws each character with the same chance: bytes past the last whole multiple of the alphabet are dropped.
func randomString(from io.Reader, alphabet string, n int) (string, error) {
	fair := 256 - 256%len(alphabet)
	out := make([]byte, 0, n)
	for len(out) < n {
		batch, err := randomBytes(from, n)
		if err != nil {
			return "", err
		}
		for _, b := range batch {
			if int(b) < fair && len(out) < n {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(out), nil
}

// randomUUID is a version 4 UUID.
func randomUUID(from io.Reader) (string, error) {
	b, err := randomBytes(from, 16)
	if err != nil {
		return "", err
	}
	return formatUUID(b), nil
}

func formatUUID(b []byte) string {
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	s := hex.EncodeToString(b[:16])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// randomCode draws from 64 bits, so that the remainder favours no code by more than one in 10^13.
func randomCode(from io.Reader) (string, error) {
	b, err := randomBytes(from, 8)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint64(b)%codeSpace), nil
}
