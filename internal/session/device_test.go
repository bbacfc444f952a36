package session_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/seal"
)

var deviceName = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Every way for the token to travel keeps the same promises.
func TestDevices(t *testing.T) {
	for name, way := range deviceWays() {
		t.Run(name, func(t *testing.T) {
			for name, test := range map[string]func(*testing.T, *deviceRig){
				"known after a sign-in":                deviceIsKnown,
				"not sent again":                       deviceIsNotSentAgain,
				"in use it stays known":                deviceStaysKnown,
				"several accounts":                     deviceOfSeveral,
				"the sixth account":                    deviceOfSix,
				"two devices":                          devicesAreTold,
				"a sign-in that comes to nothing":      deviceWithoutSession,
				"hostile tokens":                       deviceTokensThatAreNotOurs,
				"a new key":                            deviceMovesToTheNewestKey,
				"a planted token":                      devicePlanted,
				"signing out":                          deviceOutlivesTheSession,
				"opened by those who ask, and once":    deviceIsLazy,
				"the token of another way is no one's": deviceOfAnotherWay,
			} {
				t.Run(name, func(t *testing.T) { test(t, newDeviceRig(t, way, key1)) })
			}
		})
	}
}

func deviceIsKnown(t *testing.T, r *deviceRig) {
	if name := r.name("", "ann"); name != "" {
		t.Errorf("without a token the device is called %q", name)
	}
	device, sent := r.signIn("", "ann")
	if !sent {
		t.Fatal("signing in leaves no token")
	}
	name := r.name(device, "ann")
	if !deviceName.MatchString(name) || r.name(device, "ann") != name {
		t.Errorf("the device is called %q, then %q", name, r.name(device, "ann"))
	}
	if name := r.name(device, "bob"); name != "" {
		t.Errorf("for an account that it does not know it is called %q", name)
	}
	if name := r.name(device, ""); name != "" {
		t.Errorf("for no account it is called %q", name)
	}
	value, _, err := r.sealer.OpenDevice(device)
	if err != nil || len(value.Accounts) != 1 || strings.Contains(name, fmt.Sprintf("%x", value.Accounts[0])) || name == fmt.Sprintf("%x", value.ID) {
		t.Errorf("it is called by what is sealed: %q, %+v, %v", name, value, err)
	}
}

func deviceIsNotSentAgain(t *testing.T, r *deviceRig) {
	const half = 90 * 24 * time.Hour
	device, _ := r.signIn("", "ann")
	r.pass(half - time.Second)
	if _, again := r.signIn(device, "ann"); again {
		t.Error("a token that knows the account and is not old is sent again")
	}
}

func deviceStaysKnown(t *testing.T, r *deviceRig) {
	const half, life = 90 * 24 * time.Hour, 180 * 24 * time.Hour
	device, _ := r.signIn("", "ann")
	name := r.name(device, "ann")
	r.pass(half)
	renewed, again := r.signIn(device, "ann")
	if !again || r.name(renewed, "ann") != name {
		t.Errorf("after half its life: sent %v, called %q, before %q", again, r.name(renewed, "ann"), name)
	}
	r.pass(life - half)
	if r.name(device, "ann") != name {
		t.Error("a token does not reach the end of its life")
	}
	r.pass(time.Second)
	if r.name(device, "ann") != "" || r.name(renewed, "ann") != name {
		t.Errorf("at the end of its life it is called %q, and the renewed one %q", r.name(device, "ann"), r.name(renewed, "ann"))
	}
}

func deviceOfSeveral(t *testing.T, r *deviceRig) {
	device, _ := r.signIn("", "ann")
	first := r.name(device, "ann")
	device, sent := r.signIn(device, "bob")
	if ann, bob := r.name(device, "ann"), r.name(device, "bob"); !sent || ann != first || bob == "" || bob == ann {
		t.Errorf("sent %v; called %q for ann, before %q, and %q for bob", sent, ann, first, bob)
	}
	if _, again := r.signIn(device, "ann"); again {
		t.Error("ann, whom it knows, is sent a token again")
	}
}

func deviceOfSix(t *testing.T, r *deviceRig) {
	device := ""
	names := map[string]bool{}
	for i := range 5 {
		device, _ = r.signIn(device, fmt.Sprint("user", i))
	}
	for i := range 5 {
		names[r.name(device, fmt.Sprint("user", i))] = true
	}
	if len(names) != 5 || names[""] {
		t.Errorf("for five accounts it is called %v", names)
	}
	device, _ = r.signIn(device, "user5")
	for i := range 6 {
		if name := r.name(device, fmt.Sprint("user", i)); (name != "") != (i > 0) {
			t.Errorf("after the sixth account it is called %q for user%d", name, i)
		}
	}
}

func devicesAreTold(t *testing.T, r *deviceRig) {
	first, _ := r.signIn("", "ann")
	second, _ := r.signIn("", "ann")
	if r.name(first, "ann") == r.name(second, "ann") {
		t.Error("two devices have one name")
	}
}

func deviceWithoutSession(t *testing.T, r *deviceRig) {
	exchange, leaves := r.with("")
	exchange.RememberDevice("ann")
	if sent, _ := leaves(); sent != "" {
		t.Error("a token leaves without a session")
	}
	exchange, leaves = r.with("")
	exchange.RememberDevice("ann")
	if _, err := exchange.Put(auth.Tokens{Access: "none that verifies", AskedAt: r.now()}); err == nil {
		t.Fatal("Put took a token that does not verify")
	}
	if sent, _ := leaves(); sent != "" {
		t.Error("a token leaves beside a session that does not begin")
	}
	exchange, leaves = r.with("")
	exchange.RememberDevice("")
	if err := r.put(exchange, "ann"); err != nil {
		t.Fatal(err)
	}
	if sent, _ := leaves(); sent != "" {
		t.Error("a token leaves for no account")
	}
}

func deviceOutlivesTheSession(t *testing.T, r *deviceRig) {
	device, _ := r.signIn("", "ann")
	exchange, leaves := r.with(device)
	exchange.Clear()
	if sent, cleared := leaves(); sent != "" || cleared {
		t.Errorf("signing out sends %q, cleared %v", sent, cleared)
	}
}

func deviceIsLazy(t *testing.T, r *deviceRig) {
	device, _ := r.signIn("", "ann")
	before := r.opened[seal.Opened]
	exchange, _ := r.with(device)
	_, _ = exchange.Authenticate()
	exchange.Profile("ann")
	if r.opened[seal.Opened] != before {
		t.Error("it is opened for a request that does not ask")
	}
	exchange.Device("ann")
	exchange.Device("bob")
	exchange.RememberDevice("ann")
	if n := r.opened[seal.Opened] - before; n != 1 {
		t.Errorf("it is opened %d times", n)
	}
}
