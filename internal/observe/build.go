package observe

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
)

// Build says which program this is.
type Build struct {
	Version string
	Commit  string
	Go      string // the toolchain's version
}

// ReadBuild adds to a version what the toolchain wrote into the program.
func ReadBuild(version string) Build {
	build := Build{Version: version, Commit: "unknown", Go: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return build
	}
	build.Go = cmp.Or(info.GoVersion, build.Go)
	if i := slices.IndexFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs.revision" }); i >= 0 {
		build.Commit = info.Settings[i].Value
	}
	return build
}

// String returns the build as one line.
func (b Build) String() string {
	return fmt.Sprintf("usher %s (commit %s, %s)", b.Version, b.Commit, b.Go)
}
