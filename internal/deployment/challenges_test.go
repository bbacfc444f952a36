package deployment_test

import (
	"crypto/rand"
	"testing"
	"time"

	"usher/internal/deployment"
	"usher/internal/seal"
)

func TestAChallengeOpensAsAChallengeAlone(t *testing.T) {
	keys, err := seal.DeriveKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: "pool", Client: "client", Now: func() time.Time { return now }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	challenges := deployment.Challenges{Sealer: sealer}
	sealed, err := challenges.Seal([]byte("state"))
	if err != nil {
		t.Fatal(err)
	}
	if state, at, err := challenges.Open(sealed); err != nil || string(state) != "state" || now.Sub(at).Abs() > time.Second {
		t.Errorf("opened %q of %v, %v", state, at, err)
	}
	if _, _, err := sealer.OpenRefresh(sealed); err == nil {
		t.Error("a challenge opens as a refresh token")
	}
	other, err := sealer.Seal(seal.RefreshResult, []byte("state"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := challenges.Open(other); err == nil {
		t.Error("a value of another purpose opens as a challenge")
	}
}
