package kv

import (
	"bytes"
	"container/heap"
	"context"
	"sync"
	"time"
)

// DefaultMaxEntries bounds a Memory store unless another bound is given. At about 300 bytes an
// entry this is some 30 MB.
const DefaultMaxEntries = 100_000

// Memory is a Store in this process. When it is full, the entry that would die first makes room;
// buckets have room of their own, and a rule of their own (bucketShelf). Its calls neither wait nor fail for lack of anything, so they do not look at their context.
type Memory struct {
	now func() time.Time
	max int

	mu      sync.Mutex
	entries map[slot]*entry
	byDeath deathHeap
	buckets bucketShelf
}

// slot keeps values and counters of the same key apart.
type slot struct {
	key     string
	counter bool
}

type entry struct {
	slot   slot
	value  []byte // of a value
	count  int64  // of a counter
	diesAt time.Time
	index  int // in the heap
}

// NewMemory makes an empty store of at most maxEntries values and counters, and as many buckets; 0
// means [DefaultMaxEntries].
func NewMemory(now func() time.Time, maxEntries int) *Memory {
	if maxEntries <= 0 {
		maxEntries = DefaultMaxEntries
	}
	return &Memory{now: now, max: maxEntries, entries: map[slot]*entry{}, buckets: newBucketShelf(maxEntries)}
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.live(slot{key: key})
	if e == nil {
		return nil, false, nil
	}
	return bytes.Clone(e.value), true, nil
}

// Set implements Store.
func (m *Memory) Set(_ context.Context, key string, value []byte, life time.Duration) error {
	if life <= 0 {
		return ErrNoLife
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(slot{key: key}, life).value = copyOf(value)
	return nil
}

// SetIfAbsent implements Store.
func (m *Memory) SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (bool, error) {
	return m.Swap(ctx, key, nil, copyOf(value), life)
}

// Swap implements Store.
func (m *Memory) Swap(_ context.Context, key string, old, next []byte, life time.Duration) (bool, error) {
	if err := checkSwap(old, next, life); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.live(slot{key: key})
	if (e == nil) != (old == nil) || e != nil && !bytes.Equal(e.value, old) {
		return false, nil
	}
	if next == nil {
		m.remove(e)
		return true, nil
	}
	m.put(slot{key: key}, life).value = bytes.Clone(next)
	return true, nil
}

// Take implements Store.
func (m *Memory) Take(_ context.Context, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.live(slot{key: key})
	if e == nil {
		return nil, false, nil
	}
	m.remove(e)
	return e.value, true, nil
}

// Delete implements Store.
func (m *Memory) Delete(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range []slot{{key: key}, {key: key, counter: true}} {
		if e := m.entries[s]; e != nil {
			m.remove(e)
		}
	}
	m.buckets.remove(key)
	return nil
}

// Count implements Store.
func (m *Memory) Count(_ context.Context, key string, life time.Duration) (int64, error) {
	if life <= 0 {
		return 0, ErrNoLife
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := slot{key: key, counter: true}
	e := m.live(s)
	if e == nil {
		e = m.put(s, life)
	}
	e.count++
	return e.count, nil
}

// live returns the entry if it has not outlived its life, and drops it if it has.
func (m *Memory) live(s slot) *entry {
	e := m.entries[s]
	if e == nil {
		return nil
	}
	if !m.now().Before(e.diesAt) {
		m.remove(e)
		return nil
	}
	return e
}

// put returns the slot's entry with a new life, making it, and room for it, where needed.
func (m *Memory) put(s slot, life time.Duration) *entry {
	now := m.now()
	if e := m.entries[s]; e != nil {
		e.diesAt = now.Add(life)
		heap.Fix(&m.byDeath, e.index)
		return e
	}
	for len(m.byDeath) > 0 && (len(m.entries) >= m.max || !now.Before(m.byDeath[0].diesAt)) {
		m.remove(m.byDeath[0])
	}
	e := &entry{slot: s, diesAt: now.Add(life)}
	m.entries[s] = e
	heap.Push(&m.byDeath, e)
	return e
}

func (m *Memory) remove(e *entry) {
	heap.Remove(&m.byDeath, e.index)
	delete(m.entries, e.slot)
}

// copyOf never returns nil: nil stands for no value.
func copyOf(value []byte) []byte { return append([]byte{}, value...) }
