package jose

import (
	"crypto/ecdh"
	"encoding/base64"
	"testing"
)

// TestConcatKDFOfRFC7518 is appendix C of the RFC.
func TestConcatKDFOfRFC7518(t *testing.T) {
	bytes := func(text string) []byte {
		decoded, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return decoded
	}
	alice, err := ecdh.P256().NewPrivateKey(bytes("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"))
	if err != nil {
		t.Fatal(err)
	}
	bob, err := readPoint([]byte(`{"kty":"EC","crv":"P-256",
		"x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}`))
	if err != nil {
		t.Fatal(err)
	}
	shared, err := alice.ECDH(bob)
	if err != nil {
		t.Fatal(err)
	}
	got := base64.RawURLEncoding.EncodeToString(concatKDF(shared, "A128GCM", "Alice", "Bob", 16))
	if want := "VqqN6vgjbSBcIijNcacQGg"; got != want {
		t.Errorf("derived %s, want %s", got, want)
	}
}
