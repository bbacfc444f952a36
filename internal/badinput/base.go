package badinput

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The user pool and app client that a good token is of.
const (
	Region      = "eu-west-1"
	Pool        = "eu-west-1_Example"
	Client      = "4jb8examplec1ient0id"
	Issuer      = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example"
	AccessKeyID = "3sJ+access/kid="
	IDKeyID     = "9dQ+identity/kid="
)

// Now is when a good token is presented: a minute after it was issued.
func Now() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }

func baseHeader(use string) []Member {
	keyID := AccessKeyID
	if use == "id" {
		keyID = IDKeyID
	}
	return []Member{text("kid", keyID), text("alg", "RS256")}
}

// basePayload has Cognito's members in Cognito's order.
func basePayload(use string) []Member {
	issued, expires := number("iat", Now().Add(-time.Minute)), number("exp", Now().Add(time.Hour))
	common := []Member{
		text("sub", "7f9c4e12-8a3b"), literal("cognito:groups", `["admin","staff"]`), text("iss", Issuer),
		text("origin_jti", "origin-1"), text("event_id", "event-1"), number("auth_time", Now().Add(-time.Minute)), expires, issued,
		text("jti", "jti-1"),
	}
	if use == "id" {
		return append(common,
			text("aud", Client), text("token_use", "id"), text("cognito:username", "ada"), text("email", "ada@example.com"),
			literal("email_verified", "true"), text("phone_number", "+4912345"),
			literal("phone_number_verified", "false"), text("name", "Ada Lovelace"))
	}
	return append(common,
		literal("version", "2"), text("client_id", Client), text("token_use", "access"),
		text("scope", "aws.cognito.signin.user.admin openid"), text("username", "7f9c4e12-8a3b"))
}

// edited writes members as one object, changed as a recipe says.
func edited(members []Member, set map[string]json.RawMessage, drop []string, again []Member) string {
	members = slices.DeleteFunc(members, func(m Member) bool { return slices.Contains(drop, m.Name) })
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if i := slices.IndexFunc(members, func(m Member) bool { return m.Name == name }); i >= 0 {
			members[i].Value = set[name]
			continue
		}
		members = append(members, Member{name, set[name]})
	}
	parts := make([]string, 0, len(members)+len(again))
	for _, m := range append(members, again...) {
		parts = append(parts, strconv.Quote(m.Name)+":"+string(m.Value))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func text(name, value string) Member { return literal(name, strconv.Quote(value)) }

func literal(name, value string) Member { return Member{name, json.RawMessage(value)} }

func number(name string, at time.Time) Member {
	return literal(name, strconv.FormatInt(at.Unix(), 10))
}
