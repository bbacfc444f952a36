package localpool

import (
	"encoding/json"
	"errors"
	"fmt"
)

// schemaVersion is written into every file. A file with a higher one was made by a newer version.
const schemaVersion = 1

// Buckets of the store. Keys are strings joined by keySeparator, values are JSON.
const (
	bucketMeta     = "meta"     // "schema", "seed"
	bucketPools    = "pools"    // pool id
	bucketKeys     = "keys"     // pool id
	bucketClients  = "clients"  // client id
	bucketUsers    = "users"    // pool id, normalised username
	bucketAliases  = "aliases"  // pool id, attribute, normalised value -> normalised username
	bucketLedgers  = "ledgers"  // pool id, ledger name
	bucketFamilies = "families" // origin_jti
	bucketRefresh  = "refresh"  // keyed hash of a refresh token -> origin_jti
	bucketGroups   = "groups"   // pool id, group name
	bucketSessions = "sessions" // id of a challenge session
)

const keySeparator = "\x00"

func allBuckets() []string {
	return []string{bucketMeta, bucketPools, bucketKeys, bucketClients, bucketUsers, bucketAliases, bucketLedgers, bucketFamilies, bucketRefresh, bucketSessions, bucketGroups}
}

// store keeps records in transactions. Write transactions run one at a time, so whatever one reads stays true until it
// commits: that is what makes a code, a rotation or an attempt counter single-use. update returns only after the change is
// durable, and leaves no trace when fn fails or panics.
type store interface {
	view(fn func(tx) error) error
	update(fn func(tx) error) error
	close() error
}

// tx is one transaction. Values belong to the caller. Writing in a view fails with errReadOnly.
type tx interface {
	get(bucket, key string) ([]byte, bool, error)
	put(bucket, key string, value []byte) error
	remove(bucket, key string) error
	// each calls fn for every record in the order of the keys. fn must not write.
	each(bucket string, fn func(key string, value []byte) error) error
}

var (
	errReadOnly = errors.New("localpool: a read transaction cannot write")
	errDamaged  = errors.New("damaged record")
)

func load[T any](t tx, bucket, key string) (T, bool, error) {
	var record T
	value, ok, err := t.get(bucket, key)
	if err != nil || !ok {
		return record, false, err
	}
	err = decodeRecord(bucket, value, &record)
	return record, err == nil, err
}

func decodeRecord(bucket string, value []byte, record any) error {
	if err := json.Unmarshal(value, record); err != nil {
		return fmt.Errorf("localpool: read a record of %s: %w: %w", bucket, errDamaged, err)
	}
	return nil
}

func save(t tx, bucket, key string, record any) error {
	value, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("localpool: encode a record of %s: %w", bucket, err)
	}
	return t.put(bucket, key, value)
}
