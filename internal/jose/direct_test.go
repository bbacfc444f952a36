package jose_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"usher/internal/jose"
)

const (
	directKeyID  = "k1.20261122"
	directTyp    = "usher-at+jwe"
	directSecret = "what nobody else may read"
)

func directBytes() [jose.DirectKeyBytes]byte {
	return [jose.DirectKeyBytes]byte(bytes.Repeat([]byte("0123456789abcdef"), 2))
}

func newDirect(tb testing.TB, keyID, typ string) *jose.DirectKey {
	tb.Helper()
	key, err := jose.NewDirectKey(directBytes(), keyID, typ)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func sealDirect(tb testing.TB, key *jose.DirectKey, plaintext string) string {
	tb.Helper()
	sealed, err := key.Seal([]byte(plaintext), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return sealed
}

// The expected text comes from Node's crypto module: header, nonce, AES-256-GCM over the header.
func TestDirectKeyWritesOneSpelling(t *testing.T) {
	nonce := []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	sealed, err := newDirect(t, directKeyID, directTyp).Seal([]byte(directSecret), bytes.NewReader(nonce))
	if err != nil {
		t.Fatal(err)
	}
	const want = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEuMjAyNjExMjIiLCJ0eXAiOiJ1c2hlci1hdCtqd2UifQ.." +
		"AAECAwQFBgcICQoL.Wo3aCPl2vc7HuAieFKOiYcZlYv4czhHqRA.GWYjpAPpqROxATAXWVEB8Q"
	if sealed != want {
		t.Errorf("sealed = %s\nwant     %s", sealed, want)
	}
	header, err := base64.RawURLEncoding.DecodeString(strings.Split(sealed, ".")[0])
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"alg":"dir","enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`; string(header) != want {
		t.Errorf("header = %s, want %s", header, want)
	}
}

func TestDirectKeyOpensWhatItSealed(t *testing.T) {
	key := newDirect(t, directKeyID, directTyp)
	for name, plaintext := range map[string]string{
		"text": directSecret, "empty": "", "one byte": "\x00", "long": strings.Repeat("x", 8<<10),
	} {
		t.Run(name, func(t *testing.T) {
			opened, err := key.Open(sealDirect(t, key, plaintext))
			if err != nil || string(opened) != plaintext {
				t.Errorf("opened = %q, %v; want the plaintext", opened, err)
			}
		})
	}
}

func TestDirectKeyRefusesEveryChangedByte(t *testing.T) {
	key := newDirect(t, directKeyID, directTyp)
	sealed := sealDirect(t, key, directSecret)
	for i := range len(sealed) {
		for _, mask := range []byte{1, 2, 4, 8, 16, 32, 64, 128} {
			changed := []byte(sealed)
			changed[i] ^= mask
			mustStayShut(t, key, string(changed))
		}
	}
}

func TestDirectKeyRefusesEveryOtherLength(t *testing.T) {
	key := newDirect(t, directKeyID, directTyp)
	sealed := sealDirect(t, key, directSecret)
	for n := range len(sealed) {
		mustStayShut(t, key, sealed[:n])
		mustStayShut(t, key, sealed[n+1:])
	}
	for _, tail := range []string{"A", "AA", "AAAA", ".", "=", "\n", " ", "\x00"} {
		mustStayShut(t, key, sealed+tail)
		mustStayShut(t, key, tail+sealed)
	}
}

func mustStayShut(t *testing.T, key *jose.DirectKey, sealed string) {
	t.Helper()
	if opened, err := key.Open(sealed); err == nil || opened != nil {
		t.Errorf("%q opened as %q", sealed, opened)
	}
}

func TestDirectKeyRefuses(t *testing.T) {
	key := newDirect(t, directKeyID, directTyp)
	good := strings.Split(sealDirect(t, key, directSecret), ".")
	other := strings.Split(sealDirect(t, key, strings.ToUpper(directSecret)), ".")
	foreign, err := jose.NewDirectKey([jose.DirectKeyBytes]byte{1}, directKeyID, directTyp)
	if err != nil {
		t.Fatal(err)
	}
	with := func(part int, text string) string {
		parts := append([]string{}, good...)
		parts[part] = text
		return strings.Join(parts, ".")
	}
	header := func(text string) string { return with(0, b64(text)) }
	tests := []struct {
		name   string
		sealed string
		want   error
	}{
		{"empty", "", jose.ErrHeader},
		{"dots", "....", jose.ErrHeader},
		{"four parts", strings.Join(good[:4], "."), jose.ErrMalformed},
		{"six parts", strings.Join(good, ".") + ".", jose.ErrMalformed},
		{"a signed token", sign(t, goodHeader, goodPayload), jose.ErrHeader},
		{"too large", with(3, strings.Repeat("A", jose.MaxSealedBytes)), jose.ErrTooLarge},

		{"an encrypted key", with(1, "AA"), jose.ErrHeader},
		{"another nonce", with(2, other[2]), jose.ErrDecrypt},
		{"no nonce", with(2, ""), jose.ErrMalformed},
		{"nonce of 11 bytes", with(2, b64("0123456789a")), jose.ErrMalformed},
		{"nonce of 16 bytes", with(2, b64("0123456789abcdef")), jose.ErrMalformed},
		{"another ciphertext", with(3, other[3]), jose.ErrDecrypt},
		{"no ciphertext", with(3, ""), jose.ErrDecrypt},
		{"padded ciphertext", with(3, good[3]+"="), jose.ErrMalformed},
		{"line break in the ciphertext", with(3, good[3][:4]+"\n"+good[3][4:]), jose.ErrMalformed},
		{"another tag", with(4, other[4]), jose.ErrDecrypt},
		{"no tag", with(4, ""), jose.ErrMalformed},
		{"tag cut to 12 bytes", with(4, good[4][:16]), jose.ErrMalformed},
		{"tag of 17 bytes", with(4, good[4][:20]+"AAA"), jose.ErrMalformed},
		{"tag and nonce swapped", strings.Join([]string{good[0], "", good[4], good[3], good[2]}, "."), jose.ErrMalformed},
		{"standard base64", with(3, strings.Repeat("+/", 17)), jose.ErrMalformed},

		{"other kid", sealDirect(t, newDirect(t, "k2.20261122", directTyp), directSecret), jose.ErrHeader},
		{"other typ", sealDirect(t, newDirect(t, directKeyID, "usher-rt+jwe"), directSecret), jose.ErrHeader},
		{"other key", sealDirect(t, foreign, directSecret), jose.ErrDecrypt},
		{"header with space", header(`{"alg":"dir", "enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
		{"header in another order", header(`{"enc":"A256GCM","alg":"dir","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
		{"header with zip", header(`{"alg":"dir","enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe","zip":"DEF"}`), jose.ErrHeader},
		{"header with alg twice", header(`{"alg":"dir","alg":"dir","enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
		{"RSA1_5", header(`{"alg":"RSA1_5","enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
		{"A256KW with no encrypted key", header(`{"alg":"A256KW","enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
		{"PBES2 with a large p2c", header(`{"alg":"PBES2-HS256+A128KW","p2c":2000000000,"enc":"A256GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
		{"A128GCM", header(`{"alg":"dir","enc":"A128GCM","kid":"k1.20261122","typ":"usher-at+jwe"}`), jose.ErrHeader},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			opened, err := key.Open(test.sealed)
			if !errors.Is(err, test.want) || opened != nil {
				t.Errorf("opened = %q, %v; want %v", opened, err, test.want)
			}
		})
	}
}

func TestDirectKeySealRefuses(t *testing.T) {
	key := newDirect(t, directKeyID, directTyp)
	t.Run("too large", func(t *testing.T) {
		if _, err := key.Seal(make([]byte, jose.MaxSealedBytes*3/4), rand.Reader); !errors.Is(err, jose.ErrTooLarge) {
			t.Errorf("error = %v, want ErrTooLarge", err)
		}
	})
	fault := errors.New("the source is dry")
	for name, test := range map[string]struct {
		random io.Reader
		want   error
	}{
		"faulty randomness": {iotest.ErrReader(fault), fault},
		"short randomness":  {strings.NewReader("11 bytes..."), io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			if sealed, err := key.Seal([]byte("a"), test.random); !errors.Is(err, test.want) || sealed != "" {
				t.Errorf("sealed = %q, %v; want %v", sealed, err, test.want)
			}
		})
	}
}

func TestDirectKeyNeverPrints(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, newDirect(t, directKeyID, directTyp)); got != "[redacted]" {
			t.Errorf("%s printed %s", verb, got)
		}
	}
}

// Whatever Seal makes is within the bound of Open.
func TestDirectKeyOpensTheLongestItSeals(t *testing.T) {
	key := newDirect(t, directKeyID, directTyp)
	longest := 0
	for n := jose.MaxSealedBytes / 2; ; n++ {
		sealed, err := key.Seal(make([]byte, n), rand.Reader)
		if err != nil {
			break
		}
		longest = len(sealed)
		if _, err := key.Open(sealed); err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	if longest < jose.MaxSealedBytes-2 || longest > jose.MaxSealedBytes {
		t.Errorf("longest = %d, want about %d", longest, jose.MaxSealedBytes)
	}
}

func TestNewDirectKeyRefusesNames(t *testing.T) {
	for _, name := range []string{"", `a"b`, `a\b`, "a b", "a\n", "ä", "a/b", strings.Repeat("a", 65)} {
		t.Run(name, func(t *testing.T) {
			if _, err := jose.NewDirectKey(directBytes(), name, directTyp); !errors.Is(err, jose.ErrHeader) {
				t.Errorf("kid: error = %v, want ErrHeader", err)
			}
			if _, err := jose.NewDirectKey(directBytes(), directKeyID, name); !errors.Is(err, jose.ErrHeader) {
				t.Errorf("typ: error = %v, want ErrHeader", err)
			}
		})
	}
}

func TestReadDirectHeader(t *testing.T) {
	longest := strings.Repeat("k", 64)
	tests := []struct {
		name   string
		sealed string
		want   error
	}{
		{"ours", sealDirect(t, newDirect(t, directKeyID, directTyp), "a"), nil},
		{"longest names", sealDirect(t, newDirect(t, longest, longest), "a"), nil},
		{"empty", "", jose.ErrMalformed},
		{"one part", b64(`{"alg":"dir","enc":"A256GCM","kid":"k","typ":"t"}`), jose.ErrMalformed},
		{"empty header", "....", jose.ErrMalformed},
		{"a signed token", sign(t, goodHeader, goodPayload), jose.ErrHeader},
		{"long header", strings.Repeat("A", 400) + "....", jose.ErrMalformed},
		{"too large", strings.Repeat("A", jose.MaxSealedBytes) + ".", jose.ErrTooLarge},
		{"not canonical", b64(`{"alg":"dir","enc":"A256GCM","kid":"k","typ":"t"}`) + "=.", jose.ErrMalformed},
		{"no kid", b64(`{"alg":"dir","enc":"A256GCM","kid":"","typ":"t"}`) + ".", jose.ErrHeader},
		{"no typ", b64(`{"alg":"dir","enc":"A256GCM","kid":"k"}`) + ".", jose.ErrHeader},
		{"escape in kid", b64(`{"alg":"dir","enc":"A256GCM","kid":"\u006b","typ":"t"}`) + ".", jose.ErrHeader},
		{"member more", b64(`{"alg":"dir","enc":"A256GCM","kid":"k","typ":"t","zip":"DEF"}`) + ".", jose.ErrHeader},
		{"kid twice", b64(`{"alg":"dir","enc":"A256GCM","kid":"k","kid":"l","typ":"t"}`) + ".", jose.ErrHeader},
		{"trailing data", b64(`{"alg":"dir","enc":"A256GCM","kid":"k","typ":"t"} `) + ".", jose.ErrHeader},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			keyID, typ, err := jose.ReadDirectHeader(test.sealed)
			if !errors.Is(err, test.want) {
				t.Fatalf("error = %v, want %v", err, test.want)
			}
			if (err == nil) != (keyID != "" && typ != "") {
				t.Errorf("kid %q, typ %q beside error %v", keyID, typ, err)
			}
		})
	}
}
