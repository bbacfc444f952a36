package main

import (
	"strings"
	"testing"

	"usher/internal/browsertest"
)

// keptPlaces is what scripts of a page can read without asking the server, by where it is.
type keptPlaces struct {
	Cookie, Local, Session, Cache, Page, Address, Databases, Responses string
	Device                                                             bool // whether the token that names the device is kept
}

// readPlaces passes over the token of the device, which opens nothing and outlives sessions. It finds Apollo's client through React, which hands it to every component: the app puts it nowhere else.
const readPlaces = `(async () => {
	const root = document.getElementById("root");
	const container = root[Object.keys(root).find((key) => key.startsWith("__reactContainer$"))];
	const clientOf = (fiber) => fiber && (fiber.memoizedProps?.client?.extract ? fiber.memoizedProps.client : clientOf(fiber.child) ?? clientOf(fiber.sibling));
	return {
		cookie: document.cookie, local: JSON.stringify({ ...localStorage, "usher-device": "" }), device: "usher-device" in localStorage, session: JSON.stringify(sessionStorage),
		cache: JSON.stringify(clientOf(container).extract()), page: document.documentElement.outerHTML,
		address: location.href + JSON.stringify(history.state) + window.name,
		databases: (await indexedDB.databases()).map((one) => one.name).join(), responses: (await caches.keys()).join(),
	};
})()`

// nothingKept fails where a token lies anywhere but in the one place that the mode has for it: with headers the tab's session
// storage, with cookies none that a script can read.
func nothingKept(t *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	for _, page := range []string{"Sessions", "Security", "Profile"} {
		p.app.Click("link", page)
		p.app.See("heading", page)
	}
	p.noTokens()
	p.pass(tokensAreOld)
	p.app.Click("link", "Sessions")
	p.app.SeeText("listitem", "This device")
	p.noTokens()
	p.signOut()
	left := browsertest.Eval[keptPlaces](p.app, readPlaces)
	if found := tokenShape.FindString(left.Session); found != "" {
		t.Errorf("after signing out the session storage holds %s", found)
	}
	for place, held := range map[string]string{"cache": left.Cache, "session storage": left.Session} {
		if strings.Contains(held, p.email) {
			t.Errorf("after signing out the %s tells who it was: %s", place, held)
		}
	}
}

func (p *person) noTokens() {
	p.t.Helper()
	kept := browsertest.Eval[keptPlaces](p.app, readPlaces)
	if !strings.Contains(kept.Cache, p.email) {
		p.t.Fatalf("what was read is not the cache of the client: %s", kept.Cache)
	}
	if inSession := tokenShape.MatchString(kept.Session); inSession != (p.mode == "header") {
		p.t.Errorf("in %s mode the session storage holds tokens: %v", p.mode, inSession)
	}
	if kept.Device != (p.mode == "header") {
		p.t.Errorf("in %s mode local storage holds a device token: %v", p.mode, kept.Device)
	}
	for place, held := range map[string]string{
		"document.cookie": kept.Cookie, "local storage": kept.Local, "Apollo's cache": kept.Cache, "the page": kept.Page,
		"its address and history": kept.Address, "a database": kept.Databases, "a cache of responses": kept.Responses,
	} {
		if found := tokenShape.FindString(held); found != "" {
			p.t.Errorf("in %s mode %s holds a token: %s", p.mode, place, found)
		}
	}
	if kept.Cookie+kept.Databases+kept.Responses != "" {
		p.t.Errorf("the app keeps more than it should: cookies %q, databases %q, responses %q", kept.Cookie, kept.Databases, kept.Responses)
	}
}
