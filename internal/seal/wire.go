package seal

import "encoding/binary"

// reader takes bytes apart from the front. After the first fault it yields nothing, and done tells.
type reader struct {
	rest  []byte
	fault bool
}

func (r *reader) take(n uint64) []byte {
	if r.fault || n > uint64(len(r.rest)) {
		r.fault = true
		return nil
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// uvarint refuses a number that is spelled with more bytes than it needs.
func (r *reader) uvarint() uint64 {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 || n > 1 && r.rest[n-1] == 0 {
		r.fault = true
		return 0
	}
	r.take(uint64(n))
	return value
}

func (r *reader) all() []byte { return r.take(uint64(len(r.rest))) }

// done tells whether everything was read and nothing was missing.
func (r *reader) done() bool { return !r.fault && len(r.rest) == 0 }
