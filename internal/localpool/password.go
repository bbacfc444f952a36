package localpool

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

const (
	hashThreads   = 1
	hashSaltBytes = 16
	hashKeyBytes  = 32

	// Limits of what a stored hash may ask for: a damaged record must not cost gigabytes.
	maxHashMemoryKiB = 1 << 20
	maxHashTime      = 64
)

// hasher compares and makes argon2id hashes in PHC form, which Cognito's user import reads. It runs outside transactions.
type hasher struct {
	cost   HashCost
	random io.Reader
	// slots bounds how many hashes hold their memory at a time.
	slots chan struct{}
	// decoy is compared with where there is no user, so that both cases cost the same.
	decoy string
}

func newHasher(cost HashCost, random io.Reader) (*hasher, error) {
	if cost.MemoryKiB > maxHashMemoryKiB || cost.Time > maxHashTime {
		return nil, fmt.Errorf("localpool: the password hash cost is too high: choose at most %d KiB and %d passes", maxHashMemoryKiB, maxHashTime)
	}
	h := &hasher{cost: cost, random: random, slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
	password, err := randomString(random, alphanumerics, clientSecretLength)
	if err != nil {
		return nil, err
	}
	h.decoy, err = h.hash(context.Background(), password)
	return h, err
}

func (h *hasher) acquire(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("localpool: wait for a password hash: %w", ctx.Err())
	}
}

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt, err := randomBytes(h.random, hashSaltBytes)
	if err != nil {
		return "", err
	}
	if err := h.acquire(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.slots }()
	key := argon2.IDKey([]byte(password), salt, h.cost.Time, h.cost.MemoryKiB, hashThreads, hashKeyBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.MemoryKiB, h.cost.Time, hashThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// matches compares in constant time. An empty hash stands for no user or no password and matches nothing.
func (h *hasher) matches(ctx context.Context, stored, password string) (bool, error) {
	against := stored
	if against == "" {
		against = h.decoy
	}
	cost, salt, want, err := parseHash(against)
	if err != nil {
		return false, err
	}
	if err := h.acquire(ctx); err != nil {
		return false, err
	}
	defer func() { <-h.slots }()
	got := argon2.IDKey([]byte(password), salt, cost.Time, cost.MemoryKiB, hashThreads, hashKeyBytes)
	return subtle.ConstantTimeCompare(got, want) == 1 && stored != "", nil
}

// matchesAny compares with each of several hashes.
func (h *hasher) matchesAny(ctx context.Context, stored []string, password string) (bool, error) {
	for _, one := range stored {
		if same, err := h.matches(ctx, one, password); err != nil || same {
			return same, err
		}
	}
	return false, nil
}

func parseHash(stored string) (cost HashCost, salt, key []byte, err error) {
	bad := fmt.Errorf("localpool: a stored password hash is not argon2id: %w", errDamaged)
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, bad
	}
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.MemoryKiB, &cost.Time, &threads); err != nil {
		return cost, nil, nil, bad
	}
	if cost.MemoryKiB > maxHashMemoryKiB || cost.Time == 0 || cost.Time > maxHashTime || threads != hashThreads {
		return cost, nil, nil, bad
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(key) != hashKeyBytes {
		return cost, nil, nil, bad
	}
	return cost, salt, key, nil
}
