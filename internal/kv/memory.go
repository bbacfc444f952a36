package kv

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"sync"
	"time"
)

// DefaultMaxEntries bounds a Memory store unless another bound is given. At about 300 bytes an
// entry this is some 30 MB.
const DefaultMaxEntries = 100_000

var errNoLife = errors.New("kv: a value's life must be positive")

// Memory is a Store in this process. When it is full, the entry that would die first makes room.
type Memory struct {
	now func() time.Time
	max int

	mu      sync.Mutex
	entries map[string]*entry
	byDeath deathHeap
}

type entry struct {
	key    string
	value  []byte
	diesAt time.Time
	index  int // in the heap
}

// NewMemory makes an empty store of at most maxEntries values; 0 means [DefaultMaxEntries].
func NewMemory(now func() time.Time, maxEntries int) *Memory {
	if maxEntries <= 0 {
		maxEntries = DefaultMaxEntries
	}
	return &Memory{now: now, max: maxEntries, entries: map[string]*entry{}}
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.live(key)
	if e == nil {
		return nil, false, nil
	}
	return bytes.Clone(e.value), true, nil
}

// Set implements Store.
func (m *Memory) Set(_ context.Context, key string, value []byte, life time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.put(key, value, life)
}

// Delete implements Store.
func (m *Memory) Delete(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.entries[key]; e != nil {
		m.remove(e)
	}
	return nil
}

// Count implements Store.
func (m *Memory) Count(_ context.Context, key string, life time.Duration) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.live(key); e != nil {
		if len(e.value) != 8 {
			return 0, errors.New("kv: the key holds a value, not a counter")
		}
		n := binary.BigEndian.Uint64(e.value) + 1
		binary.BigEndian.PutUint64(e.value, n)
		return int64(n), nil //nolint:gosec // it counts calls of this process
	}
	return 1, m.put(key, binary.BigEndian.AppendUint64(nil, 1), life)
}

// live returns the entry if it has not outlived its life, and drops it if it has.
func (m *Memory) live(key string) *entry {
	e := m.entries[key]
	if e == nil {
		return nil
	}
	if !m.now().Before(e.diesAt) {
		m.remove(e)
		return nil
	}
	return e
}

func (m *Memory) put(key string, value []byte, life time.Duration) error {
	if life <= 0 {
		return errNoLife
	}
	now := m.now()
	if e := m.entries[key]; e != nil {
		e.value, e.diesAt = bytes.Clone(value), now.Add(life)
		heap.Fix(&m.byDeath, e.index)
		return nil
	}
	for len(m.byDeath) > 0 && (len(m.entries) >= m.max || !now.Before(m.byDeath[0].diesAt)) {
		m.remove(m.byDeath[0])
	}
	e := &entry{key: key, value: bytes.Clone(value), diesAt: now.Add(life)}
	m.entries[key] = e
	heap.Push(&m.byDeath, e)
	return nil
}

func (m *Memory) remove(e *entry) {
	heap.Remove(&m.byDeath, e.index)
	delete(m.entries, e.key)
}

// deathHeap orders entries by the end of their life, soonest first.
type deathHeap []*entry

func (h deathHeap) Len() int           { return len(h) }
func (h deathHeap) Less(i, j int) bool { return h[i].diesAt.Before(h[j].diesAt) }
func (h deathHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push implements heap.Interface.
func (h *deathHeap) Push(x any) {
	e := x.(*entry)
	e.index = len(*h)
	*h = append(*h, e)
}

// Pop implements heap.Interface.
func (h *deathHeap) Pop() any {
	old := *h
	e := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return e
}
