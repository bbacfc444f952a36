package seal

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

const (
	// valueVersion stands for the forms of values, the words that tokens are made short with included.
	valueVersion = 2
	sessionBytes = 16
	// maxToken is in characters. No token that Usher verifies is longer.
	maxToken = 8 << 10
)

// AccessValue is what an [Access] value carries. Never log one.
type AccessValue struct {
	Token string // the access token, compact
	// Profile is what the ID token said, which an access token does not; nil where it is not known
	// or was too long to come along.
	Profile *Profile
}

// RefreshValue is what a [Refresh] value carries. Never log one.
type RefreshValue struct {
	Token   string
	Session SessionID
}

// SessionID names a session over all its refreshes, in a log or a list of sessions. It is no secret
// and opens nothing. Its zero value names none.
type SessionID [sessionBytes]byte

// String returns the id as 32 hexadecimal digits.
func (id SessionID) String() string { return hex.EncodeToString(id[:]) }

// SealAccess seals an access token and the profile that goes with it. A profile longer than
// 1 KiB stays behind: the value must fit a cookie, and GetUser knows the profile too.
func (s *Sealer) SealAccess(value AccessValue) (string, error) {
	packed, err := packToken(value.Token)
	if err != nil {
		return "", err
	}
	profile := value.Profile.encode()
	payload := binary.AppendUvarint([]byte{valueVersion}, uint64(len(profile)))
	payload = append(append(payload, profile...), packed...)
	return s.Seal(Access, payload)
}

// OpenAccess opens what [Sealer.SealAccess] sealed, as [Sealer.Open] does.
func (s *Sealer) OpenAccess(sealed string) (AccessValue, time.Time, error) {
	return openAs(s, Access, sealed, decodeAccess)
}

// SealRefresh seals a refresh token and the session it belongs to.
func (s *Sealer) SealRefresh(value RefreshValue) (string, error) {
	packed, err := packToken(value.Token)
	if err != nil {
		return "", err
	}
	payload := append([]byte{valueVersion}, value.Session[:]...)
	return s.Seal(Refresh, append(payload, packed...))
}

// OpenRefresh opens what [Sealer.SealRefresh] sealed, as [Sealer.Open] does.
func (s *Sealer) OpenRefresh(sealed string) (RefreshValue, time.Time, error) {
	return openAs(s, Refresh, sealed, decodeRefresh)
}

// SealIdentity seals an ID token.
func (s *Sealer) SealIdentity(idToken string) (string, error) {
	packed, err := packToken(idToken)
	if err != nil {
		return "", err
	}
	return s.Seal(Identity, append([]byte{valueVersion}, packed...))
}

// OpenIdentity opens what [Sealer.SealIdentity] sealed, as [Sealer.Open] does.
func (s *Sealer) OpenIdentity(sealed string) (idToken string, sealedAt time.Time, err error) {
	return openAs(s, Identity, sealed, decodeIdentity)
}

func decodeAccess(payload []byte) (AccessValue, error) {
	r := reader{rest: payload}
	version := r.byte()
	profile, ok := decodeProfile(r.take(r.uvarint()))
	if version != valueVersion || !ok {
		return AccessValue{}, refuse(Unreadable)
	}
	token, err := unpackToken(&r)
	return AccessValue{Token: token, Profile: profile}, err
}

func decodeRefresh(payload []byte) (RefreshValue, error) {
	r := reader{rest: payload}
	version, session := r.byte(), r.take(sessionBytes)
	if version != valueVersion || len(session) != sessionBytes {
		return RefreshValue{}, refuse(Unreadable)
	}
	token, err := unpackToken(&r)
	return RefreshValue{Token: token, Session: SessionID(session)}, err
}

func decodeIdentity(payload []byte) (string, error) {
	r := reader{rest: payload}
	if r.byte() != valueVersion {
		return "", refuse(Unreadable)
	}
	return unpackToken(&r)
}

var errNoToken = errors.New("seal: there is no token to seal")

func packToken(token string) ([]byte, error) {
	switch {
	case token == "":
		return nil, errNoToken
	case len(token) > maxToken:
		return nil, fmt.Errorf("%w: a token of %d characters, %d at most", ErrTooLarge, len(token), maxToken)
	}
	return Pack(token), nil
}

func unpackToken(r *reader) (string, error) {
	token, err := Unpack(r.all())
	if err != nil || token == "" || len(token) > maxToken {
		return "", refuse(Unreadable)
	}
	return token, nil
}
