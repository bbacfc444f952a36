package envelope_test

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
	"usher/internal/kv"
)

const (
	ann    = "ann@example.com"
	secret = "correct horse 9"
)

// start is half a minute into a week.
var start = time.Date(2026, 11, 23, 0, 0, 30, 0, time.UTC)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// root is the same for one name in every run.
func root(id, deployment string) envelope.Root {
	sum := sha256.Sum256([]byte(id + deployment))
	return envelope.Root{ID: id, Reveal: func() []byte { return sum[:] }}
}

// instance is one of a deployment, with a ring of two roots.
func instance(tb testing.TB, c *clock, store envelope.Store, deployment string) *envelope.Envelopes {
	tb.Helper()
	e, err := envelope.New(envelope.Config{
		Roots: []envelope.Root{root("k1", deployment), root("k0", deployment)}, Store: store, Now: c.now, Rand: rand.Reader,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func newInstance(tb testing.TB) (*envelope.Envelopes, *clock) {
	tb.Helper()
	c := &clock{at: start}
	return instance(tb, c, kv.NewMemory(c.now, 0), "ours"), c
}

func mustSealing(tb testing.TB, e *envelope.Envelopes) envelope.Sealing {
	tb.Helper()
	s, err := e.Sealing()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// b64 is base64url without padding.
func b64[T ~string | ~[]byte](data T) string {
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

func subOf(account string) string {
	sum := sha256.Sum256([]byte(account))
	return b64(sum[:])
}

// sender is the client's side of an agreement, of this test's own making.
type sender struct {
	ephemeral *ecdh.PrivateKey
	shared    []byte
}

func newSender(tb testing.TB, s envelope.Sealing, random io.Reader) sender {
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
	return sender{ephemeral: ephemeral, shared: shared}
}

// point is the x and y of a key's public half.
func point(key *ecdh.PrivateKey) (x, y []byte) {
	p := key.PublicKey().Bytes()[1:]
	return p[:len(p)/2], p[len(p)/2:]
}

// seal encrypts under any header (RFC 7516 with RFC 7518, section 4.6).
func (s sender) seal(tb testing.TB, header, plaintext string) [5]string {
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
	nonce := []byte("twelve bytes") // the key is used once
	box := aead.Seal(nil, nonce, []byte(plaintext), []byte(b64(header)))
	end := len(box) - aead.Overhead()
	return [5]string{b64(header), "", b64(nonce), b64(box[:end]), b64(box[end:])}
}
