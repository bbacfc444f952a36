package browsertest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Bounds of everything that waits.
const (
	// startLimit is how long Chromium may take to come up on a busy machine.
	startLimit = time.Minute
	// patience is how long a page may take to become as a test expects it.
	patience = 20 * time.Second
	// lookEvery is the time between two looks at a page that is waited for.
	lookEvery = 25 * time.Millisecond
	// maxFaults is how many faults of one tab are told.
	maxFaults = 50
)

// Viewport of a tab until the test asks for another one, in CSS pixels.
const (
	viewportWidth  = 1280
	viewportHeight = 800
)

// Options are what a browser is started with.
type Options struct {
	Program string // path of Chromium
	Axe     string // path of axe.min.js; without it no page is checked for accessibility
	// AnyCertificate is for servers of the test, whose certificates nobody has signed.
	AnyCertificate bool
}

// Browser is one Chromium, started once for many profiles.
type Browser struct {
	ctx     context.Context //nolint:containedctx // chromedp keeps the process in it
	axe     string
	checked sync.Map // shapes of pages that axe has seen, of type uint64
}

// chromiumsOwn are what Chromium asks by itself, whatever it shows, for updates and the time. It is refused, too; a page that asked
// there would be heard by the watch of its tab.
var chromiumsOwn = []string{".google.com", ".googleapis.com", ".gvt1.com"}

// Launch starts Chromium until the test ends. Whatever is asked of another machine goes to a proxy that refuses it, and fails the
// test if it was a page that asked.
func Launch(t testing.TB, o Options) *Browser {
	t.Helper()
	b := &Browser{}
	if o.Axe != "" {
		source, err := os.ReadFile(o.Axe)
		if err != nil {
			t.Fatalf("axe-core cannot be read: %v", err)
		}
		b.axe = string(source)
	}
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host := r.URL.Hostname(); !slices.ContainsFunc(chromiumsOwn, func(tree string) bool { return strings.HasSuffix(host, tree) }) {
			t.Errorf("a page asked another machine: %s %s", r.Method, r.URL)
		}
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(outside.Close)
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(o.Program), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(startLimit),
		chromedp.ProxyServer(outside.URL), // loopback goes past it
		chromedp.NoSandbox, chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-US"),
	)
	if o.AnyCertificate {
		flags = append(flags, chromedp.Flag("ignore-certificate-errors", true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		stop()
		stopAllocator()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	b.ctx = ctx
	return b
}

// Profile is one person's browser: its tabs share cookies, storage, locks and channels with each other, and nothing with other
// profiles.
type Profile struct {
	t       testing.TB
	browser *Browser
	ctx     context.Context //nolint:containedctx // chromedp keeps the browser context in it
	dark    bool
}

// Profile makes an empty one until the test ends.
func (b *Browser) Profile(t testing.TB) *Profile {
	t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("no new profile: %v", err)
	}
	return &Profile{t: t, browser: b, ctx: ctx}
}

// Dark makes tabs that are opened from now on prefer dark colours.
func (p *Profile) Dark() *Profile {
	p.dark = true
	return p
}

// Judged is how many different states of pages axe-core has judged.
func (b *Browser) Judged() int {
	n := 0
	for range b.checked.Range {
		n++
	}
	return n
}
