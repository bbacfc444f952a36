package localpool

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"
	"sync/atomic"
)

// spareKeys is how many RSA keys all pools of a test share: four pools that are made one after the other share none.
const spareKeys = 8

var (
	makeSpareKeys = sync.OnceValues(func() ([]*rsa.PrivateKey, error) {
		keys := make([]*rsa.PrivateKey, spareKeys)
		for i := range keys {
			var err error
			if keys[i], err = rsa.GenerateKey(rand.Reader, rsaBits); err != nil {
				return nil, err
			}
		}
		return keys, nil
	})
	nextSpareKey atomic.Uint64
)

// SpareSigningKeys spares a test the making of RSA keys. Key ids and all other secrets are still new.
func SpareSigningKeys(o *Options) {
	o.signingKey = func() (*rsa.PrivateKey, error) {
		keys, err := makeSpareKeys()
		if err != nil {
			return nil, err
		}
		return keys[nextSpareKey.Add(1)%spareKeys], nil
	}
}
