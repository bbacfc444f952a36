package main

import (
	"fmt"
	"os"
	"testing"

	"usher/internal/browsertest"
)

// journey is what somebody wants of the app, from the first page to the last.
type journey struct {
	name     string
	begin    string // the path of its first page
	settings []string
	walk     func(t *testing.T, p *person, chromium *browsertest.Browser)
}

// fast are settings for journeys that are not about limits.
var fast = []string{"USHER_LIMITS=off"}

// sealedOnly has the server refuse every password that the browser has not sealed.
var sealedOnly = append([]string{"USHER_PASSWORDS=encrypted"}, fast...)

func journeys() []journey {
	return []journey{
		{name: "sign up with a mailed code", begin: "/sign-up", walk: signUpWithACode},
		{name: "a wrong code and a weak password", begin: "/sign-up", walk: wrongCodeAndWeakPassword},
		{name: "sign in and out", begin: "/sign-up", walk: signInAndOut},
		{name: "a forgotten password", begin: "/sign-up", walk: forgottenPassword},
		{name: "an authenticator app", begin: "/sign-up", walk: authenticatorApp},
		{name: "a passkey", begin: "/sign-up", walk: passkeyOfTheBrowser},
		{name: "the profile and a new address", begin: "/sign-up", walk: profileAndAddress},
		{name: "sessions in two browsers", begin: "/sign-up", walk: sessionsInTwoBrowsers},
		{name: "too many tries, in German", begin: "/sign-up", settings: []string{"USHER_LIMITS="}, walk: tooManyTriesInGerman},
		{name: "a phone and no pointer", begin: "/sign-up", walk: phoneWithoutPointer},
		{name: "an account is deleted", begin: "/sign-up", walk: accountDeleted},
		{name: "a session that expires goes on", begin: "/sign-up", walk: expiredSessionGoesOn},
		{name: "a changed password, sealed", begin: "/sign-up", settings: sealedOnly, walk: changedPassword},
		{name: "tokens are kept from scripts", begin: "/sign-up", walk: nothingKept},
	}
}

// TestJourneys walks through the app in Chromium with tokens in headers and with tokens in cookies, as users do: by what they see
// and hear. Every page on the way is watched, and judged for accessibility.
func TestJourneys(t *testing.T) {
	chromium := launchChromium(t)
	times := &browsertest.Times{}
	for _, mode := range []string{"header", "cookie"} {
		t.Run(mode, func(t *testing.T) {
			for _, j := range journeys() {
				t.Run(j.name, func(t *testing.T) {
					times.Of(t)
					c := newClock()
					settings := j.settings
					if settings == nil {
						settings = fast
					}
					in := startAt(t, c, append([]string{"USHER_TRANSPORT=" + mode}, settings...)...)
					p := visit(t, chromium, in, c, j.begin)
					p.mode = mode
					j.walk(t, p, chromium)
				})
			}
		})
	}
	judged := chromium.Judged()
	if _, err := os.Stat(axeCore); err == nil && judged == 0 {
		t.Error("axe-core has judged no page")
	}
	tellTimes(t, times, judged)
}

// timesVariable names a file that the times of journeys are added to, so that a run of all tests can show them although it passes.
const timesVariable = "WRITE_JOURNEY_TIMES_TO"

func tellTimes(t *testing.T, times *browsertest.Times, judged int) {
	t.Helper()
	told := fmt.Sprintf("Journeys through the app in Chromium:\n%s%7d  states of pages judged by axe-core\n", times, judged)
	t.Log(told)
	path := os.Getenv(timesVariable) //nolint:forbidigo // a switch of the tests, not a setting
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString(told)
	if errClose := f.Close(); err != nil || errClose != nil {
		t.Fatal(err, errClose)
	}
}
