package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

var purposes = []seal.Purpose{seal.Access, seal.Identity, seal.Refresh, seal.Challenge, seal.RefreshResult, seal.SessionList, seal.Device}

func TestOpenReturnsWhatWasSealed(t *testing.T) {
	sealer := newSealer(t, at(start.Add(123*time.Millisecond)))
	for _, purpose := range purposes {
		for name, payload := range map[string]string{"text": "payload", "empty": "", "long": strings.Repeat("x", 8<<10)} {
			t.Run(purpose.String()+" "+name, func(t *testing.T) {
				got, sealedAt, err := sealer.Open(purpose, mustSeal(t, sealer, purpose, payload))
				if err != nil || string(got) != payload || !sealedAt.Equal(start) {
					t.Errorf("payload = %q of %v, %v; want what was sealed at %v", got, sealedAt, err, start)
				}
			})
		}
	}
}

// The text comes from Node's crypto module: HKDF for the key, and the whole form by hand. What
// changes it makes every value that is out there unreadable.
func TestTheFormIsFixed(t *testing.T) {
	const want = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEuMjAyNjExMjIiLCJ0eXAiOiJ1c2hlci1hdCtqd2UifQ.." +
		"AAECAwQFBgcICQoL.mBmt0mFrMlJmAHyr-2S36lYjixKc5S3fnZLs-4PFAOE.t-TghuQz0uNBepb0Bw0KXQ"
	nonce := bytes.NewReader([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	sealer := newSealer(t, func(cfg *seal.Config) { cfg.Rand = nonce })
	if got := mustSeal(t, sealer, seal.Access, "payload"); got != want {
		t.Errorf("sealed = %s\nwant     %s", got, want)
	}
	if payload, _, err := sealer.Open(seal.Access, want); err != nil || string(payload) != "payload" {
		t.Errorf("payload = %q, %v", payload, err)
	}
}

func TestSealedValuesFitACookieAndAHeader(t *testing.T) {
	sealed := mustSeal(t, newSealer(t, nil), seal.Refresh, strings.Repeat("\x00\xff;,\" \n", 100))
	if rest := strings.Trim(sealed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."); rest != "" {
		t.Errorf("sealed value holds %q", rest)
	}
}

func TestSealingTwiceDiffers(t *testing.T) {
	sealer := newSealer(t, nil)
	first, second := mustSeal(t, sealer, seal.Access, "a"), mustSeal(t, sealer, seal.Access, "a")
	if first == second {
		t.Error("one payload was sealed twice as one text")
	}
}

// Purpose by purpose: only the diagonal opens.
func TestNoPurposeOpensAnothersValue(t *testing.T) {
	sealer := newSealer(t, nil)
	for _, sealed := range purposes {
		value := mustSeal(t, sealer, sealed, "payload")
		for _, opened := range append([]seal.Purpose{0, 99}, purposes...) {
			if opened != sealed {
				mustRefuse(t, sealer, opened, value, seal.OtherPurpose)
			}
		}
	}
}

// The keys differ too: with the header of another purpose, the value is not that key's.
func TestPurposesHaveKeysOfTheirOwn(t *testing.T) {
	sealer := newSealer(t, nil)
	for _, from := range purposes {
		for _, to := range purposes {
			if from == to {
				continue
			}
			_, body, _ := strings.Cut(mustSeal(t, sealer, from, "payload"), ".")
			header, _, _ := strings.Cut(mustSeal(t, sealer, to, "payload"), ".")
			mustRefuse(t, sealer, to, header+"."+body, seal.Altered)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	sealer := newSealer(t, withKeys(t, "k2", "k1"))
	good := mustSeal(t, sealer, seal.Access, "payload")
	parts := strings.Split(good, ".")
	other := strings.Split(mustSeal(t, sealer, seal.Access, "another"), ".")
	with := func(part int, text string) string {
		changed := append([]string{}, parts...)
		changed[part] = text
		return strings.Join(changed, ".")
	}
	header := func(kid, typ string) string {
		return with(0, b64([]byte(`{"alg":"dir","enc":"A256GCM","kid":"`+kid+`","typ":"`+typ+`"}`)))
	}
	by := func(edit func(*seal.Config)) string {
		return mustSeal(t, newSealer(t, edit), seal.Access, "payload")
	}
	sameIDOtherKey, err := seal.ParseKeys("k2:" + entry("zz")[3:])
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		sealed string
		want   seal.Outcome
	}{
		{"empty", "", seal.Malformed},
		{"a word", "null", seal.Malformed},
		{"a Cognito access token", cognitoAccess(t, 0), seal.Malformed},
		{"a Cognito refresh token", cognitoRefresh(t), seal.Malformed},
		{"a part cut off", strings.Join(parts[:4], "."), seal.Malformed},
		{"a part more", good + ".", seal.Malformed},
		{"one character more", good + "A", seal.Malformed},
		{"a block more", with(3, parts[3]+"AAAA"), seal.Altered},
		{"a line break", good + "\n", seal.Malformed},
		{"quoted", `"` + good + `"`, seal.Malformed},
		{"far too long", strings.Repeat("A", 1<<20), seal.Malformed},
		{"too long behind a right header", with(3, strings.Repeat("A", 16<<10)), seal.Malformed},
		{"an encrypted key", with(1, "AAAA"), seal.Malformed},
		{"the nonce of another", with(2, other[2]), seal.Altered},
		{"the ciphertext of another", with(3, other[3]), seal.Altered},
		{"the tag of another", with(4, other[4]), seal.Altered},
		{"nonce and tag swapped", strings.Join([]string{parts[0], "", parts[4], parts[3], parts[2]}, "."), seal.Malformed},

		{"header of the other key", header("k1.20261122", "usher-at+jwe"), seal.Altered},
		{"header of another day", header("k2.20261121", "usher-at+jwe"), seal.Altered},
		{"header of another purpose", header("k2.20261122", "usher-rt+jwe"), seal.OtherPurpose},
		{"header of no purpose", header("k2.20261122", "JWT"), seal.OtherPurpose},
		{"no day", header("k2", "usher-at+jwe"), seal.Malformed},
		{"no such day", header("k2.20261131", "usher-at+jwe"), seal.Malformed},
		{"a day in another form", header("k2.2026-11-22", "usher-at+jwe"), seal.Malformed},
		{"a day with more behind", header("k2.20261122.1", "usher-at+jwe"), seal.Malformed},
		{"a day long ago", header("k2.00010101", "usher-at+jwe"), seal.Expired},
		{"a day far ahead", header("k2.99991231", "usher-at+jwe"), seal.Future},

		{"unknown key", by(withKeys(t, "k3")), seal.UnknownKey},
		{"another deployment's key of this id", by(func(cfg *seal.Config) { cfg.Keys = sameIDOtherKey }), seal.Altered},
		{"another pool", by(func(cfg *seal.Config) { cfg.Keys, cfg.Pool = ring(t, "k2"), "us-east-1_Another" }), seal.OtherPool},
		{"another client", by(func(cfg *seal.Config) { cfg.Keys, cfg.Client = ring(t, "k2"), "another" }), seal.OtherPool},
		{"pool and client divided otherwise", by(func(cfg *seal.Config) {
			cfg.Keys, cfg.Pool, cfg.Client = ring(t, "k2"), pool+client[:1], client[1:]
		}), seal.OtherPool},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			mustRefuse(t, sealer, seal.Access, test.sealed, test.want)
		})
	}
}

func TestOpenRefusesEveryChangedByte(t *testing.T) {
	sealer := newSealer(t, nil)
	sealed := mustSeal(t, sealer, seal.Access, "a payload of a few dozen bytes, say a session's")
	for i := range len(sealed) {
		for bit := range 8 {
			changed := []byte(sealed)
			changed[i] ^= 1 << bit
			mustRefuse(t, sealer, seal.Access, string(changed), "")
		}
		mustRefuse(t, sealer, seal.Access, sealed[:i], "")
		mustRefuse(t, sealer, seal.Access, sealed[i+1:], "")
		mustRefuse(t, sealer, seal.Access, sealed[:i]+sealed[i+1:], "")
		mustRefuse(t, sealer, seal.Access, sealed[:i]+"A"+sealed[i:], "")
	}
}

func TestSealRefuses(t *testing.T) {
	sealer := newSealer(t, nil)
	for _, purpose := range []seal.Purpose{0, 99} {
		if sealed, err := sealer.Seal(purpose, nil); err == nil || sealed != "" {
			t.Errorf("purpose %d: sealed %q", purpose, sealed)
		}
	}
	if _, err := sealer.Seal(seal.Access, make([]byte, 13<<10)); !errors.Is(err, seal.ErrTooLarge) {
		t.Errorf("error = %v, want ErrTooLarge", err)
	}
	fault := errors.New("the source is dry")
	dry := newSealer(t, func(cfg *seal.Config) { cfg.Rand = iotest.ErrReader(fault) })
	if sealed, err := dry.Seal(seal.Access, nil); !errors.Is(err, fault) || sealed != "" {
		t.Errorf("sealed %q, %v; want the source's error", sealed, err)
	}
}

func TestNewRefusesAnIncompleteConfig(t *testing.T) {
	for name, remove := range map[string]func(*seal.Config){
		"keys": func(cfg *seal.Config) { cfg.Keys = seal.Keys{} }, "pool": func(cfg *seal.Config) { cfg.Pool = "" },
		"client": func(cfg *seal.Config) { cfg.Client = "" }, "clock": func(cfg *seal.Config) { cfg.Now = nil },
		"randomness": func(cfg *seal.Config) { cfg.Rand = nil },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := seal.Config{Keys: ring(t, "k1"), Pool: pool, Client: client, Now: time.Now, Rand: rand.Reader}
			remove(&cfg)
			if sealer, err := seal.New(cfg); err == nil || sealer != nil {
				t.Errorf("made a Sealer without %s", name)
			}
		})
	}
}

func TestOutcomeOfOtherErrors(t *testing.T) {
	if got := seal.OutcomeOf(errors.New("a fault")); got != "" {
		t.Errorf("outcome = %q", got)
	}
}

func TestSealerServesManyAtOnce(t *testing.T) {
	var mu sync.Mutex
	outcomes := map[seal.Outcome]int{}
	sealer := newSealer(t, func(cfg *seal.Config) {
		cfg.Keys = ring(t, "k2", "k1")
		cfg.OnOpen = func(_ string, outcome seal.Outcome) {
			mu.Lock()
			defer mu.Unlock()
			outcomes[outcome]++
		}
	})
	const workers, rounds = 16, 50
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range rounds {
				purpose := purposes[i%len(purposes)]
				sealed, err := sealer.Seal(purpose, []byte("payload"))
				if err != nil {
					t.Error(err)
					return
				}
				if payload, _, err := sealer.Open(purpose, sealed); err != nil || string(payload) != "payload" {
					t.Errorf("payload = %q, %v", payload, err)
				}
				if _, _, err := sealer.Open(purpose, sealed+"A"); err == nil {
					t.Error("opened an altered value")
				}
			}
		})
	}
	group.Wait()
	want := map[seal.Outcome]int{seal.Opened: workers * rounds, seal.Malformed: workers * rounds}
	if diff := cmp.Diff(want, outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}
