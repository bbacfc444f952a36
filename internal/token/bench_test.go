package token_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"testing"

	"usher/internal/token"
)

// BenchmarkVerify measures what a protected request pays for its token.
// SignatureAlone is the floor of a miss: crypto/rsa and nothing else.
func BenchmarkVerify(b *testing.B) {
	noCache := func(cfg *token.Config) { cfg.CacheSize = -1 }
	past := claim("exp", seconds(start))
	benchmarks := []struct {
		name string
		edit edit
		cfg  func(*token.Config)
		pass bool
	}{
		{"Hit", all(), func(*token.Config) {}, true},
		{"Miss", all(), noCache, true},
		{"RefusedForeignIssuer", claim("iss", `"https://example.com/pool"`), noCache, false},
		{"RefusedSignature", signedBy(signer(foreignKey())), noCache, false},
		{"RefusedForm", part(2, func(s string) string { return s + "=" }), noCache, false},
		{"ExpiredHit", past, func(*token.Config) {}, false},
		{"ExpiredMiss", past, noCache, false},
	}
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			v := newVerifier(b, newKeyServer(poolKeys()), newClock(), bench.cfg)
			if err := v.Warm(b.Context()); err != nil {
				b.Fatal(err)
			}
			compact, ctx := mint(b, token.Access, bench.edit), b.Context()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := v.Verify(ctx, compact, token.Access); (err == nil) != bench.pass {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("SignatureAlone", func(b *testing.B) {
		digest := sha256.Sum256([]byte("a token"))
		signature, err := rsa.SignPKCS1v15(nil, accessKey(), crypto.SHA256, digest[:])
		if err != nil {
			b.Fatal(err)
		}
		public := &accessKey().PublicKey
		b.ReportAllocs()
		for b.Loop() {
			if err := rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature); err != nil {
				b.Fatal(err)
			}
		}
	})
}
