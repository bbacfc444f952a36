package main

import (
	"strings"
	"testing"
	"time"

	"usher/internal/browsertest"
)

func authenticatorApp(t *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.app.Click("link", "Security")
	p.app.Click("button", "Set up an authenticator app")
	p.app.See("image", "QR code for an authenticator app")
	secret := strings.Join(strings.Fields(p.app.In("code", "").Text()), "")
	form := p.app.In("form", "Set up an authenticator app")
	form.Fill("textbox", "Code", wrong(app(t, p.clock, secret)))
	form.Click("button", "Turn on")
	form.SeeText("alert", "Wait for the next one that the app shows")
	form.Fill("textbox", "Code", app(t, p.clock, secret))
	form.Click("button", "Turn on")
	p.app.SeeText("status", "Two-step sign-in is on.")

	p.signOut()
	p.signIn(annsPassword)
	p.pass(time.Minute) // a code works once
	p.app.Fill("textbox", "Code", wrong(app(t, p.clock, secret)))
	p.app.Click("button", "Sign in")
	p.app.SeeText("alert", "Wait for the next one that the app shows")
	p.app.Fill("textbox", "Code", app(t, p.clock, secret))
	p.app.Click("button", "Sign in")
	p.signedIn()
	p.app.Click("link", "Security")
	p.app.With("listitem", "Authenticator app").Click("button", "Turn off")
	p.app.SeeText("status", "This step is off.")
}

func passkeyOfTheBrowser(t *testing.T, p *person, _ *browsertest.Browser) {
	kept := p.app.Authenticator()
	p.signUp()
	p.app.Click("link", "Security")
	p.app.Click("button", "Add a passkey")
	p.app.SeeText("status", "The passkey is added.")
	if n := kept(); n != 1 {
		t.Errorf("the authenticator keeps %d passkeys, want 1", n)
	}
	p.signOut()
	p.app.Fill("textbox", "E-mail address", p.email)
	p.app.Click("button", "Sign in with a passkey")
	p.signedIn()
	p.app.Click("link", "Security")
	p.app.Click("button", "Delete")
	p.app.SeeText("status", "The passkey is deleted.")
	p.app.Gone("button", "Delete")
	// The authenticator still has it, the server knows it no more and offers what is left.
	p.signOut()
	p.app.Fill("textbox", "E-mail address", p.email)
	p.app.Click("button", "Sign in with a passkey")
	p.app.See("heading", "How do you want to go on?")
	p.app.Fill("textbox", "Password", annsPassword)
	p.app.Click("button", "Sign in")
	p.signedIn()
}

func profileAndAddress(t *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.app.Fill("textbox", "Name", "Ann Example")
	p.app.Click("button", "Save")
	p.app.SeeText("status", "Saved.")
	p.app.Reload()
	if got := p.app.Value("textbox", "Name"); got != "Ann Example" {
		t.Errorf("the name is %q", got)
	}
	p.app.Click("button", "Change the e-mail address")
	p.email, p.read = "ann.new@example.com", 0
	p.app.Fill("textbox", "New e-mail address", p.email)
	p.app.Click("button", "Send a code")
	p.app.See("textbox", "Code")
	p.app.Fill("textbox", "Code", p.code())
	p.app.Click("button", "Confirm")
	p.app.SeeText("status", "The e-mail address is confirmed.")
	p.app.SeeText("strong", p.email)
	p.signOut()
	p.signIn(annsPassword)
	p.signedIn()
}

func sessionsInTwoBrowsers(t *testing.T, p *person, chromium *browsertest.Browser) {
	p.signUp()
	other := visit(t, chromium, p.in, p.clock, "/sign-in")
	other.signIn(annsPassword)
	other.signedIn()
	p.app.Click("link", "Sessions")
	p.app.SeeText("listitem", "This device")
	p.app.Click("button", "End")
	p.app.SeeText("status", "The session has ended.")
	p.app.Gone("button", "End")
	other.app.Click("link", "Sessions")
	other.app.SeeText("status", "Your session was ended from elsewhere.")
	other.signIn(annsPassword)
	other.signedIn()
	// The list knows of the new session once it is opened anew.
	p.app.Click("link", "Profile")
	p.app.Click("link", "Sessions")
	p.app.Click("button", "Sign out the others")
	p.app.SeeText("status", "All other sessions have ended.")
	p.app.Gone("button", "End")
	p.app.Gone("button", "Sign out the others")
	other.app.Click("link", "Security")
	other.app.SeeText("status", "Your session was ended from elsewhere.")
	other.signIn(annsPassword)
	other.signedIn()
	p.app.Click("button", "Sign out everywhere")
	p.app.SeeText("status", "You are signed out.")
	other.app.Click("link", "Sessions")
	other.app.SeeText("status", "Your session was ended from elsewhere.")
}

func accountDeleted(_ *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.app.Click("link", "Security")
	p.app.Click("button", "Delete my account")
	sure := p.app.In("dialog", "Delete the account")
	sure.Fill("textbox", "Password", annsPassword)
	sure.Click("button", "Delete my account")
	p.app.SeeText("status", "Your account is deleted.")
	p.app.Gone("link", "Security")
	p.goTo("/sign-in")
	p.signIn(annsPassword)
	p.app.SeeText("alert", "E-mail address and password do not match.")
}
