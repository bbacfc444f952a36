package browsertest

import (
	"hash/fnv"
	"io"
	"strings"
)

// shape is what decides whether axe has seen a page like this one.
const shape = `location.pathname + innerWidth + matchMedia("(prefers-color-scheme: dark)").matches + document.documentElement.outerHTML`

// runAxe returns one line for each thing that keeps people out.
const runAxe = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
	.filter((v) => v.impact === "serious" || v.impact === "critical")
	.map((v) => location.pathname + ": " + v.impact + " " + v.id + " (" + v.help + "): " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " +
		[...n.any, ...n.all, ...n.none].map((c) => c.message).join("; ")).join(" | ")))`

// checkAccess has axe-core judge the page as it stands, unless it has judged one of the same shape. A page that is gone or that
// changes into another one meanwhile is judged where it leads to.
func (p *Page) checkAccess() {
	p.t.Helper()
	if p.browser.axe == "" {
		return
	}
	html, err := Ask[string](p, shape)
	if err != nil || !strings.Contains(html, "<body") || strings.HasPrefix(html, "blank") {
		return
	}
	sum := fnv.New64a()
	_, _ = io.WriteString(sum, html)
	if _, seen := p.browser.checked.LoadOrStore(sum.Sum64(), true); seen {
		return
	}
	load := "(typeof axe === 'object' || (() => {" + p.browser.axe + "\n})(), true)"
	found, err := Ask[[]string](p, load+" && "+runAxe)
	if err != nil { // the page went away meanwhile
		p.browser.checked.Delete(sum.Sum64())
		return
	}
	for _, line := range found {
		p.watch.note("axe-core at %s", line)
	}
}
