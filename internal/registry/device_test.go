package registry

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDevice(t *testing.T) {
	for agent, want := range map[string]string{
		"": "",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0":  "Edge on Windows",
		"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1": "Safari on iPad",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36":          "Chrome on Pixel 8",
		"curl/7.88.1":                          "curl",
		"MyApp/1.2 CFNetwork/1494 Darwin/23.4": "MyApp",
		"Mozilla/5.0 (<b>x</b>; <i>y</i>)":     "bx",
		"日本語/1":                                "日本語",
	} {
		if got := device(agent); got != want {
			t.Errorf("%s is named %q, want %q", agent, got, want)
		}
	}
}

func FuzzDevice(f *testing.F) {
	for _, seed := range []string{"", "curl/7", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "((((", ";;;/", "\xff\xfe/1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, agent string) {
		got := device(agent)
		if !utf8.ValidString(got) || len(got) > 2*maxDevice+len(" on ") || strings.ContainsAny(got, "<>&\"'\r\n\t") {
			t.Errorf("%q is named %q", agent, got)
		}
	})
}
