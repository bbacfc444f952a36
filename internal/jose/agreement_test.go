package jose_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"usher/internal/jose"
)

const (
	agreedID  = "k1.2026w47"
	agreedTyp = "test+jwe"
)

// agreedPrivate is the same key in every run, so that seeds are the same texts.
func agreedPrivate(tb testing.TB) *ecdh.PrivateKey {
	tb.Helper()
	scalar := sha256.Sum256([]byte("a key of the tests"))
	key, err := ecdh.P256().NewPrivateKey(scalar[:])
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func newAgreement(tb testing.TB) *jose.AgreementKey {
	tb.Helper()
	key, err := jose.NewAgreementKey(agreedPrivate(tb), agreedID, agreedTyp)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// agreedHeader is a header with a good epk whose private half is agreedPrivate, too.
func agreedHeader(tb testing.TB) string {
	tb.Helper()
	x, y := newAgreement(tb).Public()
	return fmt.Sprintf(`{"alg":"ECDH-ES","enc":"A256GCM","kid":%q,"typ":%q,"epk":{"kty":"EC","crv":"P-256","x":%q,"y":%q}}`, agreedID, agreedTyp, x, y)
}

// sealAgreed encrypts under any header at all, as whoever has the ephemeral key of agreedHeader can.
func sealAgreed(tb testing.TB, header, plaintext string) string {
	tb.Helper()
	private := agreedPrivate(tb)
	shared, err := private.ECDH(private.PublicKey())
	if err != nil {
		tb.Fatal(err)
	}
	info := "\x00\x00\x00\x01" + string(shared) + "\x00\x00\x00\x07A256GCM" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00" + "\x00\x00\x01\x00"
	key := sha256.Sum256([]byte(info))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		tb.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		tb.Fatal(err)
	}
	part, nonce := b64(header), "twelve bytes"
	box := aead.Seal(nil, []byte(nonce), []byte(plaintext), []byte(part))
	end := len(box) - aead.Overhead()
	return part + ".." + b64(nonce) + "." + b64(string(box[:end])) + "." + b64(string(box[end:]))
}

func TestAgreementHeaders(t *testing.T) {
	good := agreedHeader(t)
	x, y := newAgreement(t).Public()
	epk := good[strings.Index(good, `"epk"`) : len(good)-1]
	point := string(agreedPrivate(t).PublicKey().Bytes()[1:])
	zero := b64(strings.Repeat("\x00", 32))
	for _, tt := range []struct {
		name   string
		header string
		want   error // nil: it opens
	}{
		{"good", good, nil},
		{"members in another order", `{` + epk + `,"typ":"test+jwe","kid":"k1.2026w47","enc":"A256GCM","alg":"ECDH-ES"}`, nil},
		{"white space", strings.ReplaceAll(good, ",", ", "), nil},
		{"alg with a key wrap", strings.Replace(good, "ECDH-ES", "ECDH-ES+A256KW", 1), jose.ErrAlgorithm},
		{"alg dir", strings.Replace(good, "ECDH-ES", "dir", 1), jose.ErrAlgorithm},
		{"alg in lower case", strings.Replace(good, "ECDH-ES", "ecdh-es", 1), jose.ErrAlgorithm},
		{"alg with an escape", strings.Replace(good, "ECDH-ES", `ECDH\u002dES`, 1), jose.ErrAlgorithm},
		{"alg is a list", strings.Replace(good, `"ECDH-ES"`, `["ECDH-ES"]`, 1), jose.ErrAlgorithm},
		{"enc of 128 bits", strings.Replace(good, "A256GCM", "A128GCM", 1), jose.ErrAlgorithm},
		{"another kid", strings.Replace(good, "k1.", "k2.", 1), jose.ErrHeader},
		{"kid with an escape", strings.Replace(good, "k1.", `k\u0031.`, 1), jose.ErrHeader},
		{"kid is a number", strings.Replace(good, `"k1.2026w47"`, "1", 1), jose.ErrHeader},
		{"kid is a path", strings.Replace(good, "k1.2026w47", "../k1", 1), jose.ErrHeader},
		{"another typ", strings.Replace(good, "test+jwe", "other+jwe", 1), jose.ErrHeader},
		{"no typ", strings.Replace(good, `"typ":"test+jwe",`, "", 1), jose.ErrHeader},
		{"apu", strings.Replace(good, `{"alg"`, `{"apu":"QQ","alg"`, 1), jose.ErrHeader},
		{"zip", strings.Replace(good, `{"alg"`, `{"zip":"DEF","alg"`, 1), jose.ErrHeader},
		{"crit", strings.Replace(good, `{"alg"`, `{"crit":["exp"],"alg"`, 1), jose.ErrHeader},
		{"alg in capitals beside it", strings.Replace(good, `{"alg"`, `{"ALG":"none","alg"`, 1), jose.ErrHeader},
		{"alg twice", strings.Replace(good, `{"alg"`, `{"alg":"none","alg"`, 1), jose.ErrMalformed},
		{"no epk", strings.Replace(good, `"epk"`, `"jwk"`, 1), jose.ErrHeader},
		{"epk is a text", `{"alg":"ECDH-ES","enc":"A256GCM","kid":"k1.2026w47","typ":"test+jwe","epk":"x"}`, jose.ErrMalformed},
		{"epk of another curve", strings.Replace(good, "P-256", "P-384", 1), jose.ErrKey},
		{"epk of another type", strings.Replace(good, `"EC"`, `"OKP"`, 1), jose.ErrKey},
		{"epk with a private part", strings.Replace(good, `"kty"`, `"d":"AA","kty"`, 1), jose.ErrHeader},
		{"x cut", strings.Replace(good, x, b64(strings.Repeat("\x00", 31)), 1), jose.ErrKey},
		{"x with a zero in front", strings.Replace(good, x, b64(strings.Repeat("\x00", 33)), 1), jose.ErrKey},
		{"x with padding", strings.Replace(good, x, x+"=", 1), jose.ErrMalformed},
		{"x with an escape", strings.Replace(good, x, fmt.Sprintf(`\u%04x`, x[0])+x[1:], 1), jose.ErrKey},
		{"x and y cut elsewhere", strings.NewReplacer(x, b64(point[:33]), y, b64(point[33:])).Replace(good), jose.ErrKey},
		{"x is a number", strings.Replace(good, `"`+x+`"`, "1", 1), jose.ErrMalformed},
		{"a point off the curve", strings.Replace(good, y, x, 1), jose.ErrKey},
		{"the point at infinity", strings.NewReplacer(x, zero, y, zero).Replace(good), jose.ErrKey},
		{"too long", strings.Replace(good, `{"alg"`, "{"+strings.Repeat(" ", 300)+`"alg"`, 1), jose.ErrMalformed},
		{"not JSON", good[1:], jose.ErrMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opened, err := newAgreement(t).Open(sealAgreed(t, tt.header, "a secret"))
			if !errors.Is(err, tt.want) || (err == nil) != (string(opened) == "a secret") {
				t.Errorf("opened %q, %v; want %v", opened, err, tt.want)
			}
			if err != nil && (strings.Contains(err.Error(), x) || strings.Contains(err.Error(), "secret")) {
				t.Errorf("the error repeats the input: %v", err)
			}
		})
	}
}

func TestAgreementParts(t *testing.T) {
	good := strings.Split(sealAgreed(t, agreedHeader(t), "a secret"), ".")
	with := func(part int, text string) string {
		parts := append([]string{}, good...)
		parts[part] = text
		return strings.Join(parts, ".")
	}
	for _, tt := range []struct {
		name, compact string
		want          error
	}{
		{"good", strings.Join(good, "."), nil},
		{"an encrypted key", with(1, "AAAA"), jose.ErrMalformed},
		{"nonce of 11 bytes", with(2, b64("11 bytes   ")), jose.ErrMalformed},
		{"no nonce", with(2, ""), jose.ErrMalformed},
		{"another nonce", with(2, b64("other bytes.")), jose.ErrDecrypt},
		{"ciphertext cut", with(3, good[3][:4]), jose.ErrDecrypt},
		{"no ciphertext", with(3, ""), jose.ErrDecrypt},
		{"tag cut", with(4, b64(strings.Repeat("\x00", 15))), jose.ErrMalformed},
		{"no tag", with(4, ""), jose.ErrMalformed},
		{"another tag", with(4, b64(strings.Repeat("\x00", 16))), jose.ErrDecrypt},
		{"four parts", strings.Join(good[:4], "."), jose.ErrMalformed},
		{"six parts", strings.Join(good, ".") + ".AA", jose.ErrMalformed},
		{"line break", with(3, good[3][:4]+"\n"+good[3][4:]), jose.ErrMalformed},
		{"empty", "", jose.ErrMalformed},
		{"dots", "....", jose.ErrMalformed},
		{"too large", strings.Repeat("A", jose.MaxSealedBytes+1), jose.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if opened, err := newAgreement(t).Open(tt.compact); !errors.Is(err, tt.want) || err != nil && opened != nil {
				t.Errorf("opened %q, %v; want %v", opened, err, tt.want)
			}
		})
	}
}

func TestAgreementKeysThatAreRefused(t *testing.T) {
	p384, err := ecdh.P384().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() (*jose.AgreementKey, error){
		"no key":        func() (*jose.AgreementKey, error) { return jose.NewAgreementKey(nil, agreedID, agreedTyp) },
		"another curve": func() (*jose.AgreementKey, error) { return jose.NewAgreementKey(p384, agreedID, agreedTyp) },
		"no kid":        func() (*jose.AgreementKey, error) { return jose.NewAgreementKey(agreedPrivate(t), "", agreedTyp) },
		"a quote":       func() (*jose.AgreementKey, error) { return jose.NewAgreementKey(agreedPrivate(t), agreedID, `"`) },
	} {
		if key, err := make(); err == nil || key != nil {
			t.Errorf("%s: made %v", name, key)
		}
	}
	if text := fmt.Sprintf("%v %+v %s %x", newAgreement(t), newAgreement(t), newAgreement(t), newAgreement(t)); text != "[redacted] [redacted] [redacted] [redacted]" {
		t.Errorf("a key prints as %s", text)
	}
}

// FuzzAgreement holds that nothing opens but what was sealed for the key, in one spelling.
func FuzzAgreement(f *testing.F) {
	key := newAgreement(f)
	good := sealAgreed(f, agreedHeader(f), "a secret")
	spaced := sealAgreed(f, strings.ReplaceAll(agreedHeader(f), ",", ", "), "a secret")
	f.Add(good)
	f.Add(spaced)
	f.Add(sealAgreed(f, strings.Replace(agreedHeader(f), "ECDH-ES", "dir", 1), "a secret"))
	f.Add(strings.Replace(good, "..", ".AAAA.", 1))
	f.Add("e30....")
	f.Fuzz(func(t *testing.T, compact string) {
		opened, err := key.Open(compact)
		if compact == good || compact == spaced {
			if err != nil || string(opened) != "a secret" {
				t.Fatalf("opened %q, %v", opened, err)
			}
			return
		}
		if err == nil || opened != nil {
			t.Fatalf("opened %q as %q", compact, opened)
		}
	})
}

func BenchmarkAgreement(b *testing.B) {
	key, sealed := newAgreement(b), sealAgreed(b, agreedHeader(b), "a secret")
	for b.Loop() {
		if _, err := key.Open(sealed); err != nil {
			b.Fatal(err)
		}
	}
}
