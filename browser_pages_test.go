package main

import (
	"testing"

	"usher/internal/browsertest"
)

// TestThePlaygroundLeadsThroughASignUp does what the playground says is next, as a newcomer does who reads nothing but the buttons,
// with the mailbox in a tab beside it.
func TestThePlaygroundLeadsThroughASignUp(t *testing.T) {
	chromium := launchChromium(t)
	for _, mode := range []string{"header", "cookie"} {
		t.Run(mode, func(t *testing.T) {
			in := startUsher(t, "USHER_TRANSPORT="+mode)
			profile := chromium.Profile(t)
			mail := profile.Open(in.localhost("/mailbox"))
			mail.See("heading", "No mail yet")
			play := profile.Open(in.localhost("/"))
			next := play.In("region", "What to do next")
			for _, button := range []string{"Run SignUp", "Use the code", "Run ConfirmSignUp", "Open Me", "Run Me", "Open SignOut", "Run SignOut"} {
				next.Click("button", button)
			}
			next.SeeText("status", "That was the whole walk.")
			mail.Front()
			mail.In("list", "Newest first").With("listitem", "ada@example.com").See("code", "")
			mail.In("article", "The open message").Click("button", "Copy code")
			mail.SeeText("status", "copied")
			code := mail.In("article", "The open message").In("code", "").Text()
			mail.Paste("combobox", "Recipient")
			if got := mail.Value("combobox", "Recipient"); got != code || !sixDigits.MatchString(code) {
				t.Errorf("%q is pasted, the message shows %q", got, code)
			}
		})
	}
}

// TestThePagesFitPhonesAndTheDark looks at both pages in dark colours, wide and as a phone shows them.
func TestThePagesFitPhonesAndTheDark(t *testing.T) {
	chromium := launchChromium(t)
	in := startUsher(t)
	profile := chromium.Profile(t).Dark()
	in.signedUp(annsEmail, annsPassword)
	for path, seen := range map[string]string{"/": "What to do next", "/mailbox": "Messages"} {
		page := profile.Open(in.localhost(path))
		page.See("region", seen)
		page.Phone(390, 844)
		page.See("region", seen)
		if wide := browsertest.Eval[string](page, tooWide); wide != "" {
			t.Errorf("at %s the page scrolls sideways on a phone: %s", path, wide)
		}
	}
}
