package localpool

import "testing"

func TestOriginsOfARelyingParty(t *testing.T) {
	for _, c := range []struct {
		origin, party string
		want          bool
	}{
		{"https://example.com", "example.com", true},
		{"https://example.com:8443", "example.com", true},
		{"https://app.example.com", "example.com", true},
		{"https://localhost", "localhost", true},
		{"http://localhost", "localhost", true},
		{"http://localhost:3000", "localhost", true},
		{"http://app.localhost:3000", "localhost", true},
		{"http://app.localhost:3000", "app.localhost", true},

		{"http://example.com", "example.com", false},
		{"https://example.org", "example.com", false},
		{"https://evilexample.com", "example.com", false},
		{"https://example.com.evil.org", "example.com", false},
		{"https://example.com", "app.example.com", false},
		{"http://localhost.example.com", "localhost", false},
		{"http://127.0.0.1:3000", "localhost", false},
		{"https://example.com/", "example.com", false},
		{"https://example.com/path", "example.com", false},
		{"https://user@example.com", "example.com", false},
		{"https://example.com?x", "example.com", false},
		{"https://example.com#x", "example.com", false},
		{"HTTPS://example.com", "example.com", false},
		{"ftp://example.com", "example.com", false},
		{"android:apk-key-hash:AAAA", "example.com", false},
		{"example.com", "example.com", false},
		{"null", "example.com", false},
		{"", "example.com", false},
		{"https://", "", false},
		{"https://example.com", "", false},
	} {
		if got := originAllowed(c.origin, c.party); got != c.want {
			t.Errorf("%q for %q: %v, want %v", c.origin, c.party, got, c.want)
		}
	}
}
