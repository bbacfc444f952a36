package seal_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

var asked = sha256.Sum256([]byte("the old refresh token"))

func TestResultValue(t *testing.T) {
	sealer := newSealer(t, nil)
	for name, want := range map[string]seal.ResultValue{
		"ended":       {For: asked},
		"rotated":     {For: asked, Access: cognitoAccess(t, 3), ID: "a.b.c", Refresh: "r.e.f.r.esh", ExpiresAt: start.Add(time.Hour)},
		"not rotated": {For: asked, Access: "a.b.c", ID: "d.e.f", ExpiresAt: start.Add(time.Hour)},
		"no ID token": {For: asked, Access: "a.b.c", ExpiresAt: start.Add(-time.Millisecond)},
	} {
		t.Run(name, func(t *testing.T) {
			sealed, err := sealer.SealResult(want)
			if err != nil {
				t.Fatal(err)
			}
			got, sealedAt, err := sealer.OpenResult(sealed)
			if err != nil || !sealedAt.Equal(start) {
				t.Fatalf("sealed at %v, %v", sealedAt, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
	for name, value := range map[string]seal.ResultValue{
		"tokens that never end":  {Access: "a.b.c"},
		"an end before 1970":     {Access: "a.b.c", ExpiresAt: time.UnixMilli(-1)},
		"an end without a token": {ExpiresAt: start},
	} {
		if _, err := sealer.SealResult(value); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
	if _, err := sealer.SealResult(seal.ResultValue{Access: strings.Repeat("x", 9<<10), ExpiresAt: start}); !errors.Is(err, seal.ErrTooLarge) {
		t.Errorf("a long token: %v, want ErrTooLarge", err)
	}
}

func TestResultValueHasOneForm(t *testing.T) {
	sealer := newSealer(t, nil)
	field := func(token string) []byte {
		packed := seal.Pack(token)
		return append(binary.AppendUvarint(nil, uint64(len(packed))), packed...)
	}
	head := func(version byte, at uint64) []byte {
		return binary.AppendUvarint(append([]byte{version}, asked[:]...), at)
	}
	good := slices.Concat(head(2, 1), field("a"), field("b"), field("c"))
	if _, _, err := sealer.OpenResult(mustSeal(t, sealer, seal.RefreshResult, string(good))); err != nil {
		t.Fatalf("the right form does not open: %v", err)
	}
	for name, payload := range map[string][]byte{
		"nothing":                nil,
		"the version before":     slices.Concat(head(1, 1), field("a"), field("b"), field("c")),
		"the next version":       slices.Concat(head(3, 1), field("a"), field("b"), field("c")),
		"cut in the hash":        good[:20],
		"cut in a token":         good[:len(good)-1],
		"a token short":          slices.Concat(head(2, 1), field("a"), field("b")),
		"a byte over":            append(slices.Clone(good), 0),
		"tokens that never end":  slices.Concat(head(2, 0), field("a"), field(""), field("")),
		"an end that has a time": slices.Concat(head(2, 1), field(""), field(""), field("")),
		"an end that has tokens": slices.Concat(head(2, 0), field(""), field("b"), field("")),
		"a time too far":         slices.Concat(head(2, 1<<63), field("a"), field("b"), field("c")),
		"a time spelled longer":  slices.Concat([]byte{2}, asked[:], []byte{0x82, 0x00}, field("a"), field("b"), field("c")),
	} {
		t.Run(name, func(t *testing.T) {
			value, _, err := sealer.OpenResult(mustSeal(t, sealer, seal.RefreshResult, string(payload)))
			if seal.OutcomeOf(err) != seal.Unreadable || value != (seal.ResultValue{}) {
				t.Errorf("opened as %+v, %v", value, err)
			}
		})
	}
}

func TestDerivedKeys(t *testing.T) {
	derived := func(secret string) *seal.Sealer {
		keys, err := seal.DeriveKeys([]byte(secret))
		if err != nil {
			t.Fatal(err)
		}
		return newSealer(t, func(cfg *seal.Config) { cfg.Keys = keys })
	}
	sealed := mustSeal(t, derived(strings.Repeat("a", 32)), seal.Access, "payload")
	if payload, _, err := derived(strings.Repeat("a", 32)).Open(seal.Access, sealed); string(payload) != "payload" || err != nil {
		t.Errorf("another instance opens %q, %v", payload, err)
	}
	mustRefuse(t, derived(strings.Repeat("b", 32)), seal.Access, sealed, seal.Altered)
	if _, err := seal.DeriveKeys(make([]byte, 31)); err == nil {
		t.Error("a short secret was taken")
	}
}

func TestDerivedSecrets(t *testing.T) {
	keys := ring(t, "k2", "k1")
	derive := func(purpose string) map[string]string {
		t.Helper()
		secrets, err := keys.Derive(purpose)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for n, secret := range secrets {
			if secret.ID != keys.IDs()[n] || len(secret.Reveal()) != 32 {
				t.Errorf("secret %d is of %s and has %d bytes", n, secret.ID, len(secret.Reveal()))
			}
			out[secret.ID] = string(secret.Reveal())
		}
		return out
	}
	one, again, other := derive("a purpose"), derive("a purpose"), derive("another")
	if diff := cmp.Diff(one, again); diff != "" {
		t.Errorf("the second time:\n%s", diff)
	}
	if one["k1"] == one["k2"] || one["k1"] == other["k1"] || len(one) != 2 {
		t.Error("two secrets are the same")
	}
}
