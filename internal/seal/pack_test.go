package seal_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"usher/internal/seal"
)

func TestPackAndUnpack(t *testing.T) {
	access, refresh := cognitoAccess(t, 10), cognitoRefresh(t)
	tests := []struct {
		name  string
		text  string
		saves int // bytes, at least; below 0 the other way round
	}{
		{"access token", access, len(access)/4 - 10},
		{"refresh token", refresh, len(refresh)/4 - 12},
		{"empty", "", -2},
		{"one dot", ".", -3},
		{"dots", "....", -6},
		{"too many dots", strings.Repeat(".", 50), -1},
		{"six parts", "AA.AA.AA.AA.AA.AA", -1},
		{"two parts", "AAAA.AAAA", 0},
		{"empty encrypted key", "eyJhIjoxfQ..AAAA.AAAA.AAAA", 2},
		{"an opaque token", "not a token at all", -3},
		{"one bad part among good ones", "eyJhIjoxfQ.eyJhIjoxfQ==.AAAAAAAA", 0},
		{"standard base64", "ab+/.ab+/.ab+/", -3},
		{"padding", "YQ==.YQ==.YQ==", -3},
		{"trailing bits", "YR.YR.YR", -3},
		{"a length base64 never has", "AAAAA.AAAAA.AAAAA", -3},
		{"line breaks that a decoder skips", "AAAA\n.AA\r\nAA.\nAAAA", -3},
		{"zero bytes", "\x00.\x00\x00.\x00", -3},
		{"not UTF-8", "\xff\xfe.\x80", -3},
		{"a uuid", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			packed := seal.Pack(test.text)
			got, err := seal.Unpack(packed)
			if err != nil || got != test.text {
				t.Fatalf("unpacked %q, %v; want %q", got, err, test.text)
			}
			if saved := len(test.text) - len(packed); saved < test.saves {
				t.Errorf("%d characters became %d bytes, want %d saved", len(test.text), len(packed), test.saves)
			}
		})
	}
}

func TestUnpackRefuses(t *testing.T) {
	part := func(text string, asText uint64) []byte {
		return append(binary.AppendUvarint(nil, uint64(len(text))<<1|asText), text...)
	}
	join := func(count byte, parts ...[]byte) []byte {
		packed := []byte{count}
		for _, p := range parts {
			packed = append(packed, p...)
		}
		return packed
	}
	tests := []struct {
		name   string
		packed []byte
	}{
		{"nothing", nil},
		{"no part", []byte{1}},
		{"six parts", join(6, part("a", 0), part("a", 0), part("a", 0), part("a", 0), part("a", 0), part("a", 0))},
		{"a part missing", join(3, part("abc", 0), part("abc", 0))},
		{"a part more", join(2, part("abc", 0), part("abc", 0), part("abc", 0))},
		{"a byte missing", join(1, part("abc", 0)[:3])},
		{"a byte more", join(1, append(part("abc", 0), 0))},
		{"a length of many bytes", join(1, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})},
		{"a length beyond 64 bits", join(1, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})},
		{"a length without end", join(1, []byte{0xff, 0xff})},
		{"a length with a byte to spare", join(1, []byte{0x86, 0x00, 'a', 'b', 'c'})},
		{"a text that would be decoded", join(1, part("AAAA", 1))},
		{"an empty text", join(1, part("", 1))},
		{"a text with a dot", join(1, part("a=.b=", 1))},
		{"dots that make six parts", join(2, part("a=.b=.c=", 1), part("d=.e=.f=", 1))},
		{"all as text, though of three parts", append([]byte{0}, "AAAA.AAAA.AAAA"...)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if text, err := seal.Unpack(test.packed); !errors.Is(err, seal.ErrNotOurs) || text != "" {
				t.Errorf("unpacked %q, %v; want ErrNotOurs", text, err)
			}
		})
	}
}
