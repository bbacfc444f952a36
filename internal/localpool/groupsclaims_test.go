package localpool

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClaimGroups(t *testing.T) {
	const a, b = "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"
	group := func(name, role string, precedence *int64) groupRecord {
		return groupRecord{Name: name, RoleArn: role, Precedence: precedence}
	}
	cases := []struct {
		name      string
		groups    []groupRecord
		want      []string
		roles     []string
		preferred string
	}{
		{"none", nil, nil, nil, ""},
		{"no role", []groupRecord{group("x", "", new(int64(1)))}, []string{"x"}, nil, ""},
		{"zero is the top", []groupRecord{group("x", a, new(int64(1))), group("y", b, new(int64(0)))}, []string{"y", "x"}, []string{b, a}, b},
		{"no precedence is the last", []groupRecord{group("x", a, nil), group("y", b, new(int64(99)))}, []string{"y", "x"}, []string{b, a}, b},
		{"a tie of different roles prefers none", []groupRecord{group("x", a, new(int64(1))), group("y", b, new(int64(1)))}, []string{"x", "y"}, []string{a, b}, ""},
		{"a third in the tie changes nothing", []groupRecord{group("x", a, new(int64(1))), group("y", b, new(int64(1))), group("z", a, new(int64(1)))}, []string{"x", "y", "z"}, []string{a, b}, ""},
		{"a tie of the same role prefers it", []groupRecord{group("x", a, new(int64(1))), group("y", a, new(int64(1)))}, []string{"x", "y"}, []string{a}, a},
		{"a tie further down does not matter", []groupRecord{group("x", a, new(int64(0))), group("y", a, new(int64(1))), group("z", b, new(int64(1)))}, []string{"x", "y", "z"}, []string{a, b}, a},
		{"the first has no role", []groupRecord{group("x", "", new(int64(0))), group("y", b, new(int64(1)))}, []string{"x", "y"}, []string{b}, b},
		{"a tie without precedence", []groupRecord{group("x", a, nil), group("y", b, nil)}, []string{"x", "y"}, []string{a, b}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := claimGroups(c.groups)
			if diff := cmp.Diff(c.want, got.names); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.roles, got.roles); diff != "" {
				t.Errorf("roles (-want +got):\n%s", diff)
			}
			if got.preferred != c.preferred {
				t.Errorf("preferred %q, want %q", got.preferred, c.preferred)
			}
		})
	}
}
