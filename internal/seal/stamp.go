package seal

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

const (
	stampVersion = 1
	scopeBytes   = 16
	stampBytes   = 1 + 8 + scopeBytes // version, seconds since 1970, scope
)

// scope stands for a user pool and app client. A ring copied to another deployment opens nothing
// there.
type scope [scopeBytes]byte

func newScope(pool, client string) scope {
	// The length in front keeps pool "a", client "bc" apart from pool "ab", client "c".
	text := binary.AppendUvarint(nil, uint64(len(pool)))
	text = append(append(text, pool...), client...)
	sum := sha256.Sum256(text)
	return scope(sum[:scopeBytes])
}

// stamped puts the stamp in front of a payload.
func stamped(at time.Time, in scope, payload []byte) []byte {
	data := make([]byte, 0, stampBytes+len(payload))
	data = append(data, stampVersion)
	data = binary.BigEndian.AppendUint64(data, uint64(max(at.Unix(), 0)))
	data = append(data, in[:]...)
	return append(data, payload...)
}

// readStamp takes the stamp off again.
func readStamp(data []byte) (at time.Time, in scope, payload []byte, ok bool) {
	if len(data) < stampBytes || data[0] != stampVersion {
		return time.Time{}, scope{}, nil, false
	}
	seconds := binary.BigEndian.Uint64(data[1:9])
	if seconds > maxSeconds {
		return time.Time{}, scope{}, nil, false
	}
	return time.Unix(int64(seconds), 0).UTC(), scope(data[9:stampBytes]), data[stampBytes:], true
}

// maxSeconds is the end of the year 9999, the last that a time can be written in.
const maxSeconds = 253402300799
