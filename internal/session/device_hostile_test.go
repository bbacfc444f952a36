package session_test

import (
	"fmt"
	"strings"
	"testing"

	"usher/internal/seal"
	"usher/internal/session"
)

func deviceTokensThatAreNotOurs(t *testing.T, r *deviceRig) {
	device, _ := r.signIn("", "ann")
	good := r.name(device, "ann")
	value, _, err := r.sealer.OpenDevice(device)
	if err != nil {
		t.Fatal(err)
	}
	hostile := map[string]string{
		"made up":             "x",
		"an access token":     must(t)(r.sealer.SealAccess(seal.AccessValue{Token: "ann"})),
		"a refresh token":     must(t)(r.sealer.SealRefresh(seal.RefreshValue{Token: "ann"})),
		"a challenge":         must(t)(r.sealer.Seal(seal.Challenge, []byte("{}"))),
		"of another pool":     must(t)(newSealer(t, "pool 2", r.now, key1).SealDevice(value)),
		"of a key that went":  must(t)(newSealer(t, "pool", r.now, key2).SealDevice(value)),
		"another payload":     must(t)(r.sealer.Seal(seal.Device, []byte{9})),
		"twice":               device + "." + device,
		"as long as a header": strings.Repeat("x", 30<<10),
	}
	for i := range len(device) {
		flipped := []byte(device)
		flipped[i] ^= 1
		hostile[fmt.Sprint("a bit flipped at ", i)] = string(flipped)
	}
	for what, text := range hostile {
		before := r.opened[seal.Opened]
		exchange, leaves := r.with(text)
		if name := exchange.Device("ann"); name != "" {
			t.Errorf("%s: it is called %q", what, name)
		}
		if sent, cleared := leaves(); sent != "" || cleared != r.way.clears {
			t.Errorf("%s: sent %q, cleared %v", what, sent, cleared)
		}
		if r.opened[seal.Opened] != before {
			t.Errorf("%s is counted as opened", what)
		}
		if fresh, sent := r.signIn(text, "ann"); !sent || r.name(fresh, "ann") == good || r.name(fresh, "ann") == "" {
			t.Errorf("%s: after a sign-in it is called %q", what, r.name(fresh, "ann"))
		}
	}
}

func deviceMovesToTheNewestKey(t *testing.T, r *deviceRig) {
	device, _ := r.signIn("", "ann")
	name := r.name(device, "ann")
	r.restart(key2 + "," + key1)
	moved, sent := r.signIn(device, "ann")
	if !sent || r.name(moved, "ann") != name {
		t.Errorf("with a new key in front: sent %v, called %q, before %q", sent, r.name(moved, "ann"), name)
	}
	r.restart(key2)
	if r.name(moved, "ann") != name || r.name(device, "ann") != "" {
		t.Errorf("without the old key: the moved one is called %q, the other %q", r.name(moved, "ann"), r.name(device, "ann"))
	}
}

// Whoever plants their own token with a victim's browser gets nothing by what the victim adds to it.
func devicePlanted(t *testing.T, r *deviceRig) {
	mallorys, _ := r.signIn("", "mallory")
	anns, sent := r.signIn(mallorys, "ann")
	if !sent || r.name(anns, "ann") == "" {
		t.Fatal("ann's device is not known")
	}
	if name := r.name(mallorys, "ann"); name != "" {
		t.Errorf("what mallory holds is called %q for ann", name)
	}
	if r.name(mallorys, "mallory") == r.name(anns, "ann") {
		t.Error("what mallory uses up is ann's")
	}
	// Signing in as ann is what would take: then mallory has no need of it.
	again, _ := r.signIn(mallorys, "mallory")
	if again != mallorys {
		t.Error("mallory gets another token")
	}
}

func deviceOfAnotherWay(t *testing.T, r *deviceRig) {
	device, _ := r.signIn("", "ann")
	own := r.way.send(device)
	for _, other := range deviceWays() {
		line := other.send(device)
		if line == own {
			continue
		}
		if name := session.From(r.exchange(t, line)).Device("ann"); name != "" {
			t.Errorf("%.30s…: it is called %q", line, name)
		}
	}
}

func TestTwoDeviceCookiesAreNone(t *testing.T) {
	r := newDeviceRig(t, deviceWays()["in a cookie"], key1)
	anns, _ := r.signIn("", "ann")
	mallorys, _ := r.signIn("", "mallory")
	const name = "__Host-usher-device="
	if got := r.name(anns+"; "+name+mallorys, "ann"); got != "" {
		t.Errorf("of two cookies of one name, one of them planted, one counts: %q", got)
	}
}
