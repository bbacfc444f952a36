package seal_test

import (
	"encoding/binary"
	"errors"
	"fmt"
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
		{"access token", access, len(access)/4 - 10 + 300},
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
	const asBytes, asText, asJSON = 0, 1, 2
	part := func(text string, form uint64) []byte {
		return append(binary.AppendUvarint(nil, uint64(len(text))<<2|form), text...)
	}
	uuid := "\x00" + strings.Repeat("u", 16)
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
		{"six parts", join(6, part("a", asBytes), part("a", asBytes), part("a", asBytes), part("a", asBytes), part("a", asBytes), part("a", asBytes))},
		{"a part missing", join(3, part("abc", asBytes), part("abc", asBytes))},
		{"a part more", join(2, part("abc", asBytes), part("abc", asBytes), part("abc", asBytes))},
		{"a byte missing", join(1, part("abc", asBytes)[:3])},
		{"a byte more", join(1, append(part("abc", asBytes), 0))},
		{"a length of many bytes", join(1, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})},
		{"a length beyond 64 bits", join(1, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})},
		{"a length without end", join(1, []byte{0xff, 0xff})},
		{"a length with a byte to spare", join(1, []byte{0x8c, 0x00, 'a', 'b', 'c'})},
		{"a text that would be decoded", join(1, part("AAAA", asText))},
		{"an empty text", join(1, part("", asText))},
		{"a text with a dot", join(1, part("a=.b=", asText))},
		{"dots that make six parts", join(2, part("a=.b=.c=", asText), part("d=.e=.f=", asText))},
		{"a form that is none", join(1, part("abc", 3))},
		{"JSON that is kept as it is", join(1, part(`{"a":1}`, asBytes))},
		{"no JSON, made short", join(1, part("abc", asJSON))},
		{"nothing, made short", join(1, part("", asJSON))},
		{"a word written out", join(1, part(`{"sub":"`, asJSON))},
		{"a word where a longer one fits", join(1, part("{\x08aud\":\"", asJSON))},
		{"a UUID written out", join(1, part("{aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", asJSON))},
		{"a UUID cut short", join(1, part("{"+uuid[:16], asJSON))},
		{"a UUID named again before it was there", join(1, part("{\x01\x00"+uuid, asJSON))},
		{"another UUID named again than was there", join(1, part("{"+uuid+"\x01\x01", asJSON))},
		{"a UUID written twice", join(1, part("{"+uuid+uuid, asJSON))},
		{"no number of a UUID", join(1, part("{"+uuid+"\x01", asJSON))},
		{"a time of nine digits", join(1, part("{\x02\x00\x00\x00\x01", asJSON))},
		{"a time cut short", join(1, part("{\x02\x7f\x7f\x7f", asJSON))},
		{"a time written out", join(1, part("{1795347000", asJSON))},
		{"a key id cut short", join(1, part("{\x03"+uuid, asJSON))},
		{"JSON longer than a token", join(1, part("{"+uuid+strings.Repeat("\x01\x00", 8<<10/36), asJSON))},
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

func TestWhatIsMadeShortComesBackToTheByte(t *testing.T) {
	const id, other = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeef"
	var many strings.Builder
	for i := range 12 { // more than can be named again
		fmt.Fprintf(&many, "%s%02d", id[:34], i)
	}
	for name, test := range map[string]struct {
		json string
		want int // bytes of the short form
	}{
		"a UUID":                       {`{"` + id, 2 + 17},
		"the same again":               {`{"` + id + id, 2 + 17 + 2},
		"another":                      {`{"` + id + other, 2 + 17 + 17},
		"a UUID in upper case":         {`{"` + strings.ToUpper(id), 2 + 36},
		"a UUID without its end":       {`{"` + id[:35], 2 + 35},
		"a UUID of other groups":       {`{"` + id[:9] + "b" + id[9:35], 2 + 36},
		"a UUID with another sign":     {`{"` + id[:18] + "_" + id[19:], 2 + 36},
		"a UUID without a sign":        {`{"` + id[:13] + "c" + id[14:], 2 + 36},
		"a UUID with a letter":         {`{"` + id[:23] + "d" + id[24:], 2 + 36},
		"more UUIDs than are counted":  {`{"` + many.String() + many.String(), 2 + 12*17 + 8*2 + 4*17},
		"ten digits":                   {`{1795347000`, 1 + 5},
		"the first time":               {`{1000000000`, 1 + 5},
		"the last time":                {`{4294967295`, 1 + 5},
		"a time beyond":                {`{4294967296`, 1 + 10},
		"ten digits that begin with 0": {`{0795347000`, 1 + 10},
		"thirteen digits":              {`{1795347000123`, 1 + 5 + 3},
		"a fraction":                   {`{1795347000.123`, 1 + 5 + 4},
		"a key id":                     {`{"kid":"` + strings.Repeat("k", 42) + `g=","alg":"RS256"}`, 1 + 33 + 1},
		"a key id with bits to spare":  {`{"kid":"` + strings.Repeat("k", 42) + `h=","alg":"RS256"}`, 1 + 44 + 1},
		"a key id of another kind":     {`{"kid":"k1","alg":"RS256"}`, 1 + 2 + 1},
		"members in another order":     {`{"alg":"RS256","kid":"k1"}`, 23},
		"groups":                       {`{"sub":"x","cognito:groups":["a","b"],"iss":"https:\/\/cognito-idp.z.amazonaws.com\/z"`, 1 + 1 + 1 + 3 + 1 + 1 + 1 + 2},
		"letters beyond ASCII":         {`{"é":"ü"`, 10},
		"a byte that is a code":        {"{\x00", 2},
		"a line break":                 {"{\n}", 3},
		"no JSON":                      {`["` + id + `"]`, 40},
		"longer than a token":          {"{" + strings.Repeat(" ", 8<<10), 1 + 8<<10},
		"not UTF-8":                    {"{\xff\xfe", 3},
	} {
		t.Run(name, func(t *testing.T) {
			text := b64([]byte(test.json))
			packed := seal.Pack(text)
			if got, err := seal.Unpack(packed); err != nil || got != text {
				t.Errorf("unpacked %q, %v", got, err)
			}
			count, length := 1, len(binary.AppendUvarint(nil, uint64(test.want)<<2))
			if got := len(packed) - count - length; got != test.want {
				t.Errorf("%d bytes, want %d: %q", got, test.want, packed)
			}
		})
	}
}
