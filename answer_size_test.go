package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
)

// Package session counts on it when it shares an answer's header out to the cookies.
func TestAllHeadersButTheCookiesHaveLessThanTheirRoom(t *testing.T) {
	const room = 900
	origin := "https://" + strings.Repeat(strings.Repeat("a", 39)+".", 2) + "example.com"
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in := startAt(t, c, append(inFrontOf(t, pool, pool.wire), "USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL=https://auth.example.com",
		"USHER_SEAL_KEYS="+sealKey1, "USHER_ALLOWED_ORIGINS="+origin)...)
	in.mailbox = pool
	newBrowser(t, in, "https://auth.example.com").signUp("ann@example.com", "correct horse 9")

	const body = `{"query":"mutation { signIn(input: {username: \"ann@example.com\", password: \"correct horse 9\"}) { __typename } }"}`
	for _, version := range []string{"1.0", "1.1"} { // nginx asks in the former
		var dialer net.Dialer
		conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(in.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(conn, "POST /graphql HTTP/%s\r\nHost: auth.example.com\r\nConnection: close\r\nOrigin: %s\r\nContent-Type: application/json\r\n"+
			"Accept: application/graphql-response+json\r\nApollo-Require-Preflight: 1\r\nContent-Length: %d\r\n\r\n%s", version, origin, len(body), body)
		size, cookies := 0, 0
		for lines := bufio.NewReader(conn); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatalf("after %d bytes: %v", size, err)
			}
			if strings.HasPrefix(line, "Set-Cookie: ") {
				cookies++
				continue
			}
			if size += len(line); line == "\r\n" {
				break
			}
		}
		_ = conn.Close()
		t.Logf("HTTP/%s: %d bytes beside the cookies, %d of them an origin", version, size, len(origin))
		if cookies != 3 || size > room {
			t.Errorf("HTTP/%s: %d bytes beside %d cookies, want %d at most", version, size, cookies, room)
		}
	}
}
