package auth_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

func TestViolations(t *testing.T) {
	strict := auth.StrictPolicy()
	for name, test := range map[string]struct {
		password auth.Password
		want     []auth.PasswordRule
	}{
		"all classes":                        {"Abcdef1!", nil},
		"an inner space is a symbol":         {"Abcde 12", nil},
		"characters are counted, not bytes":  {"Äöü1!aA", []auth.PasswordRule{auth.RuleMinLength}},
		"other alphabets are not upper case": {"äÖabcd1!", []auth.PasswordRule{auth.RuleUppercase}},
		"empty":                              {"", []auth.PasswordRule{auth.RuleMinLength, auth.RuleUppercase, auth.RuleLowercase, auth.RuleDigit, auth.RuleSymbol}},
		"edge space":                         {" Abcdef1!", []auth.PasswordRule{auth.RuleNoEdgeSpace}},
		"edge tab":                           {"Abcdef1!\t", []auth.PasswordRule{auth.RuleNoEdgeSpace}},
		"256 characters":                     {auth.Password("Aa1!" + strings.Repeat("x", 252)), nil},
		"257 characters":                     {auth.Password("Aa1!" + strings.Repeat("x", 253)), []auth.PasswordRule{auth.RuleMaxLength}},
		"a symbol Cognito does not count":    {"Abcdef1€", []auth.PasswordRule{auth.RuleSymbol}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, strict.Violations(test.password)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPasswordDoesNotPrint(t *testing.T) {
	const secret = auth.Password("hunter2hunter2")
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "p", secret)
	for _, text := range []string{fmt.Sprint(secret), fmt.Sprintf("%v %+v %#v %s", secret, secret, secret, secret), log.String()} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("it printed: %s", text)
		}
	}
}
