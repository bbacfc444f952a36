package seal_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

// deviceOf is a device that knows so many accounts.
func deviceOf(accounts int) seal.DeviceValue {
	value := seal.DeviceValue{ID: seal.DeviceID{0xd, 15: 0xe}}
	for i := range accounts {
		value.Accounts = append(value.Accounts, seal.AccountTag{byte(i), 7: 0xa})
	}
	return value
}

func TestADeviceComesBackAsItWasSealed(t *testing.T) {
	sealer := newSealer(t, nil)
	for accounts := 1; accounts <= seal.MaxDeviceAccounts; accounts++ {
		sealed, err := sealer.SealDevice(deviceOf(accounts))
		if err != nil {
			t.Fatal(err)
		}
		value, sealedAt, err := sealer.OpenDevice(sealed)
		if err != nil || !sealedAt.Equal(start) {
			t.Fatalf("%d accounts: of %v, %v", accounts, sealedAt, err)
		}
		if diff := cmp.Diff(deviceOf(accounts), value); diff != "" {
			t.Errorf("-sealed +opened\n%s", diff)
		}
	}
}

func TestADeviceIsSmall(t *testing.T) {
	const most = 260 // an answer that sets a session's cookies has little room left
	for name, id := range map[string]string{"a key id as the command gives out": "k1", "the longest": "abcdefghij012345"} {
		t.Run(name, func(t *testing.T) {
			sealed, err := newSealer(t, withKeys(t, id)).SealDevice(deviceOf(seal.MaxDeviceAccounts))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d characters", len(sealed))
			// A long id is the operator's choice, and takes four characters for three.
			if limit := most + (len(id)-2)*4/3; len(sealed) >= limit {
				t.Errorf("%d characters, want less than %d", len(sealed), limit)
			}
		})
	}
}

func TestADeviceWithoutAnAccountWithOneTwiceOrWithTooManyIsNotSealed(t *testing.T) {
	sealer := newSealer(t, nil)
	twice := deviceOf(2)
	twice.Accounts[1] = twice.Accounts[0]
	for name, value := range map[string]seal.DeviceValue{"none": deviceOf(0), "six": deviceOf(6), "one twice": twice} {
		if sealed, err := sealer.SealDevice(value); err == nil || sealed != "" {
			t.Errorf("%s: %q, %v", name, sealed, err)
		}
	}
}

func TestADevicePayloadOfAnotherFormIsUnreadable(t *testing.T) {
	var last seal.Outcome
	sealer := newSealer(t, func(cfg *seal.Config) { cfg.OnOpen = func(_ string, o seal.Outcome) { last = o } })
	const id, tag = "0123456789abcdef", "account1"
	for name, payload := range map[string]string{
		"empty":             "",
		"the version alone": "\x01",
		"another version":   "\x02" + id + tag,
		"an id cut short":   "\x01" + id[1:],
		"no account":        "\x01" + id,
		"half an account":   "\x01" + id + tag + tag[:4],
		"an account twice":  "\x01" + id + tag + "account2" + tag,
		"six accounts":      "\x01" + id + "account1account2account3account4account5account6",
	} {
		t.Run(name, func(t *testing.T) {
			value, sealedAt, err := sealer.OpenDevice(mustSeal(t, sealer, seal.Device, payload))
			if !errors.Is(err, seal.ErrNotOurs) || seal.OutcomeOf(err) != seal.Unreadable || last != seal.Unreadable {
				t.Errorf("error = %v, told %s", err, last)
			}
			if diff := cmp.Diff(seal.DeviceValue{}, value); diff != "" || !sealedAt.IsZero() {
				t.Errorf("refused, and still gave of %v\n%s", sealedAt, diff)
			}
		})
	}
}

func TestADeviceIsForgottenAfterHalfAYear(t *testing.T) {
	sealed, err := newSealer(t, nil).SealDevice(deviceOf(1))
	if err != nil {
		t.Fatal(err)
	}
	const life = 180 * 24 * time.Hour
	for age, want := range map[time.Duration]seal.Outcome{life: seal.Opened, life + time.Second: seal.Expired} {
		if _, _, err := newSealer(t, at(start.Add(age))).OpenDevice(sealed); seal.OutcomeOf(err) != want {
			t.Errorf("after %v: %v, want %s", age, err, want)
		}
	}
}

func TestADeviceLivesAsLongAsItsKeyIsInTheRing(t *testing.T) {
	sealed, err := newSealer(t, withKeys(t, "k1")).SealDevice(deviceOf(1))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		ring []string
		want seal.Outcome
	}{
		"alone":               {[]string{"k1"}, seal.Opened},
		"behind a newer one":  {[]string{"k2", "k1"}, seal.Opened},
		"behind seven others": {[]string{"k8", "k7", "k6", "k5", "k4", "k3", "k2", "k1"}, seal.Opened},
		"taken away":          {[]string{"k2"}, seal.UnknownKey},
	} {
		if _, _, err := newSealer(t, withKeys(t, test.ring...)).OpenDevice(sealed); seal.OutcomeOf(err) != test.want {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

// FuzzDevice holds that a device has one payload, and a payload one device.
func FuzzDevice(f *testing.F) {
	sealer := newSealer(f, nil)
	for accounts := 1; accounts <= seal.MaxDeviceAccounts; accounts++ {
		sealed, err := sealer.SealDevice(deviceOf(accounts))
		if err != nil {
			f.Fatal(err)
		}
		payload, _, err := sealer.Open(seal.Device, sealed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
		f.Add(payload[:len(payload)-1])
		f.Add(append(payload, payload[len(payload)-8:]...))
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<10 {
			return
		}
		value, _, err := sealer.OpenDevice(mustSeal(t, sealer, seal.Device, string(data)))
		if err != nil {
			if seal.OutcomeOf(err) != seal.Unreadable || len(value.Accounts) != 0 {
				t.Fatalf("%v beside %v", err, value)
			}
			return
		}
		if n := len(value.Accounts); n < 1 || n > seal.MaxDeviceAccounts {
			t.Fatalf("a device of %d accounts", n)
		}
		again, err := sealer.SealDevice(value)
		if err != nil {
			t.Fatal(err)
		}
		payload, _, err := sealer.Open(seal.Device, again)
		if err != nil || !bytes.Equal(payload, data) {
			t.Fatalf("a second payload: %x, %v", payload, err)
		}
	})
}
