package deployment_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"usher/internal/config"
	"usher/internal/deployment"
	"usher/internal/manifest"
)

func TestManifestsAreReadOrSayWhyNot(t *testing.T) {
	folder := t.TempDir()
	good, large, missing := filepath.Join(folder, "good.json"), filepath.Join(folder, "large.json"), filepath.Join(folder, "missing.json")
	for path, size := range map[string]int64{good: 2, large: 1 << 30} {
		if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
	files := deployment.Manifests(config.Config{SafelistManifests: []string{good, missing, folder, large}})
	if len(files) != 4 || string(files[0].Text) != "{}" || files[0].Err != nil || files[0].Name != good {
		t.Fatalf("%d files, the first is %+v", len(files), files[0])
	}
	for i, want := range map[int]string{1: "cannot be read (no such file", 2: "cannot be read (is a directory"} {
		if err := files[i].Err; err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), folder) {
			t.Errorf("%s: %v, want %s", files[i].Name, err, want)
		}
	}
	if n := len(files[3].Text); n != manifest.MaxFileBytes+1 {
		t.Errorf("%d bytes of a large file were read", n)
	}
	if _, problems := manifest.Parse(files); len(problems) != 4 {
		t.Errorf("problems:\n%v", problems)
	}
}
