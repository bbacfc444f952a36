package seal

import (
	"fmt"
	"slices"
	"time"
)

const (
	// deviceVersion is of its own: a new form of tokens must not make strangers of all devices.
	deviceVersion = 1
	deviceBytes   = 16
	accountBytes  = 8

	// MaxDeviceAccounts is how many accounts a device may know. Each takes eleven characters.
	MaxDeviceAccounts = 5
)

// DeviceValue is what a [Device] value carries. Never log one.
type DeviceValue struct {
	// ID is random, and leaves the server in no other form.
	ID DeviceID
	// Accounts are those that were signed in to on the device: 1 to [MaxDeviceAccounts], no two alike.
	Accounts []AccountTag
}

// DeviceID tells a device from others.
type DeviceID [deviceBytes]byte

// AccountTag stands for an account on one device. What it is made of is for the caller to say.
type AccountTag [accountBytes]byte

// SealDevice seals what a device is known by.
func (s *Sealer) SealDevice(value DeviceValue) (string, error) {
	if !fitsDevice(value.Accounts) {
		return "", fmt.Errorf("seal: a device knows 1 to %d accounts, each once; this one knows %d", MaxDeviceAccounts, len(value.Accounts))
	}
	payload := append([]byte{deviceVersion}, value.ID[:]...)
	for _, account := range value.Accounts {
		payload = append(payload, account[:]...)
	}
	return s.Seal(Device, payload)
}

// OpenDevice opens what [Sealer.SealDevice] sealed, as [Sealer.Open] does.
func (s *Sealer) OpenDevice(sealed string) (DeviceValue, time.Time, error) {
	return openAs(s, Device, sealed, decodeDevice)
}

func decodeDevice(payload []byte) (DeviceValue, error) {
	r := reader{rest: payload}
	version, id, tags := r.byte(), r.take(deviceBytes), r.all()
	if version != deviceVersion || r.fault || len(tags)%accountBytes != 0 {
		return DeviceValue{}, refuse(Unreadable)
	}
	value := DeviceValue{ID: DeviceID(id)}
	for tag := range slices.Chunk(tags, accountBytes) {
		value.Accounts = append(value.Accounts, AccountTag(tag))
	}
	if !fitsDevice(value.Accounts) {
		return DeviceValue{}, refuse(Unreadable)
	}
	return value, nil
}

func fitsDevice(accounts []AccountTag) bool {
	for i, account := range accounts {
		if slices.Contains(accounts[:i], account) {
			return false
		}
	}
	return len(accounts) >= 1 && len(accounts) <= MaxDeviceAccounts
}
