package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSafelist(t *testing.T) {
	for _, c := range []struct {
		name     string
		settings []string
		mode     string
		paths    []string
		enforces bool
	}{
		{"unset", nil, "off", nil, false},
		{"log", []string{"USHER_SAFELIST=log", "USHER_SAFELIST_MANIFESTS=web.json"}, "log", []string{"web.json"}, false},
		{"enforce, two apps", []string{"USHER_SAFELIST=enforce", "USHER_SAFELIST_MANIFESTS=web.json, /etc/usher/app.json,"}, "enforce", []string{"web.json", "/etc/usher/app.json"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, err := Load(c.settings)
			if err != nil {
				t.Fatal(err)
			}
			if cfg.Safelist != c.mode || cfg.EnforcesSafelist() != c.enforces {
				t.Errorf("%q, enforces %t", cfg.Safelist, cfg.EnforcesSafelist())
			}
			if diff := cmp.Diff(c.paths, cfg.SafelistManifests); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
		})
	}
}
