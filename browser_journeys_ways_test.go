package main

import (
	"strings"
	"testing"
	"time"

	"usher/internal/browsertest"
)

func signUpWithACode(_ *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.app.At("/app/account/profile")
	p.app.Reload()
	p.signedIn()
}

func wrongCodeAndWeakPassword(t *testing.T, p *person, _ *browsertest.Browser) {
	p.app.Fill("textbox", "E-mail address", "not an address")
	p.app.Click("button", "Sign up")
	p.wrongField("E-mail address", "e-mail address, such as")
	// The browser lets this one pass, the server does not.
	p.app.Fill("textbox", "E-mail address", strings.Repeat("a", 65)+"@example.com")
	p.app.Click("button", "Sign up")
	p.wrongField("E-mail address", "This is not an e-mail address.")
	p.app.Fill("textbox", "E-mail address", p.email)
	p.app.Click("button", "Sign up")
	p.app.See("textbox", "Code")
	code := p.code()

	p.app.Fill("textbox", "Code", code)
	rules := p.app.In("list", "What a password needs")
	p.app.Fill("textbox", "Password", "short")
	rules.SeeText("listitem", "At least 12 characters (not met)")
	p.app.Fill("textbox", "Password", "password1234")
	rules.SeeText("listitem", "At least 12 characters (met)")
	p.app.Click("button", "Confirm and sign in")
	p.app.SeeText("alert", "The password does not meet the rules.")
	rules.SeeText("listitem", "Not a common password (not met)")

	p.app.Fill("textbox", "Password", annsPassword)
	p.app.Fill("textbox", "Code", wrong(code))
	p.app.Click("button", "Confirm and sign in")
	p.app.SeeText("alert", "The code is wrong")
	p.app.Click("button", "Send the code again")
	p.app.SeeText("status", "A new code is on its way.")
	next := p.code()
	if next == code {
		t.Error("the new code is the old one")
	}
	p.app.Fill("textbox", "Code", next)
	p.app.Click("button", "Confirm and sign in")
	p.signedIn()
}

func signInAndOut(_ *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.signOut()
	p.signIn("not my password 1")
	p.app.SeeText("alert", "E-mail address and password do not match.")
	p.app.Fill("textbox", "Password", annsPassword)
	p.app.Click("button", "Sign in")
	p.signedIn()
	// A second tab is signed in without asking, and signed out with the first.
	second := p.profile.Open(p.in.localhost("/app/account/security"))
	second.See("heading", "Security")
	p.app.Front()
	p.signOut()
	second.Front()
	second.See("button", "Sign in")
	second.Gone("link", "Profile")
	p.app.Front()
	// Who is asked to sign in is led to where they wanted to go.
	p.goTo("/account/sessions")
	p.signIn(annsPassword)
	p.signedIn()
	p.app.At("/app/account/sessions")
}

func forgottenPassword(t *testing.T, p *person, chromium *browsertest.Browser) {
	p.signUp()
	elsewhere := visit(t, chromium, p.in, p.clock, "/sign-in")
	elsewhere.read = p.read
	elsewhere.app.Click("link", "Forgot your password?")
	elsewhere.app.Fill("textbox", "E-mail address", p.email)
	elsewhere.app.Click("button", "Send a code")
	elsewhere.app.See("textbox", "New password")
	elsewhere.app.Fill("textbox", "Code", elsewhere.code())
	elsewhere.app.Fill("textbox", "New password", newPassword)
	elsewhere.app.Click("button", "Set the new password")
	elsewhere.app.See("link", "Profile")
	// The session of before is over, and its browser says why.
	p.app.Click("link", "Sessions")
	p.app.SeeText("status", "Your session was ended from elsewhere.")
	p.signIn(annsPassword)
	p.app.SeeText("alert", "E-mail address and password do not match.")
	p.signIn(newPassword)
	p.signedIn()
}

func changedPassword(_ *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.app.Click("link", "Security")
	form := p.app.In("region", "Password")
	form.Fill("textbox", "Current password", "not my password 1")
	form.Fill("textbox", "New password", newPassword)
	form.Click("button", "Change password")
	form.SeeText("alert", "The current password is wrong.")
	form.Fill("textbox", "Current password", annsPassword)
	form.Click("button", "Change password")
	form.SeeText("status", "The password is changed.")
	p.signOut()
	p.signIn(annsPassword)
	p.app.SeeText("alert", "E-mail address and password do not match.")
	p.signIn(newPassword)
	p.signedIn()
}

// tooManyTriesInGerman guesses until the limit of guesses at one account, whose next is due after 16 minutes.
func tooManyTriesInGerman(_ *testing.T, p *person, _ *browsertest.Browser) {
	const guesses = 5
	p.signUp()
	p.signOut()
	p.app.Choose("Language", "Deutsch")
	p.app.Until("be in German", `document.documentElement.lang === "de"`)
	p.app.Fill("textbox", "E-Mail-Adresse", p.email)
	p.app.Fill("textbox", "Passwort", "not my password 1")
	for range guesses {
		p.app.Click("button", "Anmelden")
		p.app.SeeText("alert", "E-Mail-Adresse und Passwort passen nicht zusammen.")
	}
	p.app.Click("button", "Anmelden")
	p.app.SeeText("alert", "Zu viele Versuche.")
	p.app.SeeText("button", "Wieder möglich in 16")
	p.pass(16 * time.Minute)
	p.app.Pass(16 * time.Minute)
	p.app.Fill("textbox", "Passwort", annsPassword)
	p.app.Click("button", "Anmelden")
	p.app.See("link", "Profil")
	p.app.Reload()
	p.app.See("link", "Profil")
}

// tokensAreOld is longer than any access token of the embedded pool lives.
const tokensAreOld = 3 * time.Hour

func expiredSessionGoesOn(_ *testing.T, p *person, _ *browsertest.Browser) {
	p.signUp()
	p.pass(tokensAreOld)
	p.app.Click("link", "Sessions")
	p.app.SeeText("listitem", "This device")
	p.app.Reload()
	p.app.SeeText("listitem", "This device")
}
