package httpapi

import (
	"regexp"
	"testing"
)

// thisMachine is what a browser can send for a page of this machine, written independently of the parser.
var thisMachine = regexp.MustCompile(`^https?://(localhost|127(\.[0-9]{1,3}){3}|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4}|:0)?$`)

func FuzzLoopbackOrigin(f *testing.F) {
	for _, seed := range []string{
		"http://localhost:5173", "http://127.0.0.1", "http://[::1]:3000", "http://localhost.evil.example", "http://localhost@evil.example",
		"http://127.0.0.1.evil.example", "http://[::ffff:127.0.0.1]", "null", "http://localhost:", "http://localhost:5173/#", "http://%6cocalhost",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, origin string) {
		if isLoopbackOrigin(origin) && !thisMachine.MatchString(origin) {
			t.Errorf("%q passes for a page of this machine", origin)
		}
	})
}
