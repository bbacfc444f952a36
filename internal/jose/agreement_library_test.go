package jose_test

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwe"

	"usher/internal/jose"
)

// The library seals of its own accord: that AgreementKey opens it says that it speaks RFC 7516.

func TestAgreementKeyOpensWhatLibrarySeals(t *testing.T) {
	for _, plaintext := range []string{"a", strings.Repeat("long ", 1000)} {
		sealed := librarySealAgreed(t, agreedPrivate(t).PublicKey(), jwa.A256GCM, plaintext)
		opened, err := newAgreement(t).Open(sealed)
		if err != nil {
			t.Fatal(err)
		}
		if string(opened) != plaintext {
			t.Errorf("opened %q, want %q", opened, plaintext)
		}
		if keyID, err := jose.ReadAgreementKeyID(sealed); err != nil || keyID != agreedID {
			t.Errorf("kid %q, %v", keyID, err)
		}
	}
}

func TestAgreementKeyRefusesWhatLibrarySealsOtherwise(t *testing.T) {
	p384, err := ecdh.P384().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, sealed := range map[string]string{
		"another curve":         librarySealAgreed(t, p384.PublicKey(), jwa.A256GCM, "a"),
		"another content":       librarySealAgreed(t, agreedPrivate(t).PublicKey(), jwa.A128GCM, "a"),
		"compressed":            librarySealAgreed(t, agreedPrivate(t).PublicKey(), jwa.A256GCM, "a", jwe.WithCompress(jwa.Deflate)),
		"an HMAC and a CBC":     librarySealAgreed(t, agreedPrivate(t).PublicKey(), jwa.A256CBC_HS512, "a"),
		"a key of another week": librarySealAgreed(t, mustGenerate(t).PublicKey(), jwa.A256GCM, "a"),
	} {
		t.Run(name, func(t *testing.T) {
			if opened, err := newAgreement(t).Open(sealed); err == nil {
				t.Errorf("opened %q", opened)
			}
		})
	}
}

func mustGenerate(t *testing.T) *ecdh.PrivateKey {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func librarySealAgreed(t *testing.T, public *ecdh.PublicKey, enc jwa.ContentEncryptionAlgorithm, plaintext string, options ...jwe.EncryptOption) string {
	t.Helper()
	headers := jwe.NewHeaders()
	for name, value := range map[string]string{jwe.KeyIDKey: agreedID, jwe.TypeKey: agreedTyp} {
		if err := headers.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	curve := elliptic.P256()
	if public.Curve() == ecdh.P384() {
		curve = elliptic.P384()
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, public.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	options = append(options, jwe.WithKey(jwa.ECDH_ES, key), jwe.WithContentEncryption(enc), jwe.WithProtectedHeaders(headers))
	sealed, err := jwe.Encrypt([]byte(plaintext), options...)
	if err != nil {
		t.Fatal(err)
	}
	return string(sealed)
}
