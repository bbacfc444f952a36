package seal_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

func TestAccessValue(t *testing.T) {
	token := cognitoAccess(t, 3)
	profiles := map[string]*seal.Profile{
		"unknown":    nil,
		"empty":      {},
		"full":       fullProfile(),
		"e-mail":     {Email: new("jane@example.com"), EmailVerified: new(true)},
		"unverified": {Email: new("jane@example.com"), EmailVerified: new(false)},
		"phone":      {PhoneNumber: new("+15555550100"), PhoneNumberVerified: new(true)},
		"empty text": {Name: new("")},
		"other text": {Name: new("Jürgen \x00\xff 李"), Picture: new(strings.Repeat("x", 300))},
	}
	sealer := newSealer(t, nil)
	for name, profile := range profiles {
		t.Run(name, func(t *testing.T) {
			want := seal.AccessValue{Token: token, Profile: profile}
			sealed, err := sealer.SealAccess(want)
			if err != nil {
				t.Fatal(err)
			}
			got, sealedAt, err := sealer.OpenAccess(sealed)
			if err != nil || !sealedAt.Equal(start) {
				t.Fatalf("sealed at %v, %v", sealedAt, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALongProfileStaysBehind(t *testing.T) {
	sealer := newSealer(t, nil)
	kept := map[int]bool{}
	for _, length := range []int{900, 1020, 1021, 2048, 100_000} {
		sealed, err := sealer.SealAccess(seal.AccessValue{Token: "a.b.c", Profile: &seal.Profile{Picture: new(strings.Repeat("x", length))}})
		if err != nil {
			t.Fatal(err)
		}
		value, _, err := sealer.OpenAccess(sealed)
		if err != nil || value.Token != "a.b.c" {
			t.Fatalf("token %q, %v", value.Token, err)
		}
		kept[length] = value.Profile != nil
	}
	want := map[int]bool{900: true, 1020: true, 1021: false, 2048: false, 100_000: false}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("kept, by the length of the picture's address (-want +got):\n%s", diff)
	}
}

func TestRefreshValue(t *testing.T) {
	session := seal.SessionID{1, 2, 15: 16}
	sealer := newSealer(t, nil)
	for name, token := range map[string]string{"of Cognito": cognitoRefresh(t), "opaque": "an-opaque-token", "longest": strings.Repeat("!", 8<<10)} {
		t.Run(name, func(t *testing.T) {
			want := seal.RefreshValue{Token: token, Session: session}
			sealed, err := sealer.SealRefresh(want)
			if err != nil {
				t.Fatal(err)
			}
			got, sealedAt, err := sealer.OpenRefresh(sealed)
			if err != nil || !sealedAt.Equal(start) {
				t.Fatalf("sealed at %v, %v", sealedAt, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	sealer, token := newSealer(t, nil), cognitoAccess(t, 0)
	sealed, err := sealer.SealIdentity(token)
	if err != nil {
		t.Fatal(err)
	}
	if got, sealedAt, err := sealer.OpenIdentity(sealed); err != nil || got != token || !sealedAt.Equal(start) {
		t.Errorf("opened %q of %v, %v", got, sealedAt, err)
	}
}

func TestSessionIDText(t *testing.T) {
	if got, want := seal.SessionID([]byte("0123456789abcdef")).String(), "30313233343536373839616263646566"; got != want {
		t.Errorf("id = %s, want %s", got, want)
	}
}

func TestValuesRefuseTokens(t *testing.T) {
	sealer := newSealer(t, nil)
	for name, seals := range map[string]func(token string) (string, error){
		"access":   func(token string) (string, error) { return sealer.SealAccess(seal.AccessValue{Token: token}) },
		"refresh":  func(token string) (string, error) { return sealer.SealRefresh(seal.RefreshValue{Token: token}) },
		"identity": sealer.SealIdentity,
	} {
		t.Run(name, func(t *testing.T) {
			if sealed, err := seals(""); err == nil || sealed != "" {
				t.Errorf("sealed no token as %q", sealed)
			}
			if sealed, err := seals(strings.Repeat("A", 8<<10+1)); !errors.Is(err, seal.ErrTooLarge) || sealed != "" {
				t.Errorf("sealed %d characters, %v; want ErrTooLarge", len(sealed), err)
			}
		})
	}
}

// opens opens a value of a purpose as what it carries.
var opens = map[seal.Purpose]func(s *seal.Sealer, sealed string) (token string, sealedAt time.Time, err error){
	seal.Access: func(s *seal.Sealer, sealed string) (string, time.Time, error) {
		value, sealedAt, err := s.OpenAccess(sealed)
		return value.Token, sealedAt, err
	},
	seal.Refresh: func(s *seal.Sealer, sealed string) (string, time.Time, error) {
		value, sealedAt, err := s.OpenRefresh(sealed)
		return value.Token, sealedAt, err
	},
	seal.Identity: func(s *seal.Sealer, sealed string) (string, time.Time, error) { return s.OpenIdentity(sealed) },
}

// What our own key sealed is read strictly, too: another version of this program may have done it.
func TestPayloadsAreReadStrictly(t *testing.T) {
	token := string(seal.Pack("YWJj.YWJj.YWJj"))
	long := string(seal.Pack(strings.Repeat("AAAA", 3000)))
	profile := func(data string) string { return string(binary.AppendUvarint([]byte{2}, uint64(len(data)))) + data }
	id := "0123456789abcdef"
	tests := []struct {
		name    string
		purpose seal.Purpose
		payload string
		want    seal.Outcome
	}{
		{"access", seal.Access, "\x02\x00" + token, seal.Opened},
		{"access with an empty profile", seal.Access, profile("\x00\x00") + token, seal.Opened},
		{"access with an e-mail", seal.Access, profile("\x00\x01\x03a@b") + token, seal.Opened},
		{"no payload", seal.Access, "", seal.Unreadable},
		{"the version before", seal.Access, "\x01\x00" + token, seal.Unreadable},
		{"the next version", seal.Access, "\x03\x00" + token, seal.Unreadable},
		{"no profile length", seal.Access, "\x02", seal.Unreadable},
		{"profile length beyond the end", seal.Access, "\x02\x7f" + token, seal.Unreadable},
		{"profile length spelled longer", seal.Access, "\x02\x80\x00" + token, seal.Unreadable},
		{"profile of one byte", seal.Access, profile("\x00") + token, seal.Unreadable},
		{"profile with an unknown flag", seal.Access, profile("\x10\x00") + token, seal.Unreadable},
		{"profile that says what is not there", seal.Access, profile("\x02\x00") + token, seal.Unreadable},
		{"profile cut short", seal.Access, profile("\x00\x01\x03a@") + token, seal.Unreadable},
		{"profile with more behind", seal.Access, profile("\x00\x01\x03a@bc") + token, seal.Unreadable},
		{"profile with a text missing", seal.Access, profile("\x00\x03\x03a@b") + token, seal.Unreadable},
		{"profile that is too long", seal.Access, profile("\x00\x01\xfe\x07"+strings.Repeat("x", 1022)) + token, seal.Unreadable},
		{"no token", seal.Access, "\x02\x00", seal.Unreadable},
		{"empty token", seal.Access, "\x02\x00" + string(seal.Pack("")), seal.Unreadable},
		{"token with a byte more", seal.Access, "\x02\x00" + token + "\x00", seal.Unreadable},
		{"token with a byte less", seal.Access, "\x02\x00" + token[:len(token)-1], seal.Unreadable},
		{"token that is too long", seal.Access, "\x02\x00" + long, seal.Unreadable},

		{"refresh", seal.Refresh, "\x02" + id + token, seal.Opened},
		{"refresh of the version before", seal.Refresh, "\x01" + id + token, seal.Unreadable},
		{"refresh of the next version", seal.Refresh, "\x03" + id + token, seal.Unreadable},
		{"refresh without a payload", seal.Refresh, "", seal.Unreadable},
		{"refresh with a short session id", seal.Refresh, "\x02" + id[:15], seal.Unreadable},
		{"refresh without a token", seal.Refresh, "\x02" + id, seal.Unreadable},
		{"refresh with a byte more", seal.Refresh, "\x02" + id + token + "\x00", seal.Unreadable},

		{"identity", seal.Identity, "\x02" + token, seal.Opened},
		{"identity of the next version", seal.Identity, "\x03" + token, seal.Unreadable},
		{"identity without a payload", seal.Identity, "", seal.Unreadable},
		{"identity with a byte more", seal.Identity, "\x02" + token + "\x00", seal.Unreadable},
	}
	sealer := newSealer(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, sealedAt, err := opens[test.purpose](sealer, mustSeal(t, sealer, test.purpose, test.payload))
			if outcome := seal.OutcomeOf(err); outcome != test.want {
				t.Errorf("outcome = %s (%v), want %s", outcome, err, test.want)
			}
			if err == nil {
				return
			}
			if !errors.Is(err, seal.ErrNotOurs) || got != "" || !sealedAt.IsZero() {
				t.Errorf("refused with %v, and still gave %q of %v", err, got, sealedAt)
			}
		})
	}
}
