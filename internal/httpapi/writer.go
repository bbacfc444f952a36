package httpapi

import "net/http"

// trackedWriter remembers what was answered, for the access log and for the decision after a panic.
type trackedWriter struct {
	http.ResponseWriter
	status int // 0 until the final header is written
	bytes  int64
	flood  bool // the answer is one of many that a flood gets
}

// track returns w if it is tracked already: recover and access log look at the same answer.
func track(w http.ResponseWriter) *trackedWriter {
	if tracked, ok := w.(*trackedWriter); ok {
		return tracked
	}
	return &trackedWriter{ResponseWriter: w}
}

func (w *trackedWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *trackedWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *trackedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
