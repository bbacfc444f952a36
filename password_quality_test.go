package main

import (
	"slices"
	"testing"
)

// TestGuessablePasswordsAreRefused goes through the flows in front of a real pool, and looks at what a form is told.
func TestGuessablePasswordsAreRefused(t *testing.T) {
	in := startUsher(t, "USHER_PUBLIC_URL=http://login.petshop.test")
	const email = "ann.miller@example.com"
	type policy struct {
		MinLength int
		Rules     []string
	}
	shown := field[struct{ PasswordPolicy policy }](t, in.call(`{ config { passwordPolicy { minLength rules } } }`, nil), "config").PasswordPolicy
	if shown.MinLength != 12 || !slices.Contains(shown.Rules, "NOT_COMMON") || !slices.Contains(shown.Rules, "NOT_PERSONAL") {
		t.Errorf("config shows %+v", shown)
	}
	refused := func(what string, a answer, name, rule string) {
		t.Helper()
		got := field[struct {
			Typename string `json:"__typename"`
			Violated []string
			Policy   policy
		}](t, a, name)
		if got.Typename != "WeakPassword" || !slices.Contains(got.Violated, rule) || got.Policy.MinLength != 12 {
			t.Errorf("%s: %+v, want %s", what, got, rule)
		}
	}
	const weak = `... on WeakPassword { violated policy { minLength rules } }`
	signUp := func(password string) answer {
		return in.call(`mutation($input: SignUpInput!) { signUp(input: $input) { __typename `+weak+` } }`, map[string]any{"input": map[string]any{"email": email, "password": password}})
	}
	refused("short", signUp("otter 7 elm"), "signUp", "MIN_LENGTH")
	refused("common", signUp("Sunshine2024!"), "signUp", "NOT_COMMON")
	refused("the host", signUp("Petshop-2024!"), "signUp", "NOT_COMMON")
	refused("the address", signUp("AnnMiller2024!"), "signUp", "NOT_PERSONAL")

	session := in.signedUp(email, "quiet otter elm 7")
	change := func(password string) answer {
		return in.call(`mutation($input: ChangePasswordInput!) { changePassword(input: $input) { __typename `+weak+` } }`,
			map[string]any{"input": map[string]any{"currentPassword": "quiet otter elm 7", "newPassword": password}}, bearer(session))
	}
	refused("the address, which the access token does not tell", change("AnnMiller2024!"), "changePassword", "NOT_PERSONAL")
	if got := field[outcome](t, change("grey heron elm 8"), "changePassword").Typename; got != "PasswordChanged" {
		t.Errorf("a good one: %s", got)
	}

	looser := startUsher(t, "USHER_PASSWORD_MIN_LENGTH=8")
	looser.want("eight characters", "SignUpStarted", looser.do("signUp", signUpOp, map[string]any{"email": email, "password": "x7q k2w9"}))
}
