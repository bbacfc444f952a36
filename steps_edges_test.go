package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// path is a way through the steps of signing in.
type path struct {
	name  string
	user  shape
	begin map[string]any
	moves []move
	end   string
}

var (
	withPassword = map[string]any{"password": actorPassword}
	nameOnly     = map[string]any{}
)

func withFactor(factor string) map[string]any { return map[string]any{"factor": factor} }

// paths are the ways through a pool that lets its users have second factors.
func paths() []path {
	all := []string{"TOTP", "SMS", "EMAIL"}
	byFactor := map[string]move{"TOTP": typesTheCode, "SMS": readsTheText, "EMAIL": readsTheMail}
	list := []path{
		{"password", shape{}, withPassword, nil, "Session"},
		{"password, wrong", shape{}, map[string]any{"password": "wrong horse 9"}, nil, "InvalidCredentials"},
		{"password, not confirmed", shape{unconfirmed: true}, withPassword, nil, "NotConfirmed"},
		{"new password", shape{temporary: true}, withPassword, []move{choosesAPassword}, "Session"},
		{"name, password", shape{}, nameOnly, []move{sendsThePassword}, "Session"},
		{"name, password, not confirmed", shape{unconfirmed: true}, nameOnly, []move{sendsThePassword}, "NotConfirmed"},
		{"name, password, new password", shape{temporary: true}, nameOnly, []move{sendsThePassword, choosesAPassword}, "Session"},
		{"name, EMAIL", shape{}, nameOnly, []move{chooses("EMAIL"), readsTheMail}, "Session"},
		{"name, SMS", shape{phone: true}, nameOnly, []move{chooses("SMS"), readsTheText}, "Session"},
		{"name, PASSKEY", shape{passkey: true}, nameOnly, []move{chooses("PASSKEY"), usesThePasskey}, "Session"},
		{"EMAIL", shape{}, withFactor("EMAIL"), []move{readsTheMail}, "Session"},
		{"SMS", shape{phone: true}, withFactor("SMS"), []move{readsTheText}, "Session"},
		{"PASSKEY", shape{passkey: true}, withFactor("PASSKEY"), []move{usesThePasskey}, "Session"},
		{"CUSTOM", shape{}, withFactor("CUSTOM"), []move{saysTheWord}, "Session"},
		{"CUSTOM, the last try", shape{}, withFactor("CUSTOM"), []move{saysAnotherWord, saysAnotherWord, saysTheWord}, "Session"},
		{"CUSTOM, no try left", shape{}, withFactor("CUSTOM"), []move{saysAnotherWord, saysAnotherWord, saysAnotherWord}, "InvalidCredentials"},
		{"CUSTOM, TOTP", shape{second: []string{"TOTP"}}, withFactor("CUSTOM"), []move{saysTheWord, typesTheCode}, "Session"},
		{"CUSTOM, choice, EMAIL", shape{phone: true, second: all}, withFactor("CUSTOM"), []move{saysTheWord, chooses("EMAIL"), readsTheMail}, "Session"},
		{
			"new password, name, password, several second factors",
			shape{temporary: true, phone: true, second: all},
			nameOnly,
			[]move{sendsThePassword, choosesAPassword, chooses("TOTP"), typesTheCode},
			"Session",
		},
		{
			"preferred among several", shape{phone: true, second: all, preferred: "SMS"}, withPassword, []move{readsTheText}, "Session",
		},
		{
			"PASSKEY without one leads to the choice", shape{}, withFactor("PASSKEY"), []move{chooses("EMAIL"), readsTheMail}, "Session",
		},
	}
	for factor, proves := range byFactor {
		one, several := shape{phone: true, second: []string{factor}}, shape{phone: true, second: all}
		invited, invitedSeveral := one, several
		invited.temporary, invitedSeveral.temporary = true, true
		list = append(
			list,
			path{"password, " + factor, one, withPassword, []move{proves}, "Session"},
			path{"password, choice, " + factor, several, withPassword, []move{chooses(factor), proves}, "Session"},
			path{"new password, " + factor, invited, withPassword, []move{choosesAPassword, proves}, "Session"},
			path{"new password, choice, " + factor, invitedSeveral, withPassword, []move{choosesAPassword, chooses(factor), proves}, "Session"},
			path{"name, password, " + factor, one, nameOnly, []move{sendsThePassword, proves}, "Session"},
			path{"name, password, choice, " + factor, several, nameOnly, []move{sendsThePassword, chooses(factor), proves}, "Session"},
			// Nothing replaces the password of a user with a second factor.
			path{"EMAIL, password, " + factor, one, withFactor("EMAIL"), []move{sendsThePassword, proves}, "Session"},
		)
	}
	return list
}

// demandingPaths are those through a pool that demands a second factor.
func demandingPaths() []path {
	return []path{
		{"password, set-up", shape{}, withPassword, []move{setsUpTheApp}, "Session"},
		{"new password, set-up", shape{temporary: true}, withPassword, []move{choosesAPassword, setsUpTheApp}, "Session"},
		{"name, password, set-up", shape{}, nameOnly, []move{sendsThePassword, setsUpTheApp}, "Session"},
		{
			"name, password, new password, set-up",
			shape{temporary: true},
			nameOnly,
			[]move{sendsThePassword, choosesAPassword, setsUpTheApp},
			"Session",
		},
		{"CUSTOM, set-up", shape{}, withFactor("CUSTOM"), []move{saysTheWord, setsUpTheApp}, "Session"},
		{"not confirmed", shape{unconfirmed: true}, withPassword, nil, "NotConfirmed"},
	}
}

func TestEveryPathThroughTheStepsOfSigningIn(t *testing.T) {
	for transport := range transports {
		t.Run(transport, func(t *testing.T) {
			s := newStage(t, transport)
			todo := func(all []path) []path {
				if transport == "header" {
					return all
				}
				return everyLastStep(all)
			}
			for i, p := range todo(paths()) {
				t.Run(p.name, func(t *testing.T) { s.walk(t, p, s.cast(t, fmt.Sprint("user", i), p.user)) })
			}
			demanding(t, s.pool)
			for i, p := range todo(demandingPaths()) {
				t.Run("second factor demanded: "+p.name, func(t *testing.T) { s.walk(t, p, s.cast(t, fmt.Sprint("demanded", i), p.user)) })
			}
			s.keptItsSecrets(t)
		})
	}
}

// everyLastStep picks, for each kind of step that leads to a session, a path that ends with it: what a
// transport does differently is to hand the session over.
func everyLastStep(all []path) (few []path) {
	seen := map[string]bool{}
	for _, p := range all {
		last := "signIn"
		if n := len(p.moves); n > 0 {
			last = p.moves[n-1].from
		}
		if p.end == "Session" && !seen[last] {
			seen[last] = true
			few = append(few, p)
		}
	}
	return few
}

// walk goes a path, with a mistake at every step, and tries every challenge again after its answer.
func (s *stage) walk(t *testing.T, p path, a *actor) {
	t.Helper()
	at := s.begin(t, a, p.begin)
	for _, m := range p.moves {
		from := wantStep(t, "on the way", m.from, at)
		if left := from.ExpiresAt.Sub(s.c.Now()); left <= 2*time.Minute || left > 3*time.Minute || typ(t, from.Challenge) != "usher-ch+jwe" {
			t.Errorf("%s ends in %v and is %q", from.Typename, left, typ(t, from.Challenge))
		}
		right := m.with(t, s, a, from)
		for _, member := range []string{"totpCode", "code", "custom"} {
			if code, ok := right[member].(string); ok {
				s.codes = append(s.codes, code)
			}
		}
		if m.wrong != "" {
			wantStep(t, "a mistake at "+m.from, m.wrong, s.reply(t, from.Challenge, mistaken(right)))
		}
		at = s.reply(t, from.Challenge, right)
		if at.Typename != p.end || p.end == "Session" {
			wantStep(t, "the same challenge again", "ChallengeExpired", s.again(t, from.Challenge, right))
		}
	}
	if wantStep(t, "the end", p.end, at); p.end == "Session" {
		s.admitted(t, a, at)
	}
}

// again repeats an answer without leaving it behind as the last.
func (s *stage) again(t *testing.T, challenge string, right map[string]any) step {
	t.Helper()
	kept := len(s.heard)
	got := s.reply(t, challenge, right)
	s.heard = append(s.heard[:kept-1], s.heard[kept], s.heard[kept-1])
	return got
}

// keptItsSecrets looks for the pool's sessions, secrets and codes in all that was answered and logged.
func (s *stage) keptItsSecrets(t *testing.T) {
	t.Helper()
	logs := s.in.lines.String() + s.pool.lines.String()
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	if len(s.wire.values) == 0 {
		t.Error("no session of the pool was overheard")
	}
	keepsQuiet(t, logs, s.wire.values)
	said := logs
	for _, one := range s.heard {
		said += one.body
	}
	for _, code := range s.codes {
		// Six digits are in many a number and token; a code would stand alone.
		if regexp.MustCompile(`(^|[^\w.-])` + code + `($|[^\w.-])`).MatchString(said) {
			t.Errorf("the code %s is in an answer or the log", code)
		}
	}
	for name, secret := range s.wire.values {
		for _, one := range s.heard {
			// Setting up shows its own secret: to type in, and in the address behind the QR code.
			shown := strings.HasPrefix(name, "SecretCode") && strings.Contains(one.body, `"MfaSetupChallenge"`)
			if strings.Contains(one.body, secret) && !shown {
				t.Fatalf("the %s is in an answer: %.300s", name, one.body)
			}
		}
	}
}
