package config

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Source says where a setting's value came from.
type Source string

// The sources of a value.
const (
	FromDefault Source = "default"
	FromEnv     Source = "env"
	FromFile    Source = "file"
)

// Setting is one setting as `usher config` shows it.
type Setting struct {
	Name   string
	Value  string // "[redacted]" for a secret that is set
	Source Source
	Help   string
	Unused bool // the mode has no use for it
}

// describe notes what Describe shows, with secrets already replaced.
func (e environment) describe(cfg Config) map[string]effective {
	shownAs := map[string]effective{}
	for _, s := range settings() {
		value := e.values[s.name]
		switch {
		case s.secret && value != "":
			value = redacted
		case s.name == allowedOrigins:
			value = strings.Join(cfg.AllowedOrigins, ",")
		}
		shownAs[s.name] = effective{value: value, source: e.source[s.name]}
	}
	return shownAs
}

// Describe lists every setting with its value and where that came from, in the order of the documentation.
func Describe(cfg Config) []Setting {
	var list []Setting
	for _, s := range settings() {
		item := Setting{Name: s.name, Value: cfg.effective[s.name].value, Source: cfg.effective[s.name].source, Help: s.help}
		if item.Source == "" {
			item.Source = FromDefault
		}
		item.Unused = (s.scope == localMode && !cfg.Local()) || (s.scope == poolMode && cfg.Local() && s.name != userPoolID)
		list = append(list, item)
	}
	return list
}

// Text returns the list as aligned lines for a terminal.
func Text(list []Setting) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, s := range list {
		value := s.Value
		switch {
		case s.Unused:
			value = "(not used in this mode)"
		case value == "":
			value = "(empty)"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", s.Name, value, s.Source)
	}
	_ = w.Flush()
	return text.String()
}
