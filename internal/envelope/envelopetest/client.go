package envelopetest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"testing"
	"time"

	"usher/internal/envelope"
)

// What a good envelope holds, where a test says nothing else.
const (
	Account  = "ann@example.com"
	Password = "correct horse 9"
)

// Start is half a minute into a week.
func Start() time.Time { return time.Date(2026, 11, 23, 0, 0, 30, 0, time.UTC) }

// Root is the same for one name in every run.
func Root(id, deployment string) envelope.Root {
	sum := sha256.Sum256([]byte(id + deployment))
	return envelope.Root{ID: id, Reveal: func() []byte { return sum[:] }}
}

// Instance is one of a deployment, with a ring of two roots, k1 and k0.
func Instance(tb testing.TB, now func() time.Time, store envelope.Store, deployment string) *envelope.Envelopes {
	tb.Helper()
	e, err := envelope.New(envelope.Config{
		Roots: []envelope.Root{Root("k1", deployment), Root("k0", deployment)}, Store: store, Now: now, Rand: rand.Reader,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// Sealing is what an instance gives a client.
func Sealing(tb testing.TB, e *envelope.Envelopes) envelope.Sealing {
	tb.Helper()
	s, err := e.Sealing()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Base64 is base64url without padding.
func Base64[T ~string | ~[]byte](data T) string {
	return base64.RawURLEncoding.EncodeToString([]byte(data))
}

func bytesOf(tb testing.TB, text string) []byte {
	tb.Helper()
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// Subject is the claim for an account.
func Subject(account string) string {
	sum := sha256.Sum256([]byte(account))
	return Base64(sum[:])
}

// Sender is the client's side of one agreement.
type Sender struct {
	ephemeral *ecdh.PrivateKey
	shared    []byte
}

// NewSender agrees with an instance by a key of the random bytes.
func NewSender(tb testing.TB, s envelope.Sealing, random io.Reader) Sender {
	tb.Helper()
	public, err := ecdh.P256().NewPublicKey(append(append([]byte{4}, bytesOf(tb, s.X)...), bytesOf(tb, s.Y)...))
	if err != nil {
		tb.Fatal(err)
	}
	scalar := make([]byte, 32)
	if _, err := io.ReadFull(random, scalar); err != nil {
		tb.Fatal(err)
	}
	scalar[0] = 0 // below the order of the curve
	ephemeral, err := ecdh.P256().NewPrivateKey(scalar)
	if err != nil {
		tb.Fatal(err)
	}
	shared, err := ephemeral.ECDH(public)
	if err != nil {
		tb.Fatal(err)
	}
	return Sender{ephemeral: ephemeral, shared: shared}
}

// Point is the public half that goes into the header.
func (s Sender) Point() (x, y []byte) { return point(s.ephemeral) }

func point(key *ecdh.PrivateKey) (x, y []byte) {
	p := key.PublicKey().Bytes()[1:]
	return p[:len(p)/2], p[len(p)/2:]
}

// Seal encrypts under any header (RFC 7516 with RFC 7518, section 4.6).
func (s Sender) Seal(tb testing.TB, header, plaintext string) [5]string {
	tb.Helper()
	key := sha256.Sum256(fmt.Appendf(nil, "\x00\x00\x00\x01%s\x00\x00\x00\x07A256GCM\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00", s.shared))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		tb.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		tb.Fatal(err)
	}
	nonce := []byte("twelve bytes")
	box := aead.Seal(nil, nonce, []byte(plaintext), []byte(Base64(header))) //nolint:gosec // the key is used once
	end := len(box) - aead.Overhead()
	return [5]string{Base64(header), "", Base64(nonce), Base64(box[:end]), Base64(box[end:])}
}
