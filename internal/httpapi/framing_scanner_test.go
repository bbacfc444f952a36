package httpapi

import "testing"

// The verdict must not depend on how the bytes arrive, and no input may make the scanner grow or crash.
func FuzzFramingScanner(f *testing.F) {
	for _, seed := range []string{
		"POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
		"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST / HTTP/1.1\nTransfer-Encoding: chunked\nContent-Length: 1\n\n",
		"\r\n\r\nGET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
		"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nContent-Length: 1\r\n",
		":\r\n:\n\n\r\n", "Content-Length: 2",
	} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, wire []byte, step int) {
		var whole, cut framingScanner
		want := whole.conflictIn(wire)
		step = 1 + (step&0x7fffffff)%64
		got := false
		for rest := wire; len(rest) > 0 && !got; {
			n := min(step, len(rest))
			got = cut.conflictIn(rest[:n])
			rest = rest[n:]
		}
		if got != want {
			t.Errorf("in one piece %t, in pieces of %d bytes %t", want, step, got)
		}
		if len(whole.line) > maxFramingLine || len(cut.line) > maxFramingLine {
			t.Error("the scanner holds more than its bound")
		}
	})
}
