package token

import (
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"usher/internal/jose"
)

// defaultCacheSize is in tokens. One takes about 1.5 KiB, so a full cache
// about 15 MiB.
const defaultCacheSize = 10_000

// cacheKey stands for a token without being one: what is cached cannot be
// presented to anybody.
type cacheKey struct {
	sum [sha256.Size]byte
	use Use
}

// keyer makes cache keys. Handing a string to SHA-256 would copy it to the heap
// each time, on the path of every protected request.
type keyer struct {
	buffers sync.Pool // of *[jose.MaxTokenBytes]byte, all zero
}

// key's compact has at most jose.MaxTokenBytes.
func (k *keyer) key(compact string, use Use) cacheKey {
	buffer, ok := k.buffers.Get().(*[jose.MaxTokenBytes]byte)
	if !ok {
		buffer = new([jose.MaxTokenBytes]byte)
	}
	n := copy(buffer[:], compact)
	key := cacheKey{sum: sha256.Sum256(buffer[:n]), use: use}
	clear(buffer[:n]) // no token stays in memory on our account
	k.buffers.Put(buffer)
	return key
}

// verified is a token whose signature was checked, and with which key.
type verified struct {
	claims Claims
	keys   *keyStore
	keyID  string
	key    *rsa.PublicKey
}

// cache holds the tokens verified last. A nil cache holds nothing.
type cache struct {
	tokens *lru.Cache[cacheKey, *verified]
}

func newCache(size int) (*cache, error) {
	if size < 0 {
		return nil, nil
	}
	if size == 0 {
		size = defaultCacheSize
	}
	tokens, err := lru.New[cacheKey, *verified](size)
	if err != nil {
		return nil, fmt.Errorf("token: cache of %d tokens: %w", size, err)
	}
	return &cache{tokens: tokens}, nil
}

func (c *cache) get(key cacheKey) (*verified, bool) {
	if c == nil {
		return nil, false
	}
	return c.tokens.Get(key)
}

func (c *cache) put(key cacheKey, token *verified) {
	if c != nil {
		c.tokens.Add(key, token)
	}
}
