package seal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// ResultValue is what a [RefreshResult] value carries. Never log one.
type ResultValue struct {
	For [sha256.Size]byte // the hash of the refresh token that it is the answer to
	// Access is empty where the answer was that the session has ended; then so is all below.
	Access    string
	ID        string
	Refresh   string    // empty where the refresh did not rotate it
	ExpiresAt time.Time // of the access token
}

// SealResult seals what a refresh came to.
func (s *Sealer) SealResult(value ResultValue) (string, error) {
	expires := milliseconds(value.ExpiresAt)
	if (value.Access == "") != (expires == 0) {
		return "", errors.New("seal: a refresh result has tokens and the time of their end, or neither")
	}
	payload := append([]byte{valueVersion}, value.For[:]...)
	payload = binary.AppendUvarint(payload, expires)
	for _, token := range []string{value.Access, value.ID, value.Refresh} {
		if len(token) > maxToken {
			return "", fmt.Errorf("%w: a token of %d characters, %d at most", ErrTooLarge, len(token), maxToken)
		}
		packed := Pack(token)
		payload = append(binary.AppendUvarint(payload, uint64(len(packed))), packed...)
	}
	return s.Seal(RefreshResult, payload)
}

// OpenResult opens what [Sealer.SealResult] sealed, as [Sealer.Open] does. Whether it answers the
// right refresh token is for the caller to compare.
func (s *Sealer) OpenResult(sealed string) (ResultValue, time.Time, error) {
	return openAs(s, RefreshResult, sealed, decodeResult)
}

func decodeResult(payload []byte) (ResultValue, error) {
	r := reader{rest: payload}
	version, hash, expires := r.byte(), r.take(sha256.Size), r.uvarint()
	if version != valueVersion || len(hash) != sha256.Size || expires > maxSeconds*1000 {
		return ResultValue{}, refuse(Unreadable)
	}
	value := ResultValue{For: [sha256.Size]byte(hash)}
	for _, token := range []*string{&value.Access, &value.ID, &value.Refresh} {
		text, err := Unpack(r.take(r.uvarint()))
		if err != nil || len(text) > maxToken {
			return ResultValue{}, refuse(Unreadable)
		}
		*token = text
	}
	if expires != 0 {
		value.ExpiresAt = time.UnixMilli(int64(expires)).UTC()
	}
	ended := value.Access == ""
	if !r.done() || ended != (expires == 0) || ended && value.ID+value.Refresh != "" {
		return ResultValue{}, refuse(Unreadable)
	}
	return value, nil
}

// milliseconds since 1970; 0 stands for no time.
func milliseconds(at time.Time) uint64 { return uint64(max(at.UnixMilli(), 0)) }
