package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestHowTokensTravel(t *testing.T) {
	pool := strings.Split(strings.TrimSuffix(poolGiven, ";"), ";")
	for name, test := range map[string]struct {
		environ        []string
		cookies, https bool
		keys           string
	}{
		"local, nothing set":    {nil, false, false, ""},
		"local cookies":         {[]string{"USHER_TRANSPORT=cookie"}, true, false, ""},
		"local, sealed":         {[]string{"USHER_SEAL_KEYS=" + ring}, false, false, "k1"},
		"a pool, sealed":        {append(pool, "USHER_SEAL_KEYS="+ring, "USHER_PUBLIC_URL=https://auth.example.com"), false, true, "k1"},
		"a pool's cookies":      {append(pool, "USHER_TRANSPORT=cookie", "USHER_SEAL_KEYS="+ring, "USHER_PUBLIC_URL=https://auth.example.com"), true, true, "k1"},
		"header, spelled out":   {[]string{"USHER_TRANSPORT=header"}, false, false, ""},
		"an empty ring is none": {[]string{"USHER_SEAL_KEYS="}, false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := Load(test.environ)
			if err != nil {
				t.Fatal(err)
			}
			if cfg.Cookies() != test.cookies || cfg.HTTPS() != test.https || strings.Join(cfg.SealKeys.IDs(), ",") != test.keys {
				t.Errorf("cookies %v, https %v, keys %v", cfg.Cookies(), cfg.HTTPS(), cfg.SealKeys.IDs())
			}
			if _, secret, _ := strings.Cut(ring, ":"); strings.Contains(Text(Describe(cfg)), secret) || strings.Contains(fmt.Sprintf("%+v %#v", cfg, cfg), secret) {
				t.Error("a key is printed")
			}
		})
	}
}

func TestHowPasswordsAreTaken(t *testing.T) {
	for name, test := range map[string]struct {
		environ       []string
		plain, sealed bool
	}{
		"nothing set": {nil, true, true},
		"a pool":      {strings.Split(strings.TrimSuffix(poolGiven, ";"), ";"), true, true},
		"either":      {[]string{"USHER_PASSWORDS=either"}, true, true},
		"plain":       {[]string{"USHER_PASSWORDS=plain"}, true, false},
		"encrypted":   {[]string{"USHER_PASSWORDS=encrypted"}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := Load(test.environ)
			if err != nil {
				t.Fatal(err)
			}
			if cfg.PlainPasswords() != test.plain || cfg.SealedPasswords() != test.sealed {
				t.Errorf("plain %v, sealed %v", cfg.PlainPasswords(), cfg.SealedPasswords())
			}
		})
	}
}
