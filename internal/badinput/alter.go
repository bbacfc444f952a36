package badinput

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Alter changes a finished value of parts between dots: one of them, or the whole.
type Alter struct {
	Part *int   `json:"part"` // from 0; else the whole
	Op   string `json:"op"`   // see alterText
	Text string `json:"text"` // with generators
	Old  string `json:"old"`
	N    int    `json:"n"`
}

// AlterAll makes the changes of a recipe one after the other.
func AlterAll(value string, changes []Alter) (string, error) { return alter(value, changes) }

func alter(value string, changes []Alter) (string, error) {
	for _, change := range changes {
		extra, err := Expand(change.Text, nil)
		if err != nil {
			return "", err
		}
		change.Text = extra
		if change.Part == nil {
			if value, err = alterText(value, change); err != nil {
				return "", err
			}
			continue
		}
		parts := strings.Split(value, ".")
		if *change.Part >= len(parts) {
			return "", fmt.Errorf("there is no part %d", *change.Part)
		}
		if parts[*change.Part], err = alterText(parts[*change.Part], change); err != nil {
			return "", err
		}
		value = strings.Join(parts, ".")
	}
	return value, nil
}

func alterText(value string, change Alter) (string, error) {
	const middle = 10
	switch change.Op {
	case "become":
		return change.Text, nil
	case "append":
		return value + change.Text, nil
	case "prepend":
		return change.Text + value, nil
	case "insert":
		return value[:middle] + change.Text + value[middle:], nil
	case "replace":
		return strings.ReplaceAll(value, change.Old, change.Text), nil
	case "twice":
		return value + change.Text + value, nil
	case "cut":
		return value[:change.N], nil
	case "flip a bit":
		return value[:middle] + otherLetter(value[middle]) + value[middle+1:], nil
	case "set unused bits":
		return nextSpelling(value), nil
	case "standard alphabet":
		return strings.NewReplacer("-", "+", "_", "/").Replace(value), nil
	case "reword":
		decoded, err := base64.RawURLEncoding.DecodeString(value)
		return b64(strings.Replace(string(decoded), change.Old, change.Text, 1)), err
	case "drop last part":
		return value[:strings.LastIndexByte(value, '.')], nil
	case "exchange header and payload":
		p := strings.Split(value, ".")
		return p[1] + "." + p[0] + "." + p[2], nil
	case "JSON serialization":
		p := strings.Split(value, ".")
		return `{"protected":"` + p[0] + `","payload":"` + p[1] + `","signature":"` + p[2] + `"}`, nil
	}
	return "", fmt.Errorf("no change %q", change.Op)
}

func otherLetter(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

// nextSpelling changes bits of the last character that lenient decoders of base64url drop.
func nextSpelling(value string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(value) - 1
	return value[:last] + string(alphabet[strings.IndexByte(alphabet, value[last])|1])
}
