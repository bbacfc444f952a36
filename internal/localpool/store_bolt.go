package localpool

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// checksumSize is the length of the CRC-32C before each value. bbolt checks the sums of its own two meta pages only, so
// without it a flipped bit in a record would be read as data.
const checksumSize = 4

// boltStore keeps everything in one file. bbolt flushes the file to disk before Update returns.
type boltStore struct{ db *bbolt.DB }

func (s *boltStore) close() error { return s.db.Close() }

func (s *boltStore) view(fn func(tx) error) error {
	return s.db.View(func(b *bbolt.Tx) error { return fn(boltTx{b}) })
}

func (s *boltStore) update(fn func(tx) error) error {
	return s.db.Update(func(b *bbolt.Tx) error { return fn(boltTx{b}) })
}

type boltTx struct{ tx *bbolt.Tx }

func (t boltTx) bucket(name string) (*bbolt.Bucket, error) {
	bucket := t.tx.Bucket([]byte(name))
	if bucket == nil {
		return nil, fmt.Errorf("localpool: the data file has no bucket %s: %w", name, errDamaged)
	}
	return bucket, nil
}

func (t boltTx) get(bucket, key string) ([]byte, bool, error) {
	b, err := t.bucket(bucket)
	if err != nil {
		return nil, false, err
	}
	stored := b.Get([]byte(key))
	if stored == nil {
		return nil, false, nil
	}
	value, err := unchecked([]byte(key), stored)
	return value, err == nil, err
}

func (t boltTx) put(bucket, key string, value []byte) error {
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	return writeError(b.Put([]byte(key), checked([]byte(key), value)))
}

func (t boltTx) remove(bucket, key string) error {
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	return writeError(b.Delete([]byte(key)))
}

func (t boltTx) each(bucket string, fn func(key string, value []byte) error) error {
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	return b.ForEach(func(key, stored []byte) error {
		value, err := unchecked(key, stored)
		if err != nil {
			return err
		}
		return fn(string(key), value)
	})
}

func writeError(err error) error {
	if errors.Is(err, bolterrors.ErrTxNotWritable) {
		return errReadOnly
	}
	return err
}

// checked puts the sum over key and value before the value, so that a record moved under another key is noticed as well.
func checked(key, value []byte) []byte {
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, checksumSize+len(value)), checksum(key, value)), value...)
}

// unchecked returns a copy: bbolt's memory is gone when the transaction ends.
func unchecked(key, stored []byte) ([]byte, error) {
	if len(stored) < checksumSize || binary.BigEndian.Uint32(stored) != checksum(key, stored[checksumSize:]) {
		return nil, fmt.Errorf("localpool: the checksum of a record is wrong: %w", errDamaged)
	}
	return append([]byte{}, stored[checksumSize:]...), nil
}

func checksum(key, value []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Update(0, table, key), table, value)
}
