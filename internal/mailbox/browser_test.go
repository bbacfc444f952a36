package mailbox

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
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
		"--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom", address)
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
	server := httptest.NewServer(m.Handler())
	defer server.Close()

	document, console := dump(t, server.URL+"/mailbox")
	for _, want := range []string{
		"Hello\n&lt;script&gt;document.title='broken'&lt;/script&gt; &amp; goodbye",
		"&lt;script&gt;document.title='broken'&lt;/script&gt;</h2>",
		"&lt;i&gt;1&lt;/i&gt;",
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
	server := httptest.NewServer(open(t, "").Handler())
	defer server.Close()
	document, console := dump(t, server.URL+"/mailbox")
	for _, want := range []string{"No mail yet", `<a href="/">Open the playground</a>`, `<section class="empty" id="empty">`} {
		if !strings.Contains(document, want) {
			t.Errorf("the page lacks %q:\n%s", want, document)
		}
	}
	if console != "" {
		t.Errorf("the browser complained:\n%s", console)
	}
}
