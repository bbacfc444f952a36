package localpool

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// maxPageSize is the longest page of a list, and the length of one that names no limit.
const maxPageSize = 60

// page is what one answer of a list holds. next is the token that continues it, "" at the end.
type page[T any] struct {
	items []T
	next  string
}

// errPageFull stops a walk early; it never leaves pageOf.
var errPageFull = errors.New("localpool: the page is full")

// pageOf lists records of a pool in the order of their keys, after the place that a token names. list says which list it is,
// with everything that selects its records: a token of another list is refused.
func pageOf[T any](p *Pool, t tx, s *scope, bucket, list, token string, limit int64, wanted func(*T) bool) (page[T], error) {
	var out page[T]
	prefix := joinKey(s.pool.ID, "")
	last := prefix
	if token != "" {
		place, err := s.realm.openPageToken(list, token)
		if err != nil {
			return out, err
		}
		last = prefix + place
	}
	size := int(limit)
	if size == 0 {
		size = maxPageSize
	}
	err := t.each(bucket, func(key string, value []byte) error {
		if key <= last || !strings.HasPrefix(key, prefix) {
			return nil
		}
		var record T
		if err := decodeRecord(bucket, value, &record); err != nil {
			return err
		}
		switch {
		case !wanted(&record):
			return nil
		case len(out.items) == size:
			return errPageFull
		}
		out.items, last = append(out.items, record), key
		return nil
	})
	if !errors.Is(err, errPageFull) {
		return out, err
	}
	out.next, err = p.sealPageToken(s.realm, list, strings.TrimPrefix(last, prefix))
	return out, err
}

// sealPageToken hides the place, which is a user's name, and binds it to the pool and the list.
func (p *Pool) sealPageToken(r *realm, list, place string) (string, error) {
	gcm, err := r.pageCipher()
	if err != nil {
		return "", err
	}
	nonce, err := randomBytes(p.random, gcm.NonceSize())
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(gcm.Seal(nonce, nonce, []byte(place), []byte(list))), nil
}

func (r *realm) openPageToken(list, token string) (string, error) {
	gcm, err := r.pageCipher()
	if err != nil {
		return "", err
	}
	refuse := fail(invalidParameter, "Invalid pagination token: send the one of the page before with the same parameters, or none to start over.")
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(sealed) < gcm.NonceSize() {
		return "", refuse
	}
	place, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(list))
	if err != nil {
		return "", refuse
	}
	return string(place), nil
}

// pageCipher has a key of its own under the pool's session key, so that a token can never pass for a session.
func (r *realm) pageCipher() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, r.sessionKey, nil, "localpool page", derivedLen)
	if err != nil {
		return nil, fmt.Errorf("localpool: derive the page key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("localpool: make the page cipher: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("localpool: make the page cipher: %w", err)
	}
	return gcm, nil
}
