package config

import (
	"fmt"
	"slices"

	"usher/internal/manifest"
)

const (
	safelist  = "USHER_SAFELIST"
	manifests = "USHER_SAFELIST_MANIFESTS"
)

// What becomes of operations that no persisted-query manifest lists.
const (
	safelistOff     = "off"
	safelistLog     = "log"
	safelistEnforce = "enforce"
)

// EnforcesSafelist tells whether only listed operations run.
func (c Config) EnforcesSafelist() bool { return c.Safelist == safelistEnforce }

func checkManifests(value string) string {
	_, err := parseManifests(value)
	return clause(err)
}

// parseManifests reads a list of paths. What is in the files is judged at the start, with the schema at hand.
func parseManifests(list string) ([]string, error) {
	var paths []string
	for path := range items(list) {
		if slices.Contains(paths, path) {
			return nil, fmt.Errorf("%s is listed twice", shown(path))
		}
		paths = append(paths, path)
	}
	if len(paths) > manifest.MaxFiles {
		return nil, fmt.Errorf("more than %d manifests are listed", manifest.MaxFiles)
	}
	return paths, nil
}

// relateSafelist finds a safelist without manifests, which would refuse everything, and manifests without a
// safelist, which somebody thinks is on.
func relateSafelist(cfg Config, problems *Problems) {
	switch {
	case problems.has(safelist) || problems.has(manifests):
	case cfg.Safelist != safelistOff && len(cfg.SafelistManifests) == 0:
		problems.add(manifests, "is missing, and "+safelist+" is "+cfg.Safelist, "Name the persisted-query manifests of your clients.")
	case cfg.Safelist == safelistOff && len(cfg.SafelistManifests) > 0:
		problems.add(manifests, "is set, and "+safelist+" is off", "Set "+safelist+" to log or enforce, or remove the manifests.")
	}
}
