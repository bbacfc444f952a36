package localpool

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLockForDoublesUpToItsCap(t *testing.T) {
	want := map[int]time.Duration{
		0: 0, 1: 0, 4: 0, 5: time.Second, 6: 2 * time.Second, 7: 4 * time.Second, 10: 32 * time.Second,
		14: 512 * time.Second, 15: maxLock, 16: maxLock, 1_000_000: maxLock,
	}
	for failures, lock := range want {
		if got := lockFor(failures); got != lock {
			t.Errorf("after %d failures locked for %s, want %s", failures, got, lock)
		}
	}
}

func TestMask(t *testing.T) {
	for _, c := range []struct{ name, attr, in, want string }{
		{"mail", attrEmail, "test@test.com", "t***@t***"},
		{"one letter", attrEmail, "a@b.c", "a***@b***"},
		{"not ASCII", attrEmail, "österreich@müller.de", "ö***@m***"},
		{"phone", attrPhone, "+4915112349934", "+*******9934"},
		{"short phone", attrPhone, "+12", "+*******+12"},
		{"nothing", attrEmail, "", "***@***"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := mask(c.attr, c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRandomStringIsFair(t *testing.T) {
	// With 36 characters the bytes 252 to 255 would favour the first four: they must be dropped.
	got, err := randomString(bytes.NewReader([]byte{252, 253, 254, 255, 0, 35, 36, 251, 1, 2, 3, 4}), lowerAlphanumerics, 4)
	if err != nil || got != "a9a9" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := randomString(bytes.NewReader([]byte{1}), lowerAlphanumerics, 4); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("short source: %v", err)
	}
}

func TestRandomCodeHasSixDigits(t *testing.T) {
	for source, want := range map[string]string{
		"\x00\x00\x00\x00\x00\x00\x00\x07": "000007",
		"\x00\x00\x00\x00\x00\x0f\x42\x41": "000001",
	} {
		if got, err := randomCode(strings.NewReader(source)); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func TestHasherReadsBackWhatItWrote(t *testing.T) {
	h, err := newHasher(HashCost{MemoryKiB: 64, Time: 1}, zeroes{})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := h.hash(t.Context(), "correct-horse-7")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("stored %q", stored)
	}
	// The cost of the record counts, not the cost of today.
	h.cost.Time = 2
	for password, want := range map[string]bool{"correct-horse-7": true, "correct-horse-8": false, "": false} {
		if got, err := h.matches(t.Context(), stored, password); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
	if got, err := h.matches(t.Context(), "", "correct-horse-7"); err != nil || got {
		t.Errorf("no hash: %v, %v", got, err)
	}
}

func TestHasherRefusesRecordsItDidNotWrite(t *testing.T) {
	h, err := newHasher(HashCost{MemoryKiB: 64, Time: 1}, zeroes{})
	if err != nil {
		t.Fatal(err)
	}
	good, err := h.hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	for name, stored := range map[string]string{
		"other algorithm": strings.Replace(good, "argon2id", "argon2i", 1),
		"other version":   strings.Replace(good, "v=19", "v=16", 1),
		"huge memory":     strings.Replace(good, "m=64", "m=4294967295", 1),
		"no passes":       strings.Replace(good, "t=1", "t=0", 1),
		"many threads":    strings.Replace(good, "p=1", "p=4", 1),
		"short key":       good[:len(good)-4],
		"plain text":      "x",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := h.matches(t.Context(), stored, "x"); got || !errors.Is(err, errDamaged) {
				t.Errorf("matched %v, %v", got, err)
			}
		})
	}
}

func TestHasherStopsWaitingWhenTheCallerIsGone(t *testing.T) {
	h, err := newHasher(HashCost{MemoryKiB: 64, Time: 1}, zeroes{})
	if err != nil {
		t.Fatal(err)
	}
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("hash: %v", err)
	}
}

type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func TestDecodeNamesEveryViolation(t *testing.T) {
	const validation = " validation error detected: "
	for _, c := range []struct {
		name, body, want string
		in               any
	}{
		{"missing, hidden", `{"Username":"a"}`, "1" + validation + "Value at 'clientId' failed to satisfy constraint: Member must not be null", &namedUserInput{}},
		{"null counts as missing", `{"Username":"a","ClientId":null}`, "1" + validation + "Value at 'clientId' failed to satisfy constraint: Member must not be null", &namedUserInput{}},
		{"missing, shown", `{"Username":"a"}`, "1" + validation + "Value null at 'userPoolId' failed to satisfy constraint: Member must not be null", &adminUserInput{}},
		{"pattern, shown", `{"Username":"a","UserPoolId":"nowhere"}`, "1" + validation + `Value 'nowhere' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`, &adminUserInput{}},
		{"pattern, hidden", `{"Username":"a b","ClientId":"c"}`, "1" + validation + `Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`, &namedUserInput{}},
		{"two", `{"Username":"","ClientId":"c"}`, "2 validation errors detected: Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
			`Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`, &namedUserInput{}},
		{"enum", `{"ClientId":"c","AuthFlow":"MAGIC"}`, "1" + validation + "Value 'MAGIC' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: " +
			"[USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]", &initiateAuthInput{}},
		{
			"inside a list", `{"AccessToken":"t","UserAttributes":[{"Name":"email"},{"Value":"x"}]}`,
			"1" + validation + "Value null at 'userAttributes.2.member.name' failed to satisfy constraint: Member must not be null", &updateAttributesInput{},
		},
		{
			"number inside a structure", `{"PoolName":"p","Policies":{"PasswordPolicy":{"MinimumLength":5}}}`,
			"1" + validation + "Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value greater than or equal to 6", &createUserPoolInput{},
		},
		{
			"length in characters", `{"Username":"` + strings.Repeat("ü", 129) + `","ClientId":"c"}`,
			"1" + validation + "Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128", &namedUserInput{},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := decode([]byte(c.body), c.in)
			if diff := cmp.Diff(fail(invalidParameter, c.want).Error(), errorText(err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestDecodeMindsTheCaseAndIgnoresStrangers(t *testing.T) {
	var in namedUserInput
	if err := decode([]byte(`{"ClientId":"c","Username":"a","username":"b","Colour":{"a":[1]}}`), &in); err != nil || in.Username != "a" {
		t.Errorf("username %q, %v", in.Username, err)
	}
	if err := decode([]byte(`{"ClientId":"c","username":"b"}`), &in); err == nil {
		t.Error("a member in the wrong case was taken")
	}
	if err := decode([]byte(`{"ClientId":7,"Username":"b"}`), &in); errorText(err) != "SerializationException: " {
		t.Errorf("wrong type: %v", err)
	}
}

func TestNestingCountsOutsideStrings(t *testing.T) {
	for body, want := range map[string]int{
		`{}`: 1, `{"a":[{}]}`: 3, `{"a":"[[[{{{"}`: 1, `{"a":"\"[[","b":[]}`: 2, `[[[[`: 4, `]]]][`: 0, `"`: 0,
	} {
		if got := nesting([]byte(body)); got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
	}
}
