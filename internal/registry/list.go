package registry

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// entry is one session of a user.
type entry struct {
	ID      string    `json:"id"`
	Began   time.Time `json:"began"`
	Seen    time.Time `json:"seen"`
	Device  string    `json:"device,omitempty"`
	Network string    `json:"network,omitempty"`
}

// list is the sessions of one user. Its methods return a list and leave theirs as it is.
type list []entry

func (l list) encode() ([]byte, error) { return json.Marshal(l) }

func decodeList(data []byte) (list, error) {
	var l list
	err := json.Unmarshal(data, &l)
	return l, err
}

func (l list) has(id string) bool {
	return slices.ContainsFunc(l, func(e entry) bool { return e.ID == id })
}

// with has an entry in it as it is now; when the session began does not change.
func (l list) with(e entry) list {
	out := slices.Clone(l)
	for i := range out {
		if out[i].ID == e.ID {
			e.Began = out[i].Began
			out[i] = e
			return out
		}
	}
	return append(out, e)
}

func (l list) without(gone func(entry) bool) list {
	return slices.DeleteFunc(slices.Clone(l), gone)
}

// cut leaves the sessions that were used last, and keep, and returns the others apart.
func (l list) cut(limit int, keep string) (rest, over list) {
	if len(l) <= limit {
		return l, nil
	}
	rest = l.latest(keep)
	return rest[:limit], rest[limit:]
}

// latest is in the order in which a person looks for a session: first, then the one used last.
func (l list) latest(first string) list {
	out := slices.Clone(l)
	slices.SortFunc(out, func(a, b entry) int {
		switch {
		case a.ID == first:
			return -1
		case b.ID == first:
			return 1
		}
		return cmp.Or(b.Seen.Compare(a.Seen), b.Began.Compare(a.Began), cmp.Compare(a.ID, b.ID))
	})
	return out
}
