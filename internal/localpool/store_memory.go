package localpool

import (
	"bytes"
	"maps"
	"slices"
	"sync"
)

// memoryStore keeps everything until the process ends.
type memoryStore struct {
	mu   sync.RWMutex
	data map[string]map[string][]byte
}

func newMemoryStore() *memoryStore {
	data := map[string]map[string][]byte{}
	for _, bucket := range allBuckets() {
		data[bucket] = map[string][]byte{}
	}
	return &memoryStore{data: data}
}

func (s *memoryStore) close() error { return nil }

func (s *memoryStore) view(fn func(tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return fn(memoryTx{data: s.data})
}

func (s *memoryStore) update(fn func(tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := memoryTx{data: s.data, changed: map[string]map[string][]byte{}}
	if err := fn(t); err != nil {
		return err
	}
	for bucket, changes := range t.changed {
		for key, value := range changes {
			if value == nil {
				delete(s.data[bucket], key)
			} else {
				s.data[bucket][key] = value
			}
		}
	}
	return nil
}

// memoryTx lays the changes of a write transaction over the data; nil stands for a removed record.
type memoryTx struct {
	data    map[string]map[string][]byte
	changed map[string]map[string][]byte
}

func (t memoryTx) get(bucket, key string) ([]byte, bool, error) {
	if value, ok := t.changed[bucket][key]; ok {
		return bytes.Clone(value), value != nil, nil
	}
	value, ok := t.data[bucket][key]
	return bytes.Clone(value), ok, nil
}

func (t memoryTx) put(bucket, key string, value []byte) error {
	if t.changed == nil {
		return errReadOnly
	}
	if t.changed[bucket] == nil {
		t.changed[bucket] = map[string][]byte{}
	}
	t.changed[bucket][key] = append([]byte{}, value...)
	return nil
}

func (t memoryTx) remove(bucket, key string) error {
	if err := t.put(bucket, key, nil); err != nil {
		return err
	}
	t.changed[bucket][key] = nil
	return nil
}

func (t memoryTx) each(bucket string, fn func(key string, value []byte) error) error {
	merged := maps.Clone(t.data[bucket])
	maps.Copy(merged, t.changed[bucket])
	for _, key := range slices.Sorted(maps.Keys(merged)) {
		if merged[key] == nil {
			continue
		}
		if err := fn(key, bytes.Clone(merged[key])); err != nil {
			return err
		}
	}
	return nil
}
