package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"usher/internal/badinput"
)

// text writes the request as it goes over the wire.
func (c requestCase) text(host string) (string, error) {
	if c.Raw != "" {
		text, err := badinput.Expand(c.Raw, requestGenerators())
		return strings.ReplaceAll(text, "HOST", host), err
	}
	body, err := badinput.Expand(c.Body, requestGenerators())
	if err != nil {
		return "", err
	}
	if c.Document != "" {
		if body, err = c.asJSON(); err != nil {
			return "", err
		}
	}
	method := cmp.Or(c.Method, http.MethodPost)
	var head strings.Builder
	path, err := badinput.Expand(cmp.Or(c.Path, "/graphql"), requestGenerators())
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\n", method, path)
	usual := [][2]string{
		{"Host", host}, {"Connection", "close"}, {"Accept", "application/graphql-response+json"},
	}
	if method != http.MethodGet && method != http.MethodHead {
		usual = append(usual, [2]string{"Content-Type", "application/json"}, [2]string{"Content-Length", strconv.Itoa(len(body))})
	}
	for _, u := range usual {
		given := false
		for _, h := range c.Headers {
			given = given || strings.EqualFold(h[0], u[0])
		}
		if !given {
			fmt.Fprintf(&head, "%s: %s\r\n", u[0], u[1])
		}
	}
	for _, h := range c.Headers {
		value, err := badinput.Expand(h[1], requestGenerators())
		if err != nil {
			return "", err
		}
		if value != "" {
			fmt.Fprintf(&head, "%s: %s\r\n", h[0], value)
		}
	}
	return head.String() + "\r\n" + body, nil
}

func (c requestCase) asJSON() (string, error) {
	document, err := badinput.Expand(c.Document, requestGenerators())
	if err != nil {
		return "", err
	}
	members := map[string]any{"query": document}
	if c.Operation != "" {
		members["operationName"] = c.Operation
	}
	if c.Variables != nil {
		variables, err := badinput.Expand(string(c.Variables), requestGenerators())
		if err != nil {
			return "", err
		}
		members["variables"] = raw(variables)
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(members)
	return strings.TrimSpace(body.String()), err
}

// requestGenerators make what {{repeat}} and {{number}} cannot.
func requestGenerators() badinput.Generators {
	return badinput.Generators{
		// n fragments, each of which spreads the next one twice: 2^n fields.
		"doubling": func(argument string) (string, error) {
			n, err := strconv.Atoi(argument)
			var out strings.Builder
			out.WriteString("{...F0}")
			for i := range n {
				fmt.Fprintf(&out, " fragment F%d on Query{...F%d ...F%d}", i, i+1, i+1)
			}
			fmt.Fprintf(&out, " fragment F%d on Query{__typename}", n)
			return out.String(), err
		},
		// a body of n megabytes of blanks, compressed.
		"gzip": func(argument string) (string, error) {
			n, err := strconv.Atoi(argument)
			if err != nil {
				return "", err
			}
			var out bytes.Buffer
			w := gzip.NewWriter(&out)
			_, err = w.Write(bytes.Repeat([]byte(" "), n<<20))
			return out.String(), errors.Join(err, w.Close())
		},
	}
}

// rawAnswer is one answer on a connection.
type rawAnswer struct {
	status int
	head   string
	body   string
}

// exchange sends a request while it reads what comes back. It ends its sending after the first answer,
// so that the server answers what else it has and closes; before, it would take that for a client who
// has gone, and stop what it does for them.
func (c requestCase) exchange(t *testing.T, in *instance, text string) ([]rawAnswer, error) {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(in.url, "http://"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(badinput.Hang)); err != nil {
		return nil, err
	}
	endSending := func() { _ = conn.(*net.TCPConn).CloseWrite() }
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		// The server may answer and close before it has read all.
		_, _ = io.WriteString(conn, text)
		if c.HalfClose {
			endSending()
		}
	}()
	defer func() { _ = conn.Close(); <-sent }()
	var answers []rawAnswer
	for reader := bufio.NewReader(conn); ; {
		response, err := http.ReadResponse(reader, &http.Request{Method: c.Method})
		if err != nil {
			if len(answers) == 0 {
				return nil, fmt.Errorf("no answer: %w", err)
			}
			return answers, nil
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			return nil, err
		}
		var head strings.Builder
		fmt.Fprintf(&head, "%s\r\n", response.Status)
		_ = response.Header.Write(&head)
		answers = append(answers, rawAnswer{response.StatusCode, head.String(), string(body)})
		endSending()
	}
}
