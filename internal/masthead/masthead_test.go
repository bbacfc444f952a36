package masthead

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheHeadLinksWhatThereIs(t *testing.T) {
	for _, tt := range []struct {
		name    string
		pages   Pages
		address string
		want    []string // "*" is the page itself, "+" opens beside it
	}{
		{"all, from the playground", Pages{true, true, true, true}, "/", []string{"*/", "+/mailbox", "+/app", "+/schema.graphql"}},
		{"all, from the mailbox", Pages{true, true, true, true}, "/mailbox", []string{"/", "*/mailbox", "/app", "/schema.graphql"}},
		{"in front of a real pool", Pages{Playground: true}, "/", []string{"*/"}},
		{"a page that nobody named is there all the same", Pages{}, "/mailbox", []string{"*/mailbox"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, link := range tt.pages.Head(tt.address, "").Links {
				mark := map[bool]string{link.Current: "*", link.Aside: "+"}[true]
				got = append(got, mark+link.Address)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestThePageIncludesTheHead(t *testing.T) {
	var out bytes.Buffer
	page := Parse(`<header>{{template "masthead" .}}</header>`)
	if err := page.Execute(&out, Pages{Playground: true, Mailbox: true}.Head("/", `/icon"onload=x`)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<header><h1`, `hidden"> Playground</span>`, `<a href="/" aria-current="page">Playground</a>`,
		`<a href="/mailbox" target="_blank" rel="noopener">Mailbox</a>`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %s:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), `"onload`) {
		t.Errorf("a value ends its attribute:\n%s", out.String())
	}
}

func TestHeaders(t *testing.T) {
	h := http.Header{}
	Headers(h, "default-src 'none'")
	want := http.Header{
		"Content-Security-Policy":      {"default-src 'none'"},
		"X-Content-Type-Options":       {"nosniff"},
		"Referrer-Policy":              {"no-referrer"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
	}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}
