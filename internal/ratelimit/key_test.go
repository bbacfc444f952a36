package ratelimit_test

import (
	"fmt"
	"strings"
	"testing"

	"usher/internal/ratelimit"
)

func TestWhoIsCountedAsWhom(t *testing.T) {
	stranger := ratelimit.Caller{IP: ip("192.0.2.1"), Account: "ann", Recipient: "ann@example.org"}
	with := func(change func(*ratelimit.Caller)) ratelimit.Caller { c := stranger; change(&c); return c }
	address := func(text string) ratelimit.Caller { return ratelimit.Caller{IP: ip(text)} }
	anybody := func(recipient, device string) ratelimit.Caller {
		return ratelimit.Caller{Recipient: recipient, Device: device}
	}
	for name, c := range map[string]struct {
		policy        string
		one, other    ratelimit.Caller
		samePolicy    string // of the other, if it is another
		countedAsSame bool
	}{
		"one address":                         {one: address("192.0.2.1"), other: address("192.0.2.1"), countedAsSame: true},
		"two addresses":                       {one: address("192.0.2.1"), other: address("192.0.2.2")},
		"an address in IPv6":                  {one: address("192.0.2.1"), other: address("::ffff:192.0.2.1"), countedAsSame: true},
		"two IPv4 addresses in IPv6":          {one: address("::ffff:192.0.2.1"), other: address("::ffff:192.0.2.2")},
		"one network":                         {one: address("2001:db8:0:1::1"), other: address("2001:db8:0:1:ffff::2"), countedAsSame: true},
		"two networks":                        {one: address("2001:db8:0:1::1"), other: address("2001:db8:0:2::1")},
		"a zone":                              {one: address("fe80::1%eth0"), other: address("fe80::1%eth1"), countedAsSame: true},
		"no addresses":                        {one: ratelimit.Caller{}, other: ratelimit.Caller{}, countedAsSame: true},
		"no address and one":                  {one: ratelimit.Caller{}, other: address("0.0.0.0")},
		"no address and the one of no one":    {one: ratelimit.Caller{}, other: address("::")},
		"two policies":                        {one: address("192.0.2.1"), other: address("192.0.2.1"), samePolicy: ratelimit.Session},
		"two accounts":                        {policy: ratelimit.SignIn, one: stranger, other: with(func(c *ratelimit.Caller) { c.Account = "bob" })},
		"an account from two addresses":       {policy: ratelimit.SignIn, one: stranger, other: with(func(c *ratelimit.Caller) { c.IP = ip("198.51.100.1") }), countedAsSame: true},
		"an account from a known device":      {policy: ratelimit.SignIn, one: stranger, other: with(func(c *ratelimit.Caller) { c.Device = "d1" })},
		"an account from two devices":         {policy: ratelimit.SignIn, one: with(func(c *ratelimit.Caller) { c.Device = "d1" }), other: with(func(c *ratelimit.Caller) { c.Device = "d2" })},
		"an account from one device":          {policy: ratelimit.SignIn, one: with(func(c *ratelimit.Caller) { c.Device = "d1" }), other: with(func(c *ratelimit.Caller) { c.Device = "d1" }), countedAsSame: true},
		"two accounts from devices of a name": {policy: ratelimit.SignIn, one: with(func(c *ratelimit.Caller) { c.Device = "d1" }), other: with(func(c *ratelimit.Caller) { c.Account, c.Device = "bob", "d1" })},
		"a name that spells a device":         {policy: ratelimit.SignIn, one: with(func(c *ratelimit.Caller) { c.Device = "1stranger" }), other: with(func(c *ratelimit.Caller) { c.Account = "anndevice1" })},
		"everybody":                           {policy: ratelimit.SignUp, one: anybody("ann", ""), other: anybody("bob", ""), countedAsSame: true},
		"everybody and a known device":        {policy: ratelimit.SignUp, one: anybody("ann", ""), other: anybody("bob", "d1")},
		"everybody and somebody signed in":    {policy: ratelimit.SignUp, one: anybody("ann", ""), other: ratelimit.Caller{SignedIn: true}},
		"all known devices":                   {policy: ratelimit.SignUp, one: anybody("ann", "d1"), other: anybody("bob", "d2"), countedAsSame: true},
		"a recipient and a stranger":          {policy: ratelimit.SignUp, one: stranger, other: with(func(c *ratelimit.Caller) { c.Device = "d1" })},
		"one recipient":                       {policy: ratelimit.SignUp, one: stranger, other: with(func(c *ratelimit.Caller) { c.Account = "bob" }), countedAsSame: true},
		"one recipient in two policies":       {policy: ratelimit.SignUp, one: stranger, other: with(func(c *ratelimit.Caller) { c.Account = "bob" }), samePolicy: ratelimit.SendCode, countedAsSame: true},
	} {
		t.Run(name, func(t *testing.T) {
			limits := "sign-in.ip=off,sign-up.ip=off,send-code.ip=off"
			if strings.HasPrefix(name, "everybody") || strings.HasPrefix(name, "all") {
				limits += ",mail.all=3/1h"
			}
			h := open(t, override(t, limits))
			policy := c.policy
			if policy == "" {
				policy = ratelimit.Refresh
			}
			h.useUp(t, policy, c.one)
			if c.samePolicy != "" {
				policy = c.samePolicy
			}
			if _, refusal := h.try(t, policy, c.other); (refusal != nil) != c.countedAsSame {
				t.Errorf("refusal: %v; counted as the same must be %v", refusal, c.countedAsSame)
			}
		})
	}
}

// Somebody who has the password can have any number of devices become known, and keeps them when it is
// changed. All of them together are few.
func TestDevicesOfOneAccountAreBounded(t *testing.T) {
	h := open(t, override(t, "sign-in.ip=off"))
	passed := 0
	for i := range 2000 {
		if _, refusal := h.try(t, ratelimit.SignIn, ratelimit.Caller{Account: "ann", Device: fmt.Sprint("device ", i)}); refusal == nil {
			passed++
		}
	}
	if passed != 16*5 {
		t.Errorf("2000 devices of one account have %d guesses, want the 5 of each of 16", passed)
	}
}
