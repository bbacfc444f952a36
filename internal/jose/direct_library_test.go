package jose_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwe"

	"usher/internal/jose"
)

// The library makes and opens JWE of its own accord: agreement in both directions says that
// DirectKey speaks RFC 7516 and not only to itself.

func TestLibraryOpensWhatDirectKeySeals(t *testing.T) {
	key := directBytes()
	for _, plaintext := range []string{"a", directSecret, strings.Repeat("long ", 1000)} {
		sealed := sealDirect(t, newDirect(t, directKeyID, directTyp), plaintext)
		message := jwe.NewMessage()
		opened, err := jwe.Decrypt([]byte(sealed), jwe.WithKey(jwa.DIRECT, key[:]), jwe.WithMessage(message))
		if err != nil {
			t.Fatal(err)
		}
		if string(opened) != plaintext {
			t.Errorf("the library read %q, want %q", opened, plaintext)
		}
		if h := message.ProtectedHeaders(); h.KeyID() != directKeyID || h.Type() != directTyp {
			t.Errorf("the library read kid %q and typ %q", h.KeyID(), h.Type())
		}
	}
}

func TestDirectKeyOpensWhatLibrarySeals(t *testing.T) {
	for _, plaintext := range []string{"a", directSecret, strings.Repeat("long ", 1000)} {
		sealed := librarySeal(t, plaintext)
		opened, err := newDirect(t, directKeyID, directTyp).Open(sealed)
		if err != nil {
			t.Fatal(err)
		}
		if string(opened) != plaintext {
			t.Errorf("opened = %q, want %q", opened, plaintext)
		}
	}
}

func TestDirectKeyRefusesCompressionByLibrary(t *testing.T) {
	sealed := librarySeal(t, strings.Repeat("bomb ", 1000), jwe.WithCompress(jwa.Deflate))
	if opened, err := newDirect(t, directKeyID, directTyp).Open(sealed); err == nil {
		t.Errorf("opened a compressed value as %d bytes", len(opened))
	}
}

func librarySeal(tb testing.TB, plaintext string, options ...jwe.EncryptOption) string {
	tb.Helper()
	key := directBytes()
	headers := jwe.NewHeaders()
	for name, value := range map[string]string{jwe.KeyIDKey: directKeyID, jwe.TypeKey: directTyp} {
		if err := headers.Set(name, value); err != nil {
			tb.Fatal(err)
		}
	}
	options = append(options, jwe.WithKey(jwa.DIRECT, key[:]), jwe.WithProtectedHeaders(headers))
	sealed, err := jwe.Encrypt([]byte(plaintext), options...)
	if err != nil {
		tb.Fatal(err)
	}
	return string(sealed)
}

// FuzzOpenDirect holds that an accepted value has one spelling, and that the library reads it as
// the same bytes.
func FuzzOpenDirect(f *testing.F) {
	key := newDirect(f, directKeyID, directTyp)
	good := sealDirect(f, key, directSecret)
	f.Add(good)
	f.Add(sealDirect(f, key, ""))
	f.Add(good + ".")
	f.Add(strings.Replace(good, "..", ".AA.", 1))
	f.Add(sealDirect(f, newDirect(f, "k2.20261122", directTyp), directSecret))
	f.Add(b64(`{"alg":"dir","enc":"A256GCM","kid":"\u006b","typ":"t"}`) + "....")
	f.Fuzz(func(t *testing.T, compact string) {
		opened, err := key.Open(compact)
		keyID, typ, headerErr := jose.ReadDirectHeader(compact)
		if headerErr == nil {
			if again, err := jose.NewDirectKey(directBytes(), keyID, typ); err != nil {
				t.Fatalf("read kid %q and typ %q, which no key has: %v", keyID, typ, err)
			} else if head, _, _ := strings.Cut(sealDirect(t, again, "a"), "."); !strings.HasPrefix(compact, head+".") {
				t.Fatal("read a header that has a second spelling")
			}
		}
		if err != nil {
			if opened != nil {
				t.Fatal("a refused value was returned")
			}
			return
		}
		if headerErr != nil || keyID != directKeyID || typ != directTyp {
			t.Fatalf("opened beside kid %q, typ %q, %v", keyID, typ, headerErr)
		}
		secret := directBytes()
		reference, err := jwe.Decrypt([]byte(compact), jwe.WithKey(jwa.DIRECT, secret[:]))
		if len(opened) > 0 && (err != nil || string(reference) != string(opened)) {
			t.Fatalf("opened %q, the library %q, %v", opened, reference, err)
		}
	})
}

func BenchmarkDirectKey(b *testing.B) {
	key := newDirect(b, directKeyID, directTyp)
	plaintext := []byte(strings.Repeat("x", 1083))
	sealed := sealDirect(b, key, string(plaintext))
	b.Run("Seal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := key.Seal(plaintext, rand.Reader); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := key.Open(sealed); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("OpenByLibrary", func(b *testing.B) {
		secret := directBytes()
		b.ReportAllocs()
		for b.Loop() {
			if _, err := jwe.Decrypt([]byte(sealed), jwe.WithKey(jwa.DIRECT, secret[:])); err != nil {
				b.Fatal(err)
			}
		}
	})
}
