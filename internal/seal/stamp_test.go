package seal

import (
	"crypto/rand"
	"encoding/binary"
	"testing"
	"time"
)

// Only this program's own key makes such values, so only from inside can they be made.
func TestOpenRefusesStampsOfOtherVersions(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	sealer := newKeeper(t, func() time.Time { return now })
	good := stamped(now, sealer.scope, []byte("payload"))
	change := func(edit func(data []byte)) []byte {
		data := append([]byte{}, good...)
		edit(data)
		return data
	}
	tests := []struct {
		name string
		data []byte
		want Outcome
	}{
		{"ours", good, Opened},
		{"version 0", change(func(data []byte) { data[0] = 0 }), Unreadable},
		{"the next version", change(func(data []byte) { data[0] = 2 }), Unreadable},
		{"nothing", nil, Unreadable},
		{"cut short", good[:stampBytes-1], Unreadable},
		{"a time beyond any", change(func(data []byte) { binary.BigEndian.PutUint64(data[1:], 1<<63) }), Unreadable},
		{"the year 9999", change(func(data []byte) { binary.BigEndian.PutUint64(data[1:], maxSeconds) }), Future},
		{"1970", change(func(data []byte) { binary.BigEndian.PutUint64(data[1:], 0) }), Expired},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			key, err := sealer.keys.sealing(Access, now)
			if err != nil {
				t.Fatal(err)
			}
			sealed, err := key.Seal(test.data, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			payload, _, err := sealer.Open(Access, sealed)
			if got := OutcomeOf(err); got != test.want {
				t.Errorf("outcome = %s, want %s", got, test.want)
			}
			if (err == nil) != (string(payload) == "payload") {
				t.Errorf("payload = %q beside error %v", payload, err)
			}
		})
	}
}

func TestAClockBefore1970SealsAs1970(t *testing.T) {
	at, _, _, ok := readStamp(stamped(time.Unix(-1, 0), scope{}, nil))
	if !ok || !at.Equal(time.Unix(0, 0)) {
		t.Errorf("sealed at %v, %v", at, ok)
	}
}
