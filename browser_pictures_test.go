package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"usher/internal/browsertest"
)

var pictures = flag.String("screenshots", "", "the folder that TestScreenshots draws the pages' pictures into; without it they are not drawn")

// TestScreenshots draws the pictures of README.md and docs/apollo.md anew:
//
//	go test -run TestScreenshots . -screenshots docs/images
func TestScreenshots(t *testing.T) {
	if *pictures == "" {
		t.Skip("-screenshots names no folder")
	}
	keep := func(page *browsertest.Page, name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(*pictures, name+".png"), page.Picture(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	chromium := launchChromium(t)
	in := startAt(t, newClock(), append([]string{"USHER_LOCAL_CODE=483906"}, fast...)...)

	play := chromium.Profile(t).Open(in.localhost("/"))
	play.Window(1280, 760)
	next := play.In("region", "What to do next")
	for _, button := range []string{"Run SignUp", "Use the code", "Run ConfirmSignUp", "Open Me", "Run Me"} {
		next.Click("button", button)
	}
	next.See("button", "Open SignOut")
	keep(play, "playground")

	p := &person{t: t, in: in, profile: chromium.Profile(t), email: "grace@example.com"}
	p.app = p.profile.Open(in.localhost("/app/sign-up"))
	p.app.Window(1280, 900)
	p.app.Fill("textbox", "E-mail address", p.email)
	p.app.Click("button", "Sign up")
	p.app.See("textbox", "Code")
	code := p.code()
	p.mail.Fill("combobox", "Recipient", "")
	p.mail.Window(1000, 480)
	keep(p.mail, "mailbox")
	p.app.Fill("textbox", "Code", code)
	p.app.Fill("textbox", "Password", "correct horse")
	p.app.In("banner", "").Show()
	keep(p.app, "app-sign-up")
	p.app.Fill("textbox", "Password", annsPassword)
	p.app.Click("button", "Confirm and sign in")
	p.signedIn()
	p.app.Click("link", "Security")
	p.app.Click("button", "Set up an authenticator app")
	p.app.See("image", "QR code for an authenticator app")
	p.app.In("heading", "Two-step sign-in").Show()
	keep(p.app, "app-security")
	p.app.Phone(390, 844)
	p.app.Click("link", "Sessions")
	p.app.SeeText("listitem", "This device")
	keep(p.app, "app-phone")
}
