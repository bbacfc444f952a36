package ratelimit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Bounds of a text.
const (
	maxOverrides = 64
	maxQuoted    = 40 // bytes that an error repeats
)

// OverrideForms says what [Policies.Override] reads.
const OverrideForms = "limits separated by commas, each as policy.by=count/period with an optional +burst, " +
	"such as sign-in.ip=30/1m+60, or policy.by=off"

// Override changes single limits as a text says that is written as [OverrideForms] has it. A limit
// by ip or all can be given to every policy; the others only to those that have it, as no other
// operation says whom it concerns. A budget that policies share is named like a policy: mail.all,
// inbox.recipient. A policy that is given such a limit for itself, or off, leaves the budget. The
// whole text "off" switches all limits off.
//
// The error names every mistake.
func (p Policies) Override(text string) (Policies, error) {
	text = strings.TrimSpace(text)
	changed := Policies{list: p.All(), off: p.off}
	switch text {
	case "":
		return changed, nil
	case switchOff:
		changed.off = true
		return changed, nil
	}
	entries := strings.SplitN(text, ",", maxOverrides+1)
	if len(entries) > maxOverrides {
		return Policies{}, fmt.Errorf("more than %d limits; name only those that differ from the defaults", maxOverrides)
	}
	budgets := p.budgets()
	var mistakes []error
	var seen []string
	for _, entry := range entries {
		target, value, found := strings.Cut(strings.TrimSpace(entry), "=")
		if !found {
			mistakes = append(mistakes, fmt.Errorf("%s is no limit; write %s", quoted(entry), OverrideForms))
			continue
		}
		target = strings.TrimSpace(target)
		if slices.Contains(seen, target) {
			mistakes = append(mistakes, fmt.Errorf("%s is set twice; keep one", quoted(target)))
			continue
		}
		seen = append(seen, target)
		if err := changed.set(target, strings.TrimSpace(value), budgets); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	if len(mistakes) > 0 {
		return Policies{}, errors.Join(mistakes...)
	}
	return changed, nil
}

// set changes one limit, or a budget that several policies share.
func (p Policies) set(target, value string, budgets []Limit) error {
	name, by, _ := strings.Cut(target, ".")
	for _, budget := range budgets {
		if budget.Budget == name {
			return p.setBudget(target, value, budget)
		}
	}
	at := slices.IndexFunc(p.list, func(policy Policy) bool { return policy.Name == name })
	if at < 0 {
		return fmt.Errorf("%s: there is no policy %s; there are %s, and the common budgets %s",
			quoted(target), quoted(name), strings.Join(p.names(), ", "), strings.Join(targets(budgets), ", "))
	}
	policy := &p.list[at]
	if open := policy.settable(); !slices.Contains(open, Dimension(by)) {
		return fmt.Errorf("%s: %s is not counted by %s; write %s", quoted(target), name, quoted(by), oneOf(name, open))
	}
	limit, err := parseLimit(target, value)
	if err != nil {
		return err
	}
	limit.By = Dimension(by)
	policy.Limits = slices.DeleteFunc(policy.Limits, func(l Limit) bool { return l.By == limit.By })
	if limit.Count > 0 {
		policy.Limits = append(policy.Limits, limit)
		slices.SortFunc(policy.Limits, func(a, b Limit) int {
			return slices.Index(dimensions(), a.By) - slices.Index(dimensions(), b.By)
		})
	}
	return nil
}

// setBudget changes a budget in every policy that shares it. A policy that is taken out of it stays
// out, whichever comes first in the text.
func (p Policies) setBudget(target, value string, budget Limit) error {
	if want := budget.target(); target != want {
		return fmt.Errorf("%s: the budget %s is counted by %s; write %s", quoted(target), budget.Budget, budget.By, want)
	}
	limit, err := parseLimit(target, value)
	if err != nil {
		return err
	}
	limit.By, limit.Budget = budget.By, budget.Budget
	for i := range p.list {
		limits := p.list[i].Limits
		at := slices.IndexFunc(limits, func(l Limit) bool { return l.Budget == budget.Budget })
		switch {
		case at < 0:
		case limit.Count == 0:
			p.list[i].Limits = slices.Delete(limits, at, at+1)
		default:
			limits[at] = limit
		}
	}
	return nil
}

// budgets are the limits that policies share, each once.
func (p Policies) budgets() []Limit {
	var budgets []Limit
	for _, policy := range p.list {
		for _, limit := range policy.Limits {
			if limit.Budget != "" && !slices.Contains(targets(budgets), limit.target()) {
				budgets = append(budgets, limit)
			}
		}
	}
	return budgets
}

// target is how a setting names a budget.
func (l Limit) target() string { return l.Budget + "." + string(l.By) }

func targets(budgets []Limit) []string {
	var names []string
	for _, budget := range budgets {
		names = append(names, budget.target())
	}
	return names
}

// settable are the dimensions that a setting may limit a policy by.
func (p Policy) settable() []Dimension {
	return slices.DeleteFunc(dimensions(), func(by Dimension) bool {
		return by != ByIP && by != ByAll && !slices.ContainsFunc(p.Limits, func(l Limit) bool { return l.By == by })
	})
}

func oneOf(policy string, by []Dimension) string {
	var names []string
	for _, b := range by {
		names = append(names, policy+"."+string(b))
	}
	return strings.Join(names, ", ")
}

// quoted repeats a text in an error, within bounds.
func quoted(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > maxQuoted {
		text = text[:maxQuoted] + "..."
	}
	return strconv.Quote(text)
}
