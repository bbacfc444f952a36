package kv

import (
	"container/heap"
	"context"
	"time"
)

// Spend implements Store.
func (m *Memory) Spend(_ context.Context, buckets []Bucket) (Spent, error) {
	if err := checkBuckets(buckets); err != nil {
		return Spent{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	spent := Spent{Refused: -1}
	for i, b := range buckets {
		if wait := m.buckets.debt(b, now) + b.interval() - b.span(); wait > spent.Wait {
			spent.Wait, spent.Refused = wait, i
		}
	}
	if spent.Refused >= 0 {
		return spent, nil
	}
	for _, b := range buckets {
		m.buckets.owe(b, now, m.buckets.debt(b, now)+b.interval())
	}
	return spent, nil
}

// Refund implements Store.
func (m *Memory) Refund(_ context.Context, buckets []Bucket) error {
	if err := checkBuckets(buckets); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	for _, b := range buckets {
		m.buckets.owe(b, now, m.buckets.debt(b, now)-b.interval())
	}
	return nil
}

// bucketShelf keeps the buckets of a Memory that are not full, a bounded number of them.
//
// What it may forget is chosen with somebody in mind who makes buckets by the hundred thousand to
// have another one forgotten. Buckets are told apart by their shape, that is, by the limit they are
// of; the shape with the most buckets makes room, and of those the bucket that would be full first.
// So a flood of names cannot push out the limits of addresses or one of everybody's; and to push
// out a bucket that is used up, as many others of its kind as there is room for must be used up
// after it, one spending at a time.
type bucketShelf struct {
	room   int
	debts  map[string]*debt
	shapes map[shape]*debtHeap // none is empty
}

// shape is what the buckets of one limit have in common.
type shape struct {
	interval time.Duration
	burst    int
}

// debt is a bucket that is not full.
type debt struct {
	key    string
	shape  shape
	fullAt time.Time
	index  int // in the heap of its shape
}

func newBucketShelf(room int) bucketShelf {
	return bucketShelf{room: room, debts: map[string]*debt{}, shapes: map[shape]*debtHeap{}}
}

// debt is how long it takes until the bucket is full. One that owes more than an empty one would,
// because the clock was set back or the limit was another one before, owes that from now on: it would
// refuse until the old debt is paid otherwise.
func (s *bucketShelf) debt(b Bucket, now time.Time) time.Duration {
	d := s.debts[b.Key]
	if d == nil {
		return 0
	}
	owed := max(d.fullAt.Sub(now), 0)
	if owed > b.span() {
		owed = b.span()
		s.owe(b, now, owed)
	}
	return owed
}

// owe writes down how long it takes until the bucket is full.
func (s *bucketShelf) owe(b Bucket, now time.Time, owed time.Duration) {
	s.remove(b.Key)
	if owed <= 0 {
		return
	}
	s.makeRoom(now)
	d := &debt{key: b.Key, shape: shape{b.interval(), b.Burst}, fullAt: now.Add(owed)}
	s.debts[d.key] = d
	kin := s.shapes[d.shape]
	if kin == nil {
		kin = &debtHeap{}
		s.shapes[d.shape] = kin
	}
	heap.Push(kin, d)
}

// makeRoom drops the buckets that have become full, and one that has not where there is no room
// otherwise.
func (s *bucketShelf) makeRoom(now time.Time) {
	var most *debtHeap
	for _, kin := range s.shapes {
		for kin.Len() > 0 && !now.Before((*kin)[0].fullAt) {
			s.remove((*kin)[0].key)
		}
		if most == nil || kin.Len() > most.Len() {
			most = kin
		}
	}
	if len(s.debts) >= s.room {
		s.remove((*most)[0].key)
	}
}

func (s *bucketShelf) remove(key string) {
	d := s.debts[key]
	if d == nil {
		return
	}
	delete(s.debts, key)
	kin := s.shapes[d.shape]
	if heap.Remove(kin, d.index); kin.Len() == 0 {
		delete(s.shapes, d.shape)
	}
}

// debtHeap orders the buckets of one shape by when they will be full, soonest first.
type debtHeap []*debt

func (h debtHeap) Len() int           { return len(h) }
func (h debtHeap) Less(i, j int) bool { return h[i].fullAt.Before(h[j].fullAt) }
func (h debtHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push implements heap.Interface.
func (h *debtHeap) Push(x any) {
	d := x.(*debt)
	d.index = len(*h)
	*h = append(*h, d)
}

// Pop implements heap.Interface.
func (h *debtHeap) Pop() any {
	old := *h
	d := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return d
}
