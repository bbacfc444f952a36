package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// member is one session and the client that keeps it, in headers or in cookies.
type member struct {
	row     *row
	name    string
	cookies bool

	mu   sync.Mutex
	held memberState
}

type memberState struct {
	access, refresh    string
	answers            [rotationTabs]int
	refreshes, retries int
	over               bool
}

func (m *member) state() memberState {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.held
}

func (m *member) again() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held.retries++
}

const (
	memberAccess  = "__Host-usher-access"
	memberRefresh = "__Host-usher-refresh"
	memberLimit   = 10 * time.Second // for one answer
)

func (m *member) signIn(email, password string) {
	m.row.t.Helper()
	input := map[string]any{"input": map[string]any{"username": email, "password": password}}
	a := m.row.pick(0).call(signInOp, input, preflight)
	done := m.row.pick(0).want("sign in", "Session", field[outcome](m.row.t, a, "signIn"))
	m.held.access, m.held.refresh = done.Tokens.AccessToken, done.Tokens.RefreshToken
	m.take(a, 0)
}

// send asks for a protected field with what the client holds.
func (m *member) send(ctx context.Context, in *instance) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, memberLimit)
	defer cancel()
	body, err := json.Marshal(map[string]string{"query": meOp})
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, in.url+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		return answer{}, err
	}
	held := m.state()
	req.Header.Set("Content-Type", "application/json")
	if m.cookies {
		req.Header.Set("Apollo-Require-Preflight", "1")
		req.Header.Set("Cookie", memberAccess+"="+held.access+"; "+memberRefresh+"="+held.refresh)
	} else {
		req.Header.Set("Authorization", "Bearer "+held.access)
		req.Header.Set("X-Refresh-Token", held.refresh)
	}
	resp, err := m.row.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(text)}
	return a, json.Unmarshal(text, &a)
}

// take keeps what an answer to a tab brings: all that a client has to do.
func (m *member) take(a answer, tab int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held.answers[tab]++
	access, refresh := a.header.Get("X-Access-Token"), a.header.Get("X-Refresh-Token")
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		switch {
		case c.MaxAge < 0 && (c.Name == memberAccess || c.Name == memberRefresh):
			m.held.over = true
		case c.Name == memberAccess:
			access = c.Value
		case c.Name == memberRefresh:
			refresh = c.Value
		}
	}
	if access != "" {
		m.held.access = access
		m.held.refreshes++
	}
	if refresh != "" {
		m.held.refresh = refresh
	}
	if code, _ := a.code(); code == "UNAUTHENTICATED" {
		m.held.over = true
	}
}
