package archtest

import (
	"os"
	"path/filepath"
	"testing"
)

// moduleRoot is the nearest folder upwards with a go.mod.
func moduleRoot(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			t.Fatal("no go.mod in any folder upwards")
		}
		folder = parent
	}
}

func TestTheHouseKeepsItsRules(t *testing.T) {
	violations, err := Check(moduleRoot(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		t.Error(v)
	}
}

func TestEveryRoomInTheTableExists(t *testing.T) {
	root := moduleRoot(t)
	for folder := range rooms() {
		sources, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if len(sources) == 0 {
			t.Errorf("%s is in the table but not in the tree: remove its row", folder)
		}
	}
}

func TestTheTableHasNoCycleAndNoStranger(t *testing.T) {
	table := rooms()
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(folder string)
	visit = func(folder string) {
		switch state[folder] {
		case open:
			t.Errorf("%s is part of a circle", folder)
			return
		case done:
			return
		}
		state[folder] = open
		for _, imported := range table[folder].imports {
			if _, known := table[imported]; !known {
				t.Errorf("%s may import %s, which the table does not know", folder, imported)
			}
			visit(imported)
		}
		state[folder] = done
	}
	for folder := range table {
		visit(folder)
	}
}
