package browsertest

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys that print nothing, for Keys.
const (
	Tab   = kb.Tab
	Enter = kb.Enter
)

// place is where a pointer would go to reach an element, in CSS pixels of the viewport.
type place struct {
	X, Y  float64
	Fault string // why it would not be reached
}

// reach brings an element into view and says where a pointer meets it, and what lies above it if that is something else. A label
// stands for its control.
const reach = `function () {
	if (this.disabled || this.ariaDisabled === "true") return { fault: "it is disabled" };
	this.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
	const box = [...this.getClientRects()].find((r) => r.width > 0 && r.height > 0);
	if (!box) return { fault: "it is not to be seen" };
	const x = box.x + box.width / 2, y = box.y + box.height / 2;
	const top = document.elementFromPoint(x, y);
	const hit = top && (this.contains(top) || [...(this.labels ?? [])].some((l) => l.contains(top)) || top.contains(this) && top.closest("label"));
	return hit ? { x, y } : { fault: "it is covered by " + (top ? top.outerHTML.slice(0, 80) : "nothing: it is outside the viewport") };
}`

// Click clicks the one element of that role and name, once it can be reached.
func (p Part) Click(role, name string) {
	p.page.t.Helper()
	p.In(role, name).Press()
}

// Press clicks the part itself, once it can be reached.
func (p Part) Press() {
	p.page.t.Helper()
	p.page.until("click "+p.String(), func() error {
		at, err := p.reach()
		if err != nil {
			return err
		}
		p.page.checkAccess()
		// The check takes its time: the element may have moved.
		if at, err = p.reach(); err != nil {
			return err
		}
		_, err = run(p.page, chromedp.MouseClickXY(at.X, at.Y))
		return err
	})
}

func (p Part) reach() (place, error) {
	node, err := p.node()
	if err != nil {
		return place{}, err
	}
	at, err := call[place](p.page, node, reach)
	if err == nil && at.Fault != "" {
		err = fmt.Errorf("%s", at.Fault)
	}
	return at, err
}

// Fill puts a text into the one field of that role and name in place of what it holds, in one piece as a paste does.
func (p Part) Fill(role, name, text string) {
	p.page.t.Helper()
	field := p.In(role, name)
	p.page.until("fill "+field.String(), func() error {
		node, err := field.node()
		if err != nil {
			return err
		}
		if _, err := call[bool](p.page, node, `function () {
			if (this.disabled || this.readOnly) throw new Error("it cannot be written to");
			this.scrollIntoView({ block: "center", behavior: "instant" });
			this.focus();
			this.select?.();
			return true;
		}`); err != nil {
			return err
		}
		step := command(input.InsertText, input.InsertTextParams{Text: text})
		if text == "" {
			step = chromedp.KeyEvent(kb.Delete)
		}
		if _, err := run(p.page, step); err != nil {
			return err
		}
		return field.holds(node, text)
	})
}

func (p Part) holds(node cdp.BackendNodeID, text string) error {
	got, err := call[string](p.page, node, `function () { return this.value ?? this.textContent }`)
	if err == nil && got != text {
		err = fmt.Errorf("it holds %q", got)
	}
	return err
}

// Paste puts what was copied last into the one field of that role and name, in place of what it holds.
func (p Part) Paste(role, name string) {
	p.page.t.Helper()
	field := p.In(role, name)
	field.Press()
	const control = 2
	p.page.do("paste into "+field.String(),
		command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Modifiers: control, Key: "a", Code: "KeyA", Commands: []string{"selectAll"}}),
		command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Modifiers: control, Key: "a", Code: "KeyA"}),
		command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Modifiers: control, Key: "v", Code: "KeyV", Commands: []string{"paste"}}),
		command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Modifiers: control, Key: "v", Code: "KeyV"}),
	)
}

// Value is what the one field of that role and name holds.
func (p Part) Value(role, name string) string {
	p.page.t.Helper()
	var value string
	field := p.In(role, name)
	p.page.until("read "+field.String(), func() error {
		node, err := field.node()
		if err == nil {
			value, err = call[string](p.page, node, `function () { return this.value }`)
		}
		return err
	})
	return value
}

// Choose takes the option of that text in the one list to choose from of that name.
func (p Part) Choose(name, option string) {
	p.page.t.Helper()
	list := p.In("combobox", name)
	p.page.until("choose "+option+" in "+list.String(), func() error {
		node, err := list.node()
		if err != nil {
			return err
		}
		// The list itself is the browser's own and no part of the page: the first letters choose, as they do for a user.
		if _, err := call[bool](p.page, node, `function () { this.focus(); return true }`); err != nil {
			return err
		}
		if _, err := run(p.page, chromedp.KeyEvent(option)); err != nil {
			return err
		}
		chosen, err := call[string](p.page, node, `function () { return this.selectedOptions[0]?.text ?? "" }`)
		if err == nil && chosen != option {
			err = fmt.Errorf("it shows %q", chosen)
		}
		return err
	})
}

// Keys presses keys one by one at what has the focus; those that print nothing are named in chromedp/kb.
func (p *Page) Keys(keys string) {
	p.t.Helper()
	if strings.ContainsAny(keys, kb.Enter) {
		p.checkAccess()
	}
	p.do("press keys", chromedp.KeyEvent(keys))
}

// TabTo presses the Tab key until the focus is on the one element of that role and name, as somebody without a pointer goes there.
// maxTabs is how many stops that may take.
func (p *Page) TabTo(role, name string) {
	p.t.Helper()
	const maxTabs = 60
	p.See(role, name)
	target := p.In(role, name)
	for range maxTabs {
		if node, err := target.node(); err == nil {
			if on, err := call[bool](p, node, `function () { return document.activeElement === this }`); err == nil && on {
				p.focusShows(target, node)
				return
			}
		}
		p.do("press Tab", chromedp.KeyEvent(kb.Tab))
	}
	p.t.Fatalf("%d times Tab do not lead to %s", maxTabs, target)
}

// focusShows fails where nobody could tell that the element has the focus.
func (p *Page) focusShows(what Part, node cdp.BackendNodeID) {
	p.t.Helper()
	shows, err := call[bool](p, node, `function () {
		const s = getComputedStyle(this);
		return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
	}`)
	if err != nil || !shows {
		p.t.Errorf("the focus does not show on %s (%v)", what, err)
	}
}

// Show scrolls until the part is at the top of the viewport, as far as the page goes.
func (p Part) Show() {
	p.page.t.Helper()
	p.page.until("show "+p.String(), func() error {
		node, err := p.node()
		if err == nil {
			_, err = call[bool](p.page, node, `function () { this.scrollIntoView({ block: "start", behavior: "instant" }); return true }`)
		}
		return err
	})
}
