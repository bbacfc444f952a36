package main

import (
	"net/url"
	"os"
	"testing"

	"usher/internal/browsertest"
)

// axeCore is where .ci/browser keeps axe-core once its packages are installed.
const axeCore = ".ci/browser/node_modules/axe-core/axe.min.js"

// launchChromium starts Chromium for a test and those below it. Without axe-core pages are not checked for accessibility, which the
// test says; in CI it fails instead.
func launchChromium(t *testing.T) *browsertest.Browser {
	t.Helper()
	o := browsertest.Options{Program: program(t, "chromium", "install the chromium package"), Axe: axeCore, AnyCertificate: true}
	if _, err := os.Stat(axeCore); err != nil {
		if os.Getenv("CI") == "true" { //nolint:forbidigo // a switch of the tests, not a setting
			t.Fatal("axe-core is missing: run npm ci in .ci/browser")
		}
		t.Log("axe-core is missing, so no page is checked for accessibility: run npm ci in .ci/browser")
		o.Axe = ""
	}
	return browsertest.Launch(t, o)
}

// localhost is an address of the instance under the name that passkeys are bound to.
func (in *instance) localhost(path string) string {
	in.t.Helper()
	u, err := url.Parse(in.url)
	if err != nil {
		in.t.Fatal(err)
	}
	return "http://localhost:" + u.Port() + path
}
