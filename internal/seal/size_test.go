package seal_test

import (
	"fmt"
	"strings"
	"testing"

	"usher/internal/seal"
)

// A browser drops a cookie whose name and value have more than 4,096 bytes together.
func TestSizeOfSealedTokens(t *testing.T) {
	const cookie = 4096
	longest := strings.Repeat("x", 1024-2-2)
	sealer := newSealer(t, withKeys(t, "abcdefghij012345")) // the longest key id
	for _, groups := range []int{0, 10, 40} {
		token := cognitoAccess(t, groups)
		for name, profile := range map[string]*seal.Profile{
			"no profile": nil, "profile": fullProfile(), "longest profile": {Picture: &longest},
		} {
			t.Run(fmt.Sprintf("access of %d groups, %s", groups, name), func(t *testing.T) {
				sealed, err := sealer.SealAccess(seal.AccessValue{Token: token, Profile: profile})
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%d characters sealed as %d", len(token), len(sealed))
				if size := len("__Host-usher-access=") + len(sealed); size >= cookie {
					t.Errorf("%d bytes with the cookie's name, want less than %d", size, cookie)
				}
				// Only the signature and the names of groups cannot be made shorter.
				if profile == nil && len(sealed) > 810+groups*19 {
					t.Errorf("%d characters sealed as %d", len(token), len(sealed))
				}
			})
		}
	}
	t.Run("refresh", func(t *testing.T) {
		token := cognitoRefresh(t)
		sealed, err := sealer.SealRefresh(seal.RefreshValue{Token: token})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d characters sealed as %d", len(token), len(sealed))
		// Encoding twice would cost a third more: packing must do away with it.
		if size := len("__Host-usher-refresh=") + len(sealed); size >= cookie || len(sealed) > len(token)*5/4 {
			t.Errorf("%d bytes with the cookie's name, want less than %d", size, cookie)
		}
	})
}
