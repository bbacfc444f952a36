package deployment

import (
	"errors"
	"fmt"
	"io"
	"os"

	"usher/internal/config"
	"usher/internal/manifest"
)

// Manifests reads the persisted-query manifests that the settings name. One that cannot be read is an
// entry that says why, so that it is reported beside what is wrong in the others.
func Manifests(cfg config.Config) []manifest.File {
	files := make([]manifest.File, len(cfg.SafelistManifests))
	for i, path := range cfg.SafelistManifests {
		text, err := readManifest(path)
		files[i] = manifest.File{Name: path, Text: text, Err: err}
	}
	return files
}

// readManifest reads one byte more than a manifest may have, which is enough to refuse it, and no device
// to the end that it does not have.
func readManifest(path string) ([]byte, error) {
	file, err := os.Open(path) //nolint:gosec // the operator names the file; that is the setting's purpose
	if err != nil {
		return nil, unread(err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, manifest.MaxFileBytes+1))
	if err != nil {
		return nil, unread(err)
	}
	return text, nil
}

// unread says why without the path, which stands before it anyway.
func unread(err error) error {
	if pathErr, ok := errors.AsType[*os.PathError](err); ok {
		err = pathErr.Err
	}
	return fmt.Errorf("cannot be read (%w)", err)
}
