package httpapi

import (
	"errors"
	"net"
	"strconv"
	"strings"
)

// maxFramingLine is how much of a header line is looked at, in bytes: enough for the two names and a length.
const maxFramingLine = 64

// errUnclearFraming reaches net/http as the error of a read, and makes it answer 400 and close.
var errUnclearFraming = errors.New("a request has both Content-Length and Transfer-Encoding, or a length that cannot be read")

// framingListener refuses requests with both Content-Length and Transfer-Encoding, the means of request
// smuggling: a proxy in front may have believed the one while this server believes the other. It looks at the
// bytes on the wire, because net/http takes the length away before a handler could see both. A length that this
// scanner cannot read is refused, too: net/http also takes one that is padded or goes on in the next line, and
// whoever writes it so hides it from somebody.
type framingListener struct{ net.Listener }

func (l framingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &framingConn{Conn: conn}, nil
}

type framingConn struct {
	net.Conn
	scan framingScanner
}

// Read implements net.Conn. net/http never reads one connection from two goroutines at once.
func (c *framingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.scan.conflictIn(p[:n]) {
		return 0, errUnclearFraming
	}
	return n, err
}

// CloseWrite lets net/http end an answer before it closes, so that the client sees it.
func (c *framingConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// framingScanner follows requests through the bytes of a connection, however they are cut into reads.
type framingScanner struct {
	line      []byte // the current line, at most maxFramingLine bytes of it
	inHeader  bool   // the request line is behind
	hasLength bool
	hasCoding bool
	length    int64
	body      int64 // bytes of the body still to come
	unclear   bool  // a Content-Length is not plainly a number
	blind     bool  // the rest cannot be followed
}

// conflictIn takes the next bytes and tells whether they hold a header whose framing is not clear.
func (s *framingScanner) conflictIn(p []byte) bool {
	for len(p) > 0 && !s.blind {
		if s.body > 0 {
			n := min(int64(len(p)), s.body)
			s.body -= n
			p = p[n:]
			continue
		}
		b := p[0]
		p = p[1:]
		if b != '\n' {
			if len(s.line) < maxFramingLine {
				s.line = append(s.line, b)
			}
			continue
		}
		line := strings.TrimSuffix(string(s.line), "\r")
		s.line = s.line[:0]
		s.endLine(line)
		if s.unclear || (s.hasLength && s.hasCoding) {
			return true
		}
	}
	return false
}

func (s *framingScanner) endLine(line string) {
	switch {
	case !s.inHeader:
		s.inHeader = line != "" // net/http, too, passes over blank lines before a request
	case line == "":
		s.endHeader()
	default:
		s.readField(line)
	}
}

func (s *framingScanner) readField(line string) {
	name, value, _ := strings.Cut(line, ":")
	switch {
	case strings.EqualFold(name, "Content-Length"):
		length, err := strconv.ParseUint(strings.TrimSpace(value), 10, 62) // fits int64
		if err != nil || len(line) == maxFramingLine {                     // the rest of a longer line was not kept
			s.unclear = true
			return
		}
		s.hasLength, s.length = true, int64(length)
	case strings.EqualFold(name, "Transfer-Encoding"):
		s.hasCoding = true
	}
}

// endHeader goes on to the body. After a chunked one, refuseAmbiguous closes the connection, so what follows
// needs no following.
func (s *framingScanner) endHeader() {
	*s = framingScanner{line: s.line, body: s.length, blind: s.hasCoding}
}
