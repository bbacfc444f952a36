package kv

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
