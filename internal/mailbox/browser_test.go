package mailbox

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"usher/internal/masthead"
)

// browserLimit bounds one run of the browser.
const browserLimit = 60 * time.Second

// dump loads the address in a headless Chromium and returns the document as it
// stands once the page's script has run, and what the console said.
func dump(t *testing.T, address string) (document, console string) {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is missing: install the chromium package")
		}
		t.Skip("chromium is missing: install the chromium package to run this test")
	}
	ctx, cancel := context.WithTimeout(t.Context(), browserLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", address)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	for line := range strings.Lines(errs.String()) {
		if strings.Contains(line, "CONSOLE") {
			console += line
		}
	}
	return out.String(), console
}

func TestPageShowsMessagesAsText(t *testing.T) {
	m := open(t, "")
	put(t, m, Message{
		To:      `"><img src=x onerror=document.title='broken'>@example.com`,
		Medium:  "<b>email</b>",
		Subject: "<script>document.title='broken'</script>",
		Text:    "Hello\n<script>document.title='broken'</script> & goodbye",
		Code:    "<i>1</i>",
		Purpose: "<u>sign-up</u>",
	})
	server := httptest.NewServer(m.Handler(masthead.Pages{}))
	defer server.Close()

	document, console := dump(t, server.URL+"/mailbox")
	for _, want := range []string{
		"Hello\n&lt;script&gt;document.title='broken'&lt;/script&gt; &amp; goodbye</pre>",
		"&lt;script&gt;document.title='broken'&lt;/script&gt;</h2>",
		"&lt;script&gt;document.title='broken'&lt;/script&gt;</span>",
		`id="code">&lt;i&gt;1&lt;/i&gt;</code>`,
		`class="small-code">&lt;i&gt;1&lt;/i&gt;</code>`,
		"&lt;u&gt;sign-up&lt;/u&gt;",
		"&lt;b&gt;email&lt;/b&gt;",
		"&gt;&lt;img src=x onerror=document.title='broken'&gt;@example.com",
		"<title>Mailbox · Usher</title>",
		"1 message<",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the page lacks %q:\n%s", want, document)
		}
	}
	if strings.Count(document, "<script") != 1 {
		t.Errorf("a message became a script:\n%s", document)
	}
	if console != "" {
		t.Errorf("the browser complained:\n%s", console)
	}
}

func TestPageOfAnEmptyBoxSaysWhatToDo(t *testing.T) {
	server := httptest.NewServer(open(t, "").Handler(masthead.Pages{Playground: true, App: true}))
	defer server.Close()
	document, console := dump(t, server.URL+"/mailbox")
	for _, want := range []string{
		"No mail yet", `<a href="/">Open the playground</a>`, `<a href="/app/sign-up">`, `<section class="empty whole" id="empty">`,
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the page lacks %q:\n%s", want, document)
		}
	}
	if console != "" {
		t.Errorf("the browser complained:\n%s", console)
	}
}

func TestAnAddressNamesWhatThePageShows(t *testing.T) {
	m := open(t, "")
	put(t, m, mail("ada@example.com", "111111"), Message{To: "+4915112345678", Medium: "SMS", Text: "222222 is your code", Code: "222222"}, mail("bob@example.com", "333333"))
	messages, _ := m.list("", 3)
	server := httptest.NewServer(m.Handler(masthead.Pages{}))
	defer server.Close()
	for _, tt := range []struct {
		name, query, open string // the code of the open message
		shown             int
	}{
		{"a message", "?message=" + messages[2].ID, "111111", 3},
		{"a text message", "?to=%2B49", "222222", 1},
		{"nobody", "?to=eve", "", 0},
		{"a message that is gone", "?message=0000", "", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			document, console := dump(t, server.URL+"/mailbox"+tt.query)
			if console != "" {
				t.Errorf("the browser complained:\n%s", console)
			}
			const template = 1 // it stands in the document, too
			if got := strings.Count(document, "<li>\n      <a class=\"row") - template; got != tt.shown {
				t.Errorf("%d messages are listed, want %d", got, tt.shown)
			}
			closed := strings.Contains(document, `aria-label="The open message" hidden`)
			if closed != (tt.open == "") || !closed && !strings.Contains(document, `id="code">`+tt.open+"<") {
				t.Errorf("the open message is not that with the code %q:\n%s", tt.open, document)
			}
			for part, want := range map[string]bool{
				`id="gone" hidden`: tt.name != "a message that is gone", `id="nobody" hidden`: tt.name != "nobody",
				`<span id="medium" class="tag text-message">Text message</span>`: tt.open == "222222",
			} {
				if strings.Contains(document, part) != want {
					t.Errorf("%s: want %t:\n%s", part, want, document)
				}
			}
		})
	}
}

func TestPageScripts(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing: install Node.js 20 or later")
		}
		t.Skip("node is missing: install Node.js 20 or later to run this test")
	}
	ctx, cancel := context.WithTimeout(t.Context(), browserLimit)
	defer cancel()
	if out, err := exec.CommandContext(ctx, node, "--test", "testdata/place.test.mjs", "testdata/words.test.mjs").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
