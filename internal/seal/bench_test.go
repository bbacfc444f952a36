package seal_test

import (
	"fmt"
	"testing"

	"usher/internal/seal"
)

// BenchmarkAccess and BenchmarkRefresh measure what a request pays for its sealed token.
func BenchmarkAccess(b *testing.B) {
	sealer := newSealer(b, nil)
	for _, groups := range []int{0, 40} {
		value := seal.AccessValue{Token: cognitoAccess(b, groups), Profile: fullProfile()}
		sealed, err := sealer.SealAccess(value)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("Seal/%dGroups", groups), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := sealer.SealAccess(value); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("Open/%dGroups", groups), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := sealer.OpenAccess(sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRefresh(b *testing.B) {
	sealer := newSealer(b, nil)
	value := seal.RefreshValue{Token: cognitoRefresh(b)}
	sealed, err := sealer.SealRefresh(value)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Seal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := sealer.SealRefresh(value); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := sealer.OpenRefresh(sealed); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRefuse measures what a stranger can make a request cost.
func BenchmarkRefuse(b *testing.B) {
	sealer := newSealer(b, nil)
	good := mustSeal(b, sealer, seal.Access, string(seal.Pack(cognitoAccess(b, 0))))
	foreignDay := b64([]byte(`{"alg":"dir","enc":"A256GCM","kid":"k1.20261101","typ":"usher-at+jwe"}`))
	for name, sealed := range map[string]string{
		"Altered":         good[:len(good)-4] + "AAAA",
		"DayNeverSealed":  foreignDay + good[len(foreignDay):],
		"NotOurs":         cognitoAccess(b, 0),
		"AnotherPurposes": mustSeal(b, sealer, seal.Refresh, "a"),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := sealer.OpenAccess(sealed); err == nil {
					b.Fatal("opened")
				}
			}
		})
	}
}
