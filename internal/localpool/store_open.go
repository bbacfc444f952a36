package localpool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	fileName     = "userpool.db"
	folderMode   = 0o700
	fileMode     = 0o600
	lockPatience = time.Second
	schemaKey    = "schema"
)

// Each sentence of openStore names the file and the way out, because a person meets it at start-up.

// openStore opens the store of a data folder, or one in memory.
func openStore(dir string) (store, error) {
	if dir == "" {
		s := newMemoryStore()
		return s, s.update(writeSchema)
	}
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, fmt.Errorf("localpool: the data folder %s cannot be made, so mend its permissions or choose another folder: %w", dir, err)
	}
	path := filepath.Join(dir, fileName)
	db, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	return &boltStore{db: db}, nil
}

// openBolt opens and verifies the file. checkPages keeps bbolt from following offsets to nowhere; where it panics or faults in
// its memory map all the same, that ends here as an error.
func openBolt(path string) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		broken := recover()
		if broken != nil {
			err = damagedFile(path, fmt.Errorf("%v", broken))
		}
		if err != nil && db != nil {
			// Closing may wait for a transaction that the panic left open, so the file is left to the end of the process.
			if broken == nil {
				_ = db.Close()
			}
			db = nil
		}
	}()
	if err := inspect(path); err != nil {
		return nil, err
	}
	db, err = bbolt.Open(path, fileMode, &bbolt.Options{Timeout: lockPatience, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return db, openError(path, err)
	}
	if err := db.View(func(t *bbolt.Tx) error { return verify(t, path) }); err != nil {
		return db, err
	}
	if err := db.Update(prepare); err != nil {
		return db, fmt.Errorf("localpool: the data file %s cannot be written, so mend its permissions, free some disk space or choose another folder: %w", path, err)
	}
	syncFolder(filepath.Dir(path))
	return db, nil
}

// inspect checks the pages of an existing file while a shared lock keeps writers out. Opened for reading, bbolt itself looks
// at the first two pages only.
func inspect(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && info.Size() == 0) {
		return nil
	}
	if err != nil {
		return openError(path, err)
	}
	db, err := bbolt.Open(path, fileMode, &bbolt.Options{Timeout: lockPatience, ReadOnly: true})
	if err != nil {
		return openError(path, err)
	}
	defer func() { _ = db.Close() }()
	file, err := os.Open(path) //nolint:gosec // G304: the file the operator chose
	if err != nil {
		return openError(path, err)
	}
	defer func() { _ = file.Close() }()
	// The length counts only now that the lock is held: a writer may have made the file longer meanwhile.
	if info, err = file.Stat(); err != nil {
		return openError(path, err)
	}
	if err := checkPages(file, info.Size()); err != nil {
		return damagedFile(path, err)
	}
	return nil
}

// syncFolder makes the name of a new file as durable as its content. Some file systems cannot sync a folder, and then the
// file's own sync has to do.
func syncFolder(dir string) {
	folder, err := os.Open(dir) //nolint:gosec // G304: the folder the operator chose
	if err != nil {
		return
	}
	_ = folder.Sync()
	_ = folder.Close()
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("localpool: the data file %s is in use by another process, so stop that one or choose another folder: %w", path, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("localpool: the data file %s cannot be opened, so mend its permissions or choose another folder: %w", path, err)
	}
	if _, system := errors.AsType[syscall.Errno](err); !system {
		return damagedFile(path, err)
	}
	return fmt.Errorf("localpool: the data file %s cannot be opened, so check the disk or choose another folder: %w", path, err)
}

func damagedFile(path string, err error) error {
	return fmt.Errorf("localpool: the data file %s is damaged, so restore a copy of it, or move it away to start with an empty pool: %w", path, err)
}

// verify reads every record with its checksum before anything relies on it, and runs bbolt's own consistency check. A new file has nothing to read.
func verify(t *bbolt.Tx, path string) error {
	for _, bucket := range allBuckets() {
		if t.Bucket([]byte(bucket)) == nil {
			continue
		}
		if err := (boltTx{t}).each(bucket, func(string, []byte) error { return nil }); err != nil {
			return damagedFile(path, err)
		}
	}
	// The channel is drained: the check's goroutine waits for its reader.
	var first error
	for problem := range t.Check() {
		if first == nil {
			first = problem
		}
	}
	if first != nil {
		return damagedFile(path, first)
	}
	return checkVersion(t, path)
}

func checkVersion(t *bbolt.Tx, path string) error {
	if t.Bucket([]byte(bucketMeta)) == nil {
		return nil
	}
	version, found, err := load[int](boltTx{t}, bucketMeta, schemaKey)
	switch {
	case err != nil:
		return damagedFile(path, err)
	case !found || version < 1:
		return damagedFile(path, errors.New("it names no schema version"))
	case version > schemaVersion:
		return fmt.Errorf("localpool: the data file %s was made by a newer version (schema %d, known up to %d), so update this program or choose another folder",
			path, version, schemaVersion)
	}
	return nil
}

func prepare(t *bbolt.Tx) error {
	for _, bucket := range allBuckets() {
		if _, err := t.CreateBucketIfNotExists([]byte(bucket)); err != nil {
			return err
		}
	}
	return writeSchema(boltTx{t})
}

func writeSchema(t tx) error { return save(t, bucketMeta, schemaKey, schemaVersion) }
