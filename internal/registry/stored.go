package registry

import (
	"context"
	"errors"

	"usher/internal/kv"
	"usher/internal/seal"
)

// keyPrefix is followed by the user's sub, which means nothing outside the pool.
const keyPrefix = "sessions/"

// read returns a user's list; one that does not open is none, and is written anew.
func (r *Registry) read(ctx context.Context, subject string) (list, error) {
	value, found, err := r.store.Get(ctx, keyPrefix+subject)
	if err != nil || !found {
		return nil, err
	}
	return r.open(value), nil
}

// update changes a user's list such that no change by another instance is lost. change may be called
// several times.
func (r *Registry) update(ctx context.Context, subject string, change func(list) list) error {
	var fault error
	err := kv.Update(ctx, r.store, keyPrefix+subject, listLife, func(old []byte) []byte {
		next := change(r.open(old))
		if len(next) == 0 {
			fault = nil
			return nil
		}
		var value []byte
		if value, fault = r.seal(next); fault != nil {
			return old
		}
		return value
	})
	return errors.Join(err, fault)
}

func (r *Registry) open(value []byte) list {
	if value == nil {
		return nil
	}
	payload, _, err := r.sealer.Open(seal.SessionList, string(value))
	if err != nil {
		return nil
	}
	known, err := decodeList(payload)
	if err != nil {
		return nil
	}
	return known
}

func (r *Registry) seal(l list) ([]byte, error) {
	payload, err := l.encode()
	if err != nil {
		return nil, err
	}
	sealed, err := r.sealer.Seal(seal.SessionList, payload)
	return []byte(sealed), err
}
