package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// Evidence leaves a picture of the page and its accessibility tree in a folder that outlives the test, and names it.
func (p *Page) Evidence() {
	p.t.Helper()
	folder, err := os.MkdirTemp("", "usher-browser-*")
	if err != nil {
		p.t.Logf("no folder for what was seen: %v", err)
		return
	}
	picture, errPicture := run(p, chromedp.CaptureScreenshot())
	tree, errTree := p.tree()
	for name, content := range map[string][]byte{"page.png": picture, "page.txt": []byte(tree)} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			p.t.Logf("%s: %v", name, err)
		}
	}
	p.t.Logf("the page as it was at last (%v, %v): %s", errPicture, errTree, folder)
}

// Picture is the page as it is seen, as PNG.
func (p *Page) Picture() []byte {
	p.t.Helper()
	picture, err := run(p, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatalf("no picture: %v", err)
	}
	return picture
}

// tree is the accessibility tree, one line for each element that users are told of.
func (p *Page) tree() (string, error) {
	got, err := run(p, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		return "", err
	}
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range got.Nodes {
		byID[n.NodeID] = n
	}
	var b strings.Builder
	var write func(n *accessibility.Node, depth int)
	write = func(n *accessibility.Node, depth int) {
		if !n.Ignored && plain(n.Role) != `"InlineTextBox"` {
			b.WriteString(strings.Repeat("  ", depth) + plain(n.Role) + " " + plain(n.Name) + " " + plain(n.Value) + "\n")
			depth++
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				write(child, depth)
			}
		}
	}
	if len(got.Nodes) > 0 {
		write(got.Nodes[0], 0)
	}
	return b.String(), nil
}

func plain(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return string(v.Value)
}
