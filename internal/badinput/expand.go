package badinput

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// generator is {{name argument}}: text that is too long, or cannot stand in JSON.
var generator = regexp.MustCompile(`\{\{([a-z]+)(?: ([^{}]*))?\}\}`)

// Generators are functions by the name that a file calls them by.
type Generators map[string]func(argument string) (string, error)

// Expand replaces each {{name argument}} in text. Beside the caller's own generators there are
//
//	{{repeat 300 id }}  the text behind the number, as often
//	{{number 300 a#}}   the same with each # replaced by the repetition's number, from 0
//	{{byte ff}}         one byte in hexadecimal
//
// In what is repeated, ⟨ and ⟩ stand for braces.
func Expand(text string, own Generators) (string, error) {
	var failed error
	expanded := generator.ReplaceAllStringFunc(text, func(match string) string {
		parts := generator.FindStringSubmatch(match)
		generate, known := own[parts[1]]
		if !known {
			generate, known = builtIn(parts[1])
		}
		if !known {
			failed = fmt.Errorf("no generator %q", parts[1])
			return ""
		}
		made, err := generate(parts[2])
		if err != nil {
			failed = fmt.Errorf("%s: %w", match, err)
		}
		return made
	})
	return expanded, failed
}

func builtIn(name string) (func(string) (string, error), bool) {
	switch name {
	case "repeat":
		return func(argument string) (string, error) {
			count, part, err := counted(argument)
			return strings.Repeat(part, count), err
		}, true
	case "number":
		return func(argument string) (string, error) {
			count, part, err := counted(argument)
			var out strings.Builder
			for i := range count {
				out.WriteString(strings.ReplaceAll(part, "#", strconv.Itoa(i)))
			}
			return out.String(), err
		}, true
	case "byte":
		return func(argument string) (string, error) {
			value, err := strconv.ParseUint(argument, 16, 8)
			return string([]byte{byte(value)}), err
		}, true
	}
	return nil, false
}

// counted splits "300 text" and refuses what would fill the memory of the test itself.
func counted(argument string) (count int, part string, err error) {
	const most = 32 << 20 // bytes
	number, part, _ := strings.Cut(argument, " ")
	count, err = strconv.Atoi(number)
	if err == nil && (count < 0 || count*len(part) > most) {
		return 0, "", fmt.Errorf("more than %d bytes", most)
	}
	return count, strings.NewReplacer("⟨", "{", "⟩", "}").Replace(part), err
}
