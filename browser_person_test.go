package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"usher/internal/browsertest"
)

// person is somebody with a browser of their own: the app in one tab and the mailbox in another.
type person struct {
	t       *testing.T
	in      *instance
	mode    string // how tokens travel
	clock   *clock
	profile *browsertest.Profile
	app     *browsertest.Page
	mail    *browsertest.Page
	email   string
	read    int // mails that were read
}

const (
	annsEmail    = "ann@example.com"
	annsPassword = "correct horse 9"
	newPassword  = "another horse 7"
)

// visit opens the app at a path.
func visit(t *testing.T, chromium *browsertest.Browser, in *instance, c *clock, path string) *person {
	t.Helper()
	p := &person{t: t, in: in, clock: c, profile: chromium.Profile(t), email: annsEmail}
	p.app = p.profile.Open(in.localhost("/app" + path))
	return p
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// code reads the next mail in the mailbox and comes back to the app.
func (p *person) code() string {
	p.t.Helper()
	if p.mail == nil {
		p.mail = p.profile.Open(p.in.localhost("/mailbox"))
	}
	p.mail.Front()
	p.mail.Fill("combobox", "Recipient", p.email)
	p.read++
	list := p.mail.In("list", "Newest first")
	list.Count(p.read, "listitem", "")
	code := sixDigits.FindString(list.SeeText("listitem", p.email))
	if code == "" {
		p.t.Fatalf("the newest mail to %s has no code", p.email)
	}
	p.app.Front()
	return code
}

// wrong is a code that is not the given one.
func wrong(code string) string { return fmt.Sprintf("%c%s", '0'+(code[0]-'0'+1)%10, code[1:]) }

// signUp makes an account from the sign-up page on.
func (p *person) signUp() {
	p.t.Helper()
	p.app.Fill("textbox", "E-mail address", p.email)
	p.app.Click("button", "Sign up")
	p.app.See("textbox", "Code")
	p.app.Fill("textbox", "Code", p.code())
	p.app.Fill("textbox", "Password", annsPassword)
	p.app.Click("button", "Confirm and sign in")
	p.signedIn()
}

// signedIn waits until the app shows the account.
func (p *person) signedIn() {
	p.t.Helper()
	p.app.See("link", "Profile")
}

// signIn sends the form of the sign-in page.
func (p *person) signIn(password string) {
	p.t.Helper()
	p.app.Fill("textbox", "E-mail address", p.email)
	p.app.Fill("textbox", "Password", password)
	p.app.Click("button", "Sign in")
}

// signOut ends the session, and the app says so where one signs in.
func (p *person) signOut() {
	p.t.Helper()
	p.app.Click("button", "Sign out")
	p.app.SeeText("status", "You are signed out.")
}

// wrongField waits until a field is marked as wrong, and the reason is read out with it.
func (p *person) wrongField(name, reason string) {
	p.t.Helper()
	p.app.Until("have "+name+" marked as wrong", `document.activeElement.ariaInvalid === "true"`)
	said := browsertest.Eval[string](p.app, `document.activeElement.getAttribute("aria-describedby").split(" ")
		.map((id) => document.getElementById(id).textContent).join(" ")`)
	if !strings.Contains(said, reason) {
		p.t.Errorf("of %s is said %q, want %q", name, said, reason)
	}
}

// goTo opens a page of the app by its link, or by its address where the page has none.
func (p *person) goTo(path string) {
	p.t.Helper()
	p.app.Goto(p.in.localhost("/app" + path))
}

// pass moves the server's clock.
func (p *person) pass(d time.Duration) { p.clock.pass(d) }
