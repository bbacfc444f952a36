package browsertest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// watch hears what a tab does wrong. It is safe for concurrent use.
type watch struct {
	mu     sync.Mutex
	origin string // where requests may go
	faults []string
}

func (w *watch) setOrigin(origin string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.origin = origin
}

// take returns the faults and forgets them.
func (w *watch) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	faults := w.faults
	w.faults = nil
	return faults
}

func (w *watch) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fault := fmt.Sprintf(format, args...)
	if len(w.faults) < maxFaults && !slices.Contains(w.faults, fault) {
		w.faults = append(w.faults, fault)
	}
}

// hear is called with every event of the tab and must not block.
func (w *watch) hear(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.request(e.Request.URL)
	case *network.EventWebSocketCreated:
		w.request(strings.Replace(e.URL, "ws", "http", 1)) // of the same origin by another protocol
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			w.note("the page violates its policy: %s %s %s", d.ViolatedDirective, d.ContentSecurityPolicyViolationType, d.BlockedURL)
		}
	case *runtime.EventExceptionThrown:
		w.note("a script threw: %s", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.note("console.%s: %s", e.Type, words(e.Args))
		}
	case *log.EventEntryAdded:
		w.entry(e.Entry)
	}
}

// request notes one that leaves the page's own origin. What has no host stays in the browser.
func (w *watch) request(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return
	}
	w.mu.Lock()
	origin := w.origin
	w.mu.Unlock()
	if u.Scheme+"://"+u.Host != origin {
		w.note("the page at %s asked %s", origin, address)
	}
}

// entry notes what the browser itself complains of. An answer of the API that refuses a request is part of its language; one with a
// status of 500 and more is a fault.
func (w *watch) entry(e *log.Entry) {
	if e.Level != log.EntryLevelError {
		return
	}
	if e.Source == log.EntrySourceNetwork && strings.HasSuffix(e.URL, "/graphql") && strings.Contains(e.Text, "with a status of 4") {
		return
	}
	w.note("the browser complains (%s): %s %s", e.Source, e.Text, e.URL)
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

func words(args []*runtime.RemoteObject) string {
	var all []string
	for _, a := range args {
		if a.Description != "" {
			all = append(all, a.Description)
		} else {
			all = append(all, string(a.Value))
		}
	}
	return strings.Join(all, " ")
}
