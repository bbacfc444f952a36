package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"time"

	"usher/internal/seal"
)

// devices knows again the devices that accounts were signed in to on. A device token opens nothing:
// all that it tells is that whoever sends it is not just anybody.
type devices struct {
	sealer *seal.Sealer
	random io.Reader
	now    func() time.Time
}

// knownDevice is a device token that came along. Its zero value knows no account.
type knownDevice struct {
	seal.DeviceValue
	aged bool // sealed by another key than the newest, or long ago
}

// open reads a token. unreadable tells that there was one that is none of ours.
func (d *devices) open(sent string, came bool) (known knownDevice, unreadable bool) {
	if d == nil || !came {
		return knownDevice{}, false
	}
	value, at, err := d.sealer.OpenDevice(sent)
	if err != nil {
		return knownDevice{}, true
	}
	// Half of the life is left to renew it in, so that a device in use stays known.
	aged := !d.sealer.UsesNewest(sent) || d.now().Sub(at) >= seal.Device.MaxAge()/2
	return knownDevice{value, aged}, false
}

// knowing returns a token of the device that knows the account too, and "" where it has one that is
// good for a while. The account that it has known longest gives way.
func (d *devices) knowing(known knownDevice, account string) (string, error) {
	if known.knows(account) && !known.aged {
		return "", nil
	}
	value := known.DeviceValue
	if len(value.Accounts) == 0 {
		if _, err := io.ReadFull(d.random, value.ID[:]); err != nil {
			return "", err
		}
	}
	tag, _ := namesOn(value.ID, account)
	others := slices.DeleteFunc(slices.Clone(value.Accounts), func(other seal.AccountTag) bool { return other == tag })
	value.Accounts = append([]seal.AccountTag{tag}, others[:min(len(others), seal.MaxDeviceAccounts-1)]...)
	return d.sealer.SealDevice(value)
}

func (k knownDevice) knows(account string) bool { return k.nameFor(account) != "" }

// nameFor is the device's name where it knows the account, and "" where it does not.
func (k knownDevice) nameFor(account string) string {
	tag, name := namesOn(k.ID, account)
	// A time that told how much of a tag fits would tell the tag.
	same := func(other seal.AccountTag) bool { return hmac.Equal(other[:], tag[:]) }
	if !slices.ContainsFunc(k.Accounts, same) {
		return ""
	}
	return name
}

// deviceNameBytes is how long a device's name is before it is text.
const deviceNameBytes = 16

// namesOn returns what stands for an account on a device, and what the device is called where that
// account is concerned. Both hang on the device's id, which is sealed: neither tells whose account it
// is, or which accounts share a device.
func namesOn(id seal.DeviceID, account string) (tag seal.AccountTag, name string) {
	mac := hmac.New(sha256.New, id[:])
	_, _ = io.WriteString(mac, "usher device|"+account)
	sum := mac.Sum(nil)
	rest := sum[copy(tag[:], sum):]
	return tag, hex.EncodeToString(rest[:deviceNameBytes])
}

// Device names the device that the request comes from, if the account was signed in to there in the
// last half year: 32 hexadecimal digits that mean nothing elsewhere, and others for each account. It
// is "" for a stranger, and for whoever brings a token that is none of ours. account is the sign-in
// name as package auth normalises it.
//
// It is no proof of who asks. It tells one guesser from all others, so that these cannot use up what
// that one may try.
func (r *Request) Device(account string) string { return r.device().nameFor(account) }

// DeviceOf is [Request.Device] of the context's exchange.
func DeviceOf(ctx context.Context, account string) string { return From(ctx).Device(account) }

// RememberDevice has the answer carry a token by which the device is known as one on which the
// account was signed in to. It is for an account that has just been proven, and comes before
// [Request.Put]: the token leaves beside the session's, and not without them. The client that has
// one which is good for long is sent none. Where it cannot be made, the sign-in goes on without.
func (r *Request) RememberDevice(account string) {
	if r.manager == nil || r.manager.devices == nil || account == "" {
		return
	}
	token, err := r.manager.devices.knowing(r.device(), account)
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaves.device = token
}

func (r *Request) openDevice(h http.Header) knownDevice {
	if r.manager == nil {
		return knownDevice{}
	}
	known, unreadable := r.manager.devices.open(r.manager.carrier.readDevice(h))
	if unreadable {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.leaves.deviceUnreadable = true
	}
	return known
}
