package localpool

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestParseFilter(t *testing.T) {
	const broken = "Error while parsing filter"
	cases := []struct {
		name, text string
		want       userFilter
		fault      string
	}{
		{"empty", "", userFilter{}, ""},
		{"blanks", " \t\r\n", userFilter{}, ""},
		{"equal", `email = "a@b.cd"`, userFilter{name: "email", value: "a@b.cd"}, ""},
		{"prefix", `given_name ^= "Jo"`, userFilter{name: "given_name", value: "Jo", prefix: true}, ""},
		{"no blanks", `sub="1"`, userFilter{name: "sub", value: "1"}, ""},
		{"blanks everywhere", "\n name\t^= \"x\"  ", userFilter{name: "name", value: "x", prefix: true}, ""},
		{"escapes", `name = "a\"b\\c"`, userFilter{name: "name", value: `a"b\c`}, ""},
		{"operators in the value", `name = "a ^= b"`, userFilter{name: "name", value: "a ^= b"}, ""},
		{"empty value", `name = ""`, userFilter{name: "name"}, ""},
		{"state", `cognito:user_status = "CONFIRMED"`, userFilter{name: "cognito:user_status", value: "CONFIRMED"}, ""},

		{"no operator", `email`, userFilter{}, broken},
		{"no value", `email =`, userFilter{}, broken},
		{"unquoted value", `email = a@b.cd`, userFilter{}, broken},
		{"single quotes", `email = 'a@b.cd'`, userFilter{}, broken},
		{"open value", `email = "a@b.cd`, userFilter{}, broken},
		{"open escape", `email = "a\`, userFilter{}, broken},
		{"escaped end", `email = "a\"`, userFilter{}, broken},
		{"unknown escape", `email = "a\n"`, userFilter{}, broken},
		{"no name", `= "a"`, userFilter{}, broken},
		{"quoted name", `"email" = "a"`, userFilter{}, broken},
		{"two conditions", `email = "a" and name = "b"`, userFilter{}, broken},
		{"trailing word", `email = "a" x`, userFilter{}, broken},
		{"quote inside", `email = "a"b"`, userFilter{}, broken},
		{"split operator", `email ^ = "a"`, userFilter{}, broken},
		{"other operator", `email != "a"`, userFilter{}, broken},
		{"operator twice", `email == "a"`, userFilter{}, broken},
		{"operator backwards", `email =^ "a"`, userFilter{}, broken},

		{"custom attribute", `custom:foo = "a"`, userFilter{}, "Invalid search attribute: custom:foo"},
		{"attribute out of reach", `birthdate = "a"`, userFilter{}, "Invalid search attribute: birthdate"},
		{"case of the name", `Email = "a"`, userFilter{}, "Invalid search attribute: Email"},
		{"verified flag", `email_verified = "true"`, userFilter{}, "Invalid search attribute: email_verified"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseFilter(c.text)
			if (err != nil) != (c.fault != "") || (err != nil && err.Error() != string(invalidParameter)+": "+c.fault) {
				t.Fatalf("got error %v, want %q", err, c.fault)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(userFilter{})); diff != "" {
				t.Errorf("filter (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilterMatches(t *testing.T) {
	user := &userRecord{
		Username: "Grace", Sub: "1234", Status: statusConfirmed, Enabled: true,
		Attributes: map[string]string{"email": "Grace@Example.com", "name": "Grace Hopper", "phone_number": "+14325551212"},
	}
	loose, strict := &poolRecord{}, &poolRecord{Immutable: poolIdentity{CaseSensitive: true}}
	cases := []struct {
		filter        string
		loose, strict bool
	}{
		{``, true, true},
		{`username = "Grace"`, true, true},
		{`username = "grace"`, false, false},
		{`username ^= "Gr"`, true, true},
		{`sub = "1234"`, true, true},
		{`sub ^= "123"`, true, true},
		{`email = "grace@example.com"`, true, false},
		{`email ^= "GRACE@"`, true, false},
		{`email ^= "race"`, false, false},
		{`name = "Grace Hopper"`, true, true},
		{`name = "grace hopper"`, false, false},
		{`name = "Grace"`, false, false},
		{`name ^= "Grace"`, true, true},
		{`phone_number ^= "+1432"`, true, true},
		{`family_name ^= ""`, false, false},
		{`name ^= ""`, true, true},
		{`cognito:user_status = "confirmed"`, true, true},
		{`cognito:user_status = "UNCONFIRMED"`, false, false},
		{`status = "Enabled"`, true, true},
		{`status = "enabled"`, false, false},
		{`status = "Disabled"`, false, false},
	}
	for _, c := range cases {
		t.Run(c.filter, func(t *testing.T) {
			filter, err := parseFilter(c.filter)
			if err != nil {
				t.Fatal(err)
			}
			if got := filter.matches(loose, user); got != c.loose {
				t.Errorf("without regard to case: %v, want %v", got, c.loose)
			}
			if got := filter.matches(strict, user); got != c.strict {
				t.Errorf("with regard to case: %v, want %v", got, c.strict)
			}
		})
	}
}

// FuzzListUsersFilter holds what was parsed against the text it came from: written again, it reads the same.
func FuzzListUsersFilter(f *testing.F) {
	for _, text := range []string{
		``, ` `, `email = "a@b.cd"`, `name ^= "a\"b\\c"`, `cognito:user_status="x"`, `email = "a`, `email = "a\`, `custom:x = "1"`, `= "a"`, "sub\t=\n\"\x00\"", `"email" = "a"`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := parseFilter(text)
		if err != nil {
			if filter != (userFilter{}) {
				t.Errorf("a refused filter left %+v", filter)
			}
			return
		}
		if filter.name == "" {
			if strings.Trim(text, blanks) != "" {
				t.Errorf("%q lets everybody pass", text)
			}
			return
		}
		operator := " = "
		if filter.prefix {
			operator = " ^= "
		}
		written := filter.name + operator + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(filter.value) + `"`
		again, err := parseFilter(written)
		if err != nil || again != filter {
			t.Errorf("%q reads as %+v, written as %q reads as %+v, %v", text, filter, written, again, err)
		}
		if len(filter.value) > len(text) || utf8.ValidString(text) != utf8.ValidString(filter.name+filter.value) && utf8.ValidString(text) {
			t.Errorf("value %q does not come from %q", filter.value, text)
		}
	})
}
