package badinput

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Folder is where the files are, from the root of the module.
const Folder = "testdata/badinput"

// Case is an entry of a file. Its label is unique there.
type Case interface{ Label() string }

// Read returns the cases of one file below root, the path of the module's root.
func Read[C Case](root, name string) ([]C, error) {
	path := filepath.Join(root, Folder, name)
	text, err := os.ReadFile(path) //nolint:gosec // a file of the project's own
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var cases []C
	if err := decoder.Decode(&cases); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	seen := make(map[string]bool, len(cases))
	for i, c := range cases {
		if c.Label() == "" || seen[c.Label()] {
			return nil, fmt.Errorf("%s: case %d has no name, or one that another has: %q", path, i, c.Label())
		}
		seen[c.Label()] = true
	}
	return cases, nil
}
