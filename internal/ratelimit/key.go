package ratelimit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/netip"
	"strconv"
)

const (
	keyPrefix = "limit/"
	keyBytes  = 16 // of a key's HMAC: enough that no two callers meet
	// network is how much of an IPv6 address is counted: what one customer has at least.
	network = 64
	// deviceSlots is how many devices of one account are counted apart; further ones share. Whoever has
	// the password for a while can have any number become known, and must not have as many guesses
	// when it is changed.
	deviceSlots = 16
)

// Standings of a caller. In what is counted for everybody, whoever is signed in stands like a known device: a
// flood by strangers must not cost users their mail.
const (
	stranger = "stranger"
	device   = "device"
)

// key is where the limit counts this caller, and whether it does.
func (l *Limiter) key(policy string, limit Limit, who Caller) (key string, counts bool) {
	bucket := limit.Budget
	if bucket == "" {
		bucket = policy
	}
	standing, slot := stranger, ""
	if who.Device != "" {
		standing, slot = device, l.slot(who.Device)
	}
	switch limit.By {
	case ByIP:
		ip := who.IP.Unmap()
		if l.c.ExemptLoopback && ip.IsLoopback() {
			return "", false
		}
		return l.hash(bucket, string(ByIP), address(ip)), true
	case ByAccount:
		return l.hash(bucket, string(ByAccount), who.Account, standing, slot), who.Account != ""
	case ByRecipient:
		return l.hash(bucket, string(ByRecipient), who.Recipient, standing, slot), who.Recipient != ""
	default:
		if who.SignedIn {
			standing = device
		}
		return l.hash(bucket, string(ByAll), standing), true
	}
}

// slot is which of the counts of an account's devices a device has.
func (l *Limiter) slot(name string) string {
	mac := hmac.New(sha256.New, l.c.Secret)
	mac.Write([]byte(name))
	return strconv.Itoa(int(mac.Sum(nil)[0]) % deviceSlots)
}

// address is what of a client's address counts. All without one count as one.
func address(ip netip.Addr) string {
	if !ip.Is6() {
		return ip.String()
	}
	prefix, _ := ip.Prefix(network) // fails for no address of IPv6
	return prefix.String()
}

// hash writes each part after its length, so that no two lists of parts are one.
func (l *Limiter) hash(parts ...string) string {
	mac := hmac.New(sha256.New, l.c.Secret)
	for _, part := range parts {
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		mac.Write([]byte(part))
	}
	return keyPrefix + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:keyBytes])
}
