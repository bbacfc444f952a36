package token_test

import (
	"crypto/rsa"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"usher/internal/token"
)

// draft is a token before it is signed. Members are raw JSON and may repeat,
// so that a draft can say what no JSON library would write.
type draft struct {
	header, payload []member
	rawPayload      string // replaces payload
	sign            func(tb testing.TB, input string) string
	rewrite         []func(compact string) string
}

type member struct{ name, value string }

// edit changes one thing about a good token.
type edit func(*draft)

func quote(text string) string { return strconv.Quote(text) }

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

func accessDraft() *draft {
	return &draft{
		header: []member{{"kid", quote(accessKID)}, {"alg", `"RS256"`}},
		payload: []member{
			{"sub", `"7f9c4e12-8a3b"`},
			{"cognito:groups", `["admin","staff"]`},
			{"iss", quote(issuer)},
			{"version", `2`},
			{"client_id", quote(clientID)},
			{"origin_jti", `"origin-1"`},
			{"event_id", `"event-1"`},
			{"token_use", `"access"`},
			{"scope", `"aws.cognito.signin.user.admin openid"`},
			{"auth_time", seconds(start.Add(-time.Minute))},
			{"exp", seconds(start.Add(time.Hour))},
			{"iat", seconds(start.Add(-time.Minute))},
			{"jti", `"jti-1"`},
			{"username", `"7f9c4e12-8a3b"`},
		},
		sign: signer(accessKey()),
	}
}

func idDraft() *draft {
	return &draft{
		header: []member{{"kid", quote(idKID)}, {"alg", `"RS256"`}},
		payload: []member{
			{"sub", `"7f9c4e12-8a3b"`},
			{"cognito:groups", `["admin"]`},
			{"iss", quote(issuer)},
			{"cognito:username", `"ada"`},
			{"aud", quote(clientID)},
			{"origin_jti", `"origin-1"`},
			{"event_id", `"event-1"`},
			{"token_use", `"id"`},
			{"auth_time", seconds(start.Add(-time.Minute))},
			{"exp", seconds(start.Add(time.Hour))},
			{"iat", seconds(start.Add(-time.Minute))},
			{"jti", `"jti-2"`},
			{"email", `"ada@example.com"`},
			{"email_verified", `true`},
			{"phone_number", `"+4912345"`},
			{"phone_number_verified", `false`},
			{"name", `"Ada Lovelace"`},
			{"given_name", `"Ada"`},
			{"family_name", `"Lovelace"`},
			{"locale", `"en-GB"`},
			{"zoneinfo", `"Europe/London"`},
			{"picture", `"https://example.com/ada.png"`},
		},
		sign: signer(idKey()),
	}
}

func mint(tb testing.TB, use token.Use, edits ...edit) string {
	tb.Helper()
	d := accessDraft()
	if use == token.ID {
		d = idDraft()
	}
	for _, e := range edits {
		e(d)
	}
	header, payload := render(d.header), render(d.payload)
	if d.rawPayload != "" {
		payload = d.rawPayload
	}
	input := b64([]byte(header)) + "." + b64([]byte(payload))
	compact := input + "." + d.sign(tb, input)
	for _, rewrite := range d.rewrite {
		compact = rewrite(compact)
	}
	return compact
}

func render(members []member) string {
	parts := make([]string, len(members))
	for i, m := range members {
		parts[i] = quote(m.name) + ":" + m.value
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func set(members *[]member, name, value string) {
	if i := slices.IndexFunc(*members, func(m member) bool { return m.name == name }); i >= 0 {
		(*members)[i].value = value
		return
	}
	*members = append(*members, member{name, value})
}

func all(edits ...edit) edit {
	return func(d *draft) {
		for _, e := range edits {
			e(d)
		}
	}
}

func header(name, value string) edit { return func(d *draft) { set(&d.header, name, value) } }
func claim(name, value string) edit  { return func(d *draft) { set(&d.payload, name, value) } }

// again adds a claim without looking whether it is there.
func again(name, value string) edit {
	return func(d *draft) { d.payload = append(d.payload, member{name, value}) }
}

func without(name string) edit {
	return func(d *draft) {
		d.payload = slices.DeleteFunc(d.payload, func(m member) bool { return m.name == name })
	}
}

func rawPayload(text string) edit { return func(d *draft) { d.rawPayload = text } }

// compact changes the finished text.
func compact(change func(string) string) edit {
	return func(d *draft) { d.rewrite = append(d.rewrite, change) }
}

// part changes one of the finished text's three parts.
func part(i int, change func(string) string) edit {
	return compact(func(text string) string {
		parts := strings.Split(text, ".")
		parts[i] = change(parts[i])
		return strings.Join(parts, ".")
	})
}

func signer(key *rsa.PrivateKey) func(testing.TB, string) string {
	return func(tb testing.TB, input string) string {
		tb.Helper()
		return rs256(tb, key, input)
	}
}

func signedBy(sign func(tb testing.TB, input string) string) edit {
	return func(d *draft) { d.sign = sign }
}
