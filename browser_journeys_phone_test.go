package main

import (
	"testing"

	"usher/internal/browsertest"
)

// phoneWithoutPointer signs up on a phone's screen in dark colours, with keys alone, and looks whether anything scrolls sideways on
// the narrowest.
func phoneWithoutPointer(_ *testing.T, p *person, _ *browsertest.Browser) {
	p.app = p.profile.Dark().Open(p.in.localhost("/app/"))
	p.app.Phone(390, 844)
	p.fits()
	p.app.TabTo("link", "Create an account")
	p.app.Keys(browsertest.Enter)
	p.app.See("heading", "Create an account")
	p.fits()
	p.app.TabTo("textbox", "E-mail address")
	p.app.Keys(p.email + browsertest.Enter)
	p.app.See("textbox", "Code")
	p.fits()
	code := p.code()
	p.app.TabTo("textbox", "Code")
	p.app.Keys(code + browsertest.Tab)
	p.app.TabTo("textbox", "Password")
	p.app.Keys(annsPassword + browsertest.Enter)
	p.signedIn()
	for _, page := range []string{"Sessions", "Security", "Profile"} {
		p.app.TabTo("link", page)
		p.app.Keys(browsertest.Enter)
		p.app.See("heading", page)
		p.fits()
	}
	p.app.TabTo("button", "Sign out")
	p.app.Keys(browsertest.Enter)
	p.app.See("heading", "Sign in")
	p.fits()
	p.app.TabTo("link", "Forgot your password?")
	p.app.Keys(browsertest.Enter)
	p.app.See("button", "Send a code")
	p.fits()
}

// fits fails where a page is wider than the narrowest screen that is in use, 320 CSS pixels, and goes back to a phone's.
func (p *person) fits() {
	p.t.Helper()
	p.app.Phone(320, 640)
	if wide := browsertest.Eval[string](p.app, tooWide); wide != "" {
		p.t.Errorf("at %s the page scrolls sideways: %s", browsertest.Eval[string](p.app, "location.pathname"), wide)
	}
	p.app.Phone(390, 844)
}

// tooWide names what sticks out of the viewport, if anything makes the page scroll.
const tooWide = `document.documentElement.scrollWidth <= innerWidth ? "" : document.documentElement.scrollWidth + " pixels, by " +
	[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
		.map((e) => e.outerHTML.slice(0, 100)).join(" | ")`
