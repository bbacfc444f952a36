package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Page is one tab, and as a Part all that is in it.
type Page struct {
	Part
	t       testing.TB
	browser *Browser
	ctx     context.Context //nolint:containedctx // chromedp keeps the tab in it
	watch   *watch
	stop    func()
}

// Open opens a tab at an address, until the test ends.
func (p *Profile) Open(address string) *Page {
	p.t.Helper()
	w := &watch{}
	ctx, stop := chromedp.NewContext(p.ctx, chromedp.WithListener(w.hear))
	tab := &Page{t: p.t, browser: p.browser, ctx: ctx, watch: w, stop: stop}
	tab.Part = Part{page: tab}
	p.t.Cleanup(tab.leave)
	scheme := "light"
	if p.dark {
		scheme = "dark"
	}
	tab.do("open a tab",
		command(audits.Enable, cdp.Empty{}),
		chromedp.EmulateViewport(viewportWidth, viewportHeight),
		// Colours are judged as they are after a transition, not within one.
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-reduced-motion", Value: "reduce"}, {Name: "prefers-color-scheme", Value: scheme},
		}}),
	)
	tab.Goto(address)
	return tab
}

// leave tells what the watch heard and what there is to see, before the tab is closed.
func (p *Page) leave() {
	if p.ctx.Err() == nil {
		p.checkAccess()
		p.settle()
	}
	for _, fault := range p.watch.take() {
		p.t.Errorf("%s", fault)
	}
	if p.t.Failed() && p.ctx.Err() == nil {
		p.Evidence()
	}
	p.stop()
}

// Close closes the tab as a user does, in the middle of whatever it is doing.
func (p *Page) Close() {
	p.t.Helper()
	for _, fault := range p.Faults() {
		p.t.Errorf("%s", fault)
	}
	p.stop()
}

// Goto follows an address typed by hand.
func (p *Page) Goto(address string) {
	p.t.Helper()
	p.checkAccess()
	if u, err := url.Parse(address); err == nil {
		p.watch.setOrigin(u.Scheme + "://" + u.Host)
	}
	p.do("go to "+address, chromedp.Navigate(address))
}

// Reload loads the page anew.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// Front brings the tab before the others of its window.
func (p *Page) Front() {
	p.t.Helper()
	p.do("bring to the front", command(page.BringToFront, cdp.Empty{}))
}

// Window makes the viewport as large as given, in CSS pixels.
func (p *Page) Window(width, height int64) {
	p.t.Helper()
	p.do("resize the window", chromedp.EmulateViewport(width, height))
}

// Phone makes the viewport as large as given, in CSS pixels, and a phone's.
func (p *Page) Phone(width, height int64) {
	p.t.Helper()
	p.do("become a phone", chromedp.EmulateViewport(width, height, chromedp.EmulateMobile))
}

// Faults are what the watch heard since the last call.
func (p *Page) Faults() []string {
	p.t.Helper()
	p.settle()
	return p.watch.take()
}

// settle waits until all that happened before it was heard: the browser answers in order.
func (p *Page) settle() {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, _ = chromedp.Run(ctx, chromedp.Evaluate[bool]("true"))
}

// Eval is the value of an expression, awaited if it is a promise, for what no user can see.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	v, err := Ask[T](p, expression)
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Ask is Eval for goroutines beside the test's own, which may not end it.
func Ask[T any](p *Page, expression string) (v T, err error) {
	raw, err := run(p, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise, chromedp.EvalAsValue))
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(raw, &v)
}

// Until waits until an expression is true, and says what was waited for if it never is.
func (p *Page) Until(what, expression string) {
	p.t.Helper()
	p.until(what, func() error {
		ok, err := Ask[bool](p, expression)
		if err == nil && !ok {
			err = errors.New("it is not so")
		}
		return err
	})
}

// Pass moves the page's clock: what its scripts read as the time, until it is loaded anew.
func (p *Page) Pass(d time.Duration) {
	p.t.Helper()
	Eval[bool](p, fmt.Sprintf("(Date.now = ((now) => () => now() + %d)(Date.now.bind(Date)), true)", d.Milliseconds()))
}

// At waits until the page's path ends in the given one.
func (p *Page) At(path string) {
	p.t.Helper()
	p.until("be at "+path, func() error {
		at, err := Ask[string](p, "location.pathname")
		if err == nil && !strings.HasSuffix(at, path) {
			err = fmt.Errorf("the page is at %s", at)
		}
		return err
	})
}

// until repeats a look until it finds no fault or patience ends.
func (p *Page) until(what string, look func() error) {
	p.t.Helper()
	end := time.NewTimer(patience)
	defer end.Stop()
	every := time.NewTicker(lookEvery)
	defer every.Stop()
	for {
		err := look()
		if err == nil {
			return
		}
		select {
		case <-every.C:
		case <-end.C:
			p.t.Fatalf("waited %s to %s: %v", patience, what, err)
		}
	}
}

func (p *Page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if _, err := run(p, chromedp.Steps(steps...)); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// run bounds one action. The first of a tab opens it and must not end it.
func run[T any](p *Page, action chromedp.Action[T]) (T, error) {
	if err := chromedp.Do(p.ctx); err != nil {
		var zero T
		return zero, err
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, action)
}

// command is a command of the protocol whose answer nobody needs.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}
