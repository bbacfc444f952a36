package bench_test

import (
	"crypto/rand"
	"testing"

	"usher/internal/seal"
	"usher/internal/session"
)

// BenchmarkMeSealed is the hot path beside BenchmarkMe: the same question by a caller whose access
// token travels sealed, with a key that is already derived.
func BenchmarkMeSealed(b *testing.B) {
	for name, inCookies := range map[string]bool{"header": false, "cookie": true} {
		b.Run(name, func(b *testing.B) {
			var sealer *seal.Sealer
			s := newStack(b, 0, func(cfg *session.Config) {
				keys, err := seal.DeriveKeys(make([]byte, 32))
				must(b, err)
				sealer, err = seal.New(seal.Config{Keys: keys, Pool: "pool", Client: "client", Now: cfg.Now, Rand: rand.Reader})
				must(b, err)
				cfg.Transport = session.Transport{Sealer: sealer, Cookies: inCookies}
			})
			tokens := s.signIn(b)
			access, err := sealer.SealAccess(seal.AccessValue{Token: tokens.Access})
			must(b, err)
			refresh, err := sealer.SealRefresh(seal.RefreshValue{Token: tokens.Refresh})
			must(b, err)
			header := headers("Authorization", "Bearer "+access)
			if inCookies {
				header = headers("Cookie", "usher-access="+access+"; usher-refresh="+refresh)
			}
			body := query(b, meQuery)
			for b.Loop() {
				s.ask(b, body, header)
			}
		})
	}
}
