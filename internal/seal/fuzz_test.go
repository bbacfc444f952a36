package seal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

// nonces counts up, so that a seed is the same text in every run.
type nonces struct{ next byte }

func (n *nonces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = n.next
		n.next++
	}
	return len(p), nil
}

// FuzzOpen holds that nothing opens but what was sealed, for the purpose it was sealed for.
func FuzzOpen(f *testing.F) {
	sealer := newSealer(f, func(cfg *seal.Config) { cfg.Keys, cfg.Rand = ring(f, "k2", "k1"), &nonces{} })
	type value struct {
		purpose seal.Purpose
		sealed  string
	}
	payloads := map[value]string{}
	for _, purpose := range purposes {
		payload := "payload of " + purpose.String()
		sealed := mustSeal(f, sealer, purpose, payload)
		payloads[value{purpose, sealed}] = payload
		f.Add(uint8(purpose), sealed)
		f.Add(uint8(seal.Access), sealed)
	}
	good := mustSeal(f, sealer, seal.Access, "a")
	payloads[value{seal.Access, good}] = "a"
	f.Add(uint8(seal.Access), strings.Replace(good, "..", ".AAAA.", 1))
	f.Add(uint8(seal.Access), b64([]byte(`{"alg":"dir","enc":"A256GCM","kid":"k1.20261123","typ":"usher-at+jwe"}`))+"..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA")
	f.Add(uint8(seal.Access), "eyJhbGciOiJub25lIn0.e30.")
	f.Fuzz(func(t *testing.T, number uint8, sealed string) {
		purpose := seal.Purpose(number)
		payload, sealedAt, err := sealer.Open(purpose, sealed)
		want, ours := payloads[value{purpose, sealed}]
		if !ours {
			if !errors.Is(err, seal.ErrNotOurs) || payload != nil || !sealedAt.IsZero() {
				t.Fatalf("opened %q as %q of %v, %v", sealed, payload, sealedAt, err)
			}
			return
		}
		if err != nil || string(payload) != want {
			t.Fatalf("payload = %q, %v; want %q", payload, err, want)
		}
	})
}

// FuzzUnpack holds both ways round: every text comes back, and packed bytes have one spelling.
func FuzzUnpack(f *testing.F) {
	for _, text := range []string{"", "....", "eyJhIjoxfQ.e30.AAAA", "a=.b", "YR", "AA\nAA", "A.A.A.A.A.A.A"} {
		f.Add(seal.Pack(text))
		f.Add([]byte(text))
	}
	const id = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	for _, json := range []string{
		`{"sub":"` + id + `","username":"` + id + `"}`, `{` + strings.Repeat(id, 10), `{"exp":1795347000,"iat":4294967296}`,
		`{"kid":"` + strings.Repeat("k", 42) + `g=","alg":"RS256"}`, "{\n}", `{"cognito:groups":["é","` + id[:35] + `"]}`, "{\x01",
	} {
		f.Add(seal.Pack(b64([]byte(json))))
		f.Add([]byte(b64([]byte(json))))
	}
	f.Add([]byte{1, 3<<2 | 2, '{', 1, 0})
	f.Add([]byte{1, 9, 'A', 'A', 'A', 'A'})
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		if text, err := seal.Unpack(data); err == nil {
			if diff := cmp.Diff(data, seal.Pack(text)); diff != "" {
				t.Fatalf("%q has a second packed form (-accepted +packed):\n%s", text, diff)
			}
		} else if !errors.Is(err, seal.ErrNotOurs) || text != "" {
			t.Fatalf("unpacked %q, %v", text, err)
		}
		if text, err := seal.Unpack(seal.Pack(string(data))); err != nil || text != string(data) {
			t.Fatalf("packed %q, unpacked %q, %v", data, text, err)
		}
	})
}

// FuzzPayloads holds that what a payload is read as is sealed as that payload again.
func FuzzPayloads(f *testing.F) {
	sealer := newSealer(f, nil)
	access, err := sealer.SealAccess(seal.AccessValue{Token: "YWJj.YWJj.YWJj", Profile: fullProfile()})
	if err != nil {
		f.Fatal(err)
	}
	payload, _, err := sealer.Open(seal.Access, access)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(payload)
	f.Add([]byte("\x02\x00" + string(seal.Pack("a.b.c"))))
	f.Add([]byte("\x02\x020\x00" + string(seal.Pack("a.b.c"))))
	f.Add([]byte("\x020123456789abcdef" + string(seal.Pack("opaque"))))
	f.Add([]byte("\x020123456789abcdef0123456789abcdef\x01\x03\x01\x05a\x03\x01\x05b\x03\x01\x05c"))
	f.Add([]byte("\x020123456789abcdef0123456789abcdef\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 8<<10 {
			return
		}
		again := func(purpose seal.Purpose, sealed string, err error) {
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := sealer.Open(purpose, sealed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(data, got); diff != "" {
				t.Fatalf("%s has a second payload (-accepted +sealed):\n%s", purpose, diff)
			}
		}
		if value, _, err := sealer.OpenAccess(mustSeal(t, sealer, seal.Access, string(data))); err == nil {
			sealed, err := sealer.SealAccess(value)
			again(seal.Access, sealed, err)
		}
		if value, _, err := sealer.OpenRefresh(mustSeal(t, sealer, seal.Refresh, string(data))); err == nil {
			sealed, err := sealer.SealRefresh(value)
			again(seal.Refresh, sealed, err)
		}
		if value, _, err := sealer.OpenResult(mustSeal(t, sealer, seal.RefreshResult, string(data))); err == nil {
			sealed, err := sealer.SealResult(value)
			again(seal.RefreshResult, sealed, err)
		}
	})
}

// FuzzParseKeys holds that a ring comes out whole or not at all, and that no error shows a value.
func FuzzParseKeys(f *testing.F) {
	f.Add(entry("k1"))
	f.Add(entry("k2") + ",\n" + entry("k1") + "\n")
	f.Add("k1:" + entry("k2")[3:] + "," + entry("k2"))
	f.Add(strings.Repeat("k1:AAAA,", 9))
	f.Add("k1=AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := seal.ParseKeys(text)
		ids := keys.IDs()
		if err != nil {
			if !errors.Is(err, seal.ErrKeys) || len(ids) != 0 {
				t.Fatalf("ids %q beside error %v", ids, err)
			}
			mustNotShow(t, err.Error(), text)
			return
		}
		if len(ids) == 0 || len(ids) > 8 || len(ids) != 1+strings.Count(text, ",") {
			t.Fatalf("%d ids of %q", len(ids), text)
		}
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id] || len(id) > 16 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
				t.Fatalf("id %q", id)
			}
			seen[id] = true
		}
		sealer := newSealer(t, func(cfg *seal.Config) { cfg.Keys = keys })
		if _, _, err := sealer.Open(seal.Access, mustSeal(t, sealer, seal.Access, "a")); err != nil {
			t.Fatal(err)
		}
	})
}
