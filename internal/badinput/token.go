package badinput

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// Token is a recipe: a token that is good but for what is said here.
type Token struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	Use   string `json:"use"` // id; else access

	Header      map[string]json.RawMessage `json:"header"`       // members set in the header
	DropHeader  []string                   `json:"drop_header"`  // members taken out of it
	AgainHeader []Member                   `json:"again_header"` // members written a second time
	Claims      map[string]json.RawMessage `json:"claims"`       // the same of the payload
	Drop        []string                   `json:"drop"`
	Again       []Member                   `json:"again"`
	RawHeader   string                     `json:"raw_header"` // the text in place of the header
	RawPayload  string                     `json:"raw_payload"`
	Patch       []Patch                    `json:"patch"` // of the text, before it is signed

	Sign  string  `json:"sign"`  // how it is signed; else RS256 with the pool's key for its use
	Alter []Alter `json:"alter"` // of the compact form, after it was signed

	Want string `json:"want"` // accept, expired, or the token.Reason it is refused for
}

// Label implements [Case].
func (c Token) Label() string { return c.Group + "/" + c.Name }

// Patch changes the text of the header or payload: the first old becomes new, or text is appended.
type Patch struct {
	In     string `json:"in"` // header or payload
	Old    string `json:"old"`
	New    string `json:"new"`
	Append string `json:"append"`
}

// Member is a name and a value as JSON.
type Member struct {
	Name  string
	Value json.RawMessage
}

// UnmarshalJSON reads ["name", value].
func (m *Member) UnmarshalJSON(text []byte) error {
	var pair [2]json.RawMessage
	if err := json.Unmarshal(text, &pair); err != nil {
		return err
	}
	m.Value = pair[1]
	return json.Unmarshal(pair[0], &m.Name)
}

// Mint makes the token.
func (s *Signers) Mint(c Token) (string, error) {
	header, payload := baseHeader(c.Use), basePayload(c.Use)
	headerText := edited(header, c.Header, c.DropHeader, c.AgainHeader)
	payloadText := edited(payload, c.Claims, c.Drop, c.Again)
	if c.RawHeader != "" {
		headerText = c.RawHeader
	}
	if c.RawPayload != "" {
		payloadText = c.RawPayload
	}
	for _, patch := range c.Patch {
		text := &payloadText
		if patch.In == "header" {
			text = &headerText
		}
		if patch.Old != "" && !strings.Contains(*text, patch.Old) {
			return "", fmt.Errorf("the %s does not hold %q", patch.In, patch.Old)
		}
		*text = strings.Replace(*text, patch.Old, patch.New, 1) + patch.Append
	}
	headerText, err := s.expand(headerText)
	if err != nil {
		return "", err
	}
	if payloadText, err = s.expand(payloadText); err != nil {
		return "", err
	}
	input := b64(headerText) + "." + b64(payloadText)
	signature, err := s.sign(c.Sign, c.Use, input)
	if err != nil {
		return "", err
	}
	return alter(input+"."+base64.RawURLEncoding.EncodeToString(signature), c.Alter)
}

// expand writes out the generators of a header or payload. Those that make JSON stand in the file
// as a string, since that must be JSON itself, and lose its quotes here.
func (s *Signers) expand(text string) (string, error) {
	own := Generators{
		"jwk": func(string) (string, error) { return jwk(AccessKeyID, &s.foreign.PublicKey), nil },
		"arrays": func(depth string) (string, error) {
			open, err := Expand("{{repeat "+depth+" [}}", nil)
			return open + strings.Repeat("]", len(open)), err
		},
		"members": func(count string) (string, error) {
			text, err := Expand("{{number "+count+` ,"m#":1}}`, nil)
			return strings.TrimPrefix(text, ","), err
		},
	}
	for _, name := range []string{"jwk", "arrays"} {
		text = unquoted(text, `"{{`+name+" ", `}}"`)
	}
	return Expand(text, own)
}

// unquoted takes the quotes off what stands between open and end.
func unquoted(text, open, end string) string {
	before, rest, found := strings.Cut(text, open)
	inner, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return text
	}
	return before + open[1:] + inner + end[:2] + after
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
