package ratelimit

import (
	"fmt"
	"strings"
)

// Markdown is the table of the limits for people to read.
func (p Policies) Markdown() string {
	var b strings.Builder
	b.WriteString("| policy | for |")
	for _, by := range dimensions() {
		fmt.Fprintf(&b, " %s |", by)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(dimensions())) + "\n")
	for _, policy := range p.list {
		fmt.Fprintf(&b, "| `%s` | %s |", policy.Name, policy.About)
		for _, by := range dimensions() {
			fmt.Fprintf(&b, " %s |", policy.cell(by))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (p Policy) cell(by Dimension) string {
	for _, limit := range p.Limits {
		if limit.By != by {
			continue
		}
		text := fmt.Sprintf("`%s`", limit)
		if limit.Budget != "" {
			text += " shared as `" + limit.Budget + "`"
		}
		return text
	}
	return ""
}
