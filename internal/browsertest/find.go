package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// want is what an element must be: its role and its name as the accessibility tree has them, and a text somewhere in it. An empty
// name or text is any.
type want struct{ role, name, text string }

func (w want) String() string {
	s := w.role
	if w.name != "" {
		s += fmt.Sprintf(" %q", w.name)
	}
	if w.text != "" {
		s += fmt.Sprintf(" with %q in it", w.text)
	}
	return s
}

// Part is a page or an element of it, found anew each time it is used.
type Part struct {
	page *Page
	path []want
}

// In is the one element of that role and name within the part.
func (p Part) In(role, name string) Part { return p.at(want{role: role, name: name}) }

// With is the one element of that role within the part that has a text in it.
func (p Part) With(role, text string) Part { return p.at(want{role: role, text: text}) }

func (p Part) at(w want) Part {
	return Part{page: p.page, path: append(slices.Clip(p.path), w)}
}

func (p Part) String() string {
	if len(p.path) == 0 {
		return "the page"
	}
	var s []string
	for _, w := range slices.Backward(p.path) {
		s = append(s, w.String())
	}
	return strings.Join(s, " in ")
}

// See waits until there is an element of that role and name.
func (p Part) See(role, name string) {
	p.page.t.Helper()
	p.wait(want{role: role, name: name})
}

// SeeText waits until there is an element of that role with a text in it, and returns its whole text.
func (p Part) SeeText(role, text string) string {
	p.page.t.Helper()
	w := want{role: role, text: text}
	p.wait(w)
	all, err := p.texts(w)
	if err != nil || len(all) == 0 {
		p.page.t.Fatalf("%s went away as it was read: %v", w, err)
	}
	return all[0]
}

func (p Part) wait(w want) {
	p.page.t.Helper()
	what := fmt.Sprintf("see a %s in %s", w, p)
	p.page.until(what, func() error {
		found, err := p.nodes(w)
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("there is none")
		}
		return err
	})
}

// Gone waits until there is no element of that role and name.
func (p Part) Gone(role, name string) {
	p.page.t.Helper()
	w := want{role: role, name: name}
	p.page.until(fmt.Sprintf("see no %s in %s", w, p), func() error {
		found, err := p.nodes(w)
		if err == nil && len(found) > 0 {
			err = fmt.Errorf("there are %d", len(found))
		}
		return err
	})
}

// Has says whether there is an element of that role and name now.
func (p Part) Has(role, name string) bool {
	found, err := p.nodes(want{role: role, name: name})
	return err == nil && len(found) > 0
}

// Count waits until there are exactly so many elements of that role and name.
func (p Part) Count(n int, role, name string) {
	p.page.t.Helper()
	w := want{role: role, name: name}
	p.page.until(fmt.Sprintf("see %d of %s in %s", n, w, p), func() error {
		found, err := p.nodes(w)
		if err == nil && len(found) != n {
			err = fmt.Errorf("there are %d", len(found))
		}
		return err
	})
}

// Text waits for the part and returns its text.
func (p Part) Text() string {
	p.page.t.Helper()
	var text string
	p.page.until("read "+p.String(), func() error {
		node, err := p.node()
		if err == nil {
			text, err = call[string](p.page, node, `function () { return this.innerText ?? this.textContent }`)
		}
		return err
	})
	return text
}

// node is the part's one element, 0 for the page itself. Two that a user could take for each other are none.
func (p Part) node() (cdp.BackendNodeID, error) {
	if len(p.path) == 0 {
		return 0, nil
	}
	last := p.path[len(p.path)-1]
	found, err := Part{page: p.page, path: p.path[:len(p.path)-1]}.nodes(last)
	switch {
	case err != nil:
		return 0, err
	case len(found) != 1:
		return 0, fmt.Errorf("there are %d of %s", len(found), last)
	}
	return found[0], nil
}

// nodes are the elements within the part that users are told of.
func (p Part) nodes(w want) ([]cdp.BackendNodeID, error) {
	root, err := p.node()
	if err != nil {
		return nil, err
	}
	found, err := run(p.page, func(ctx context.Context, t *chromedp.Target) ([]*accessibility.Node, error) {
		query := accessibility.QueryAXTreeParams{BackendNodeID: root, Role: w.role, AccessibleName: w.name}
		if root == 0 {
			document, err := cdp.Call(ctx, t, dom.GetDocument, dom.GetDocumentParams{})
			if err != nil {
				return nil, err
			}
			query.BackendNodeID = document.Root.BackendNodeID
		}
		got, err := cdp.Call(ctx, t, accessibility.QueryAXTree, query)
		return got.Nodes, err
	})
	if err != nil {
		return nil, err
	}
	var nodes []cdp.BackendNodeID
	for _, n := range found {
		if n.Ignored || n.BackendDOMNodeID == root {
			continue
		}
		if w.text != "" {
			text, err := call[string](p.page, n.BackendDOMNodeID, `function () { return this.textContent }`)
			if err != nil {
				return nil, err
			}
			if !strings.Contains(oneLine(text), w.text) {
				continue
			}
		}
		nodes = append(nodes, n.BackendDOMNodeID)
	}
	return nodes, nil
}

func (p Part) texts(w want) ([]string, error) {
	found, err := p.nodes(w)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, n := range found {
		text, err := call[string](p.page, n, `function () { return this.textContent }`)
		if err != nil {
			return nil, err
		}
		all = append(all, oneLine(text))
	}
	return all, nil
}

// oneLine is a text as it is read out: each run of white space is one space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// call calls a function with an element as its this and returns what it returns.
func call[T any](p *Page, node cdp.BackendNodeID, function string, args ...any) (v T, err error) {
	_, err = run(p, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		resolved, err := cdp.Call(ctx, t, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: node})
		if err != nil {
			return chromedp.Void{}, err
		}
		var given []*runtime.CallArgument
		for _, a := range args {
			raw, err := json.Marshal(a)
			if err != nil {
				return chromedp.Void{}, err
			}
			given = append(given, &runtime.CallArgument{Value: raw})
		}
		byValue := true
		got, err := cdp.Call(ctx, t, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
			FunctionDeclaration: function, ObjectID: resolved.Object.ObjectID, Arguments: given, ReturnByValue: &byValue, AwaitPromise: &byValue,
		})
		if err != nil {
			return chromedp.Void{}, err
		}
		if got.ExceptionDetails != nil {
			return chromedp.Void{}, fmt.Errorf("%s", thrown(got.ExceptionDetails))
		}
		if len(got.Result.Value) == 0 {
			return chromedp.Void{}, nil
		}
		return chromedp.Void{}, json.Unmarshal(got.Result.Value, &v)
	})
	return v, err
}
