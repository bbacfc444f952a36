package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"usher/internal/seal"
)

// kinds are the challenges that can run, each the first of its path.
func kinds() map[string]path {
	first := func(user shape, begin map[string]any, m move) path {
		return path{user: user, begin: begin, moves: []move{m}}
	}
	return map[string]path{
		"an authenticator app":     first(shape{second: []string{"TOTP"}}, withPassword, typesTheCode),
		"a text, second":           first(shape{phone: true, second: []string{"SMS"}}, withPassword, readsTheText),
		"a mail, second":           first(shape{second: []string{"EMAIL"}}, withPassword, readsTheMail),
		"a text, first":            first(shape{phone: true}, withFactor("SMS"), readsTheText),
		"a mail, first":            first(shape{}, withFactor("EMAIL"), readsTheMail),
		"a new password":           first(shape{temporary: true}, withPassword, choosesAPassword),
		"a choice, second":         first(shape{phone: true, second: []string{"SMS", "EMAIL"}}, withPassword, chooses("SMS")),
		"a choice, first":          first(shape{}, nameOnly, sendsThePassword),
		"a choice, first, by mail": first(shape{}, nameOnly, chooses("EMAIL")),
		"a passkey":                first(shape{passkey: true}, withFactor("PASSKEY"), usesThePasskey),
		"a word":                   first(shape{}, withFactor("CUSTOM"), saysTheWord),
	}
}

// members are all answers there are. They bring the right code, where there is one, under every name.
func members(a *actor, right map[string]any) map[string]any {
	code := "123456"
	for _, name := range []string{"totpCode", "code"} {
		if text, ok := right[name].(string); ok {
			code = text
		}
	}
	if setup, ok := right["totpSetup"].(map[string]any); ok {
		code = setup["code"].(string)
	}
	word := code
	if text, ok := right["custom"].(string); ok {
		word = text
	}
	return map[string]any{
		"totpCode": code, "code": code, "custom": word, "password": a.password, "factor": "EMAIL",
		"newPassword": map[string]any{"password": freshPassword}, "totpSetup": map[string]any{"code": code},
		"passkey": map[string]any{"id": "abc"},
	}
}

func TestAChallengeLooksAtItsOwnKindOfAnswerOnly(t *testing.T) {
	s := newStage(t, "header")
	looks := func(name string, p path) {
		t.Run(name, func(t *testing.T) {
			a := s.cast(t, "matrix"+digits(name), p.user)
			m := p.moves[0]
			at := wantStep(t, "begun", m.from, s.begin(t, a, p.begin))
			right := m.with(t, s, a, at)
			all := members(a, right)
			fits := slices.Collect(maps.Keys(right))
			if strings.HasPrefix(name, "a choice, first") {
				fits = []string{"factor", "password"}
			}
			for _, member := range fits {
				delete(all, member)
			}
			before := s.calls.of("RespondToAuthChallenge") + s.calls.of("VerifySoftwareToken")
			for range 2 { // more often than a challenge may be tried
				for member, value := range all {
					got := wantStep(t, member, "InvalidInput", s.reply(t, at.Challenge, map[string]any{member: value}))
					if len(got.Fields) != 1 || strings.Join(got.Fields[0].Path, ".") != "input.answer" || !strings.Contains(got.Fields[0].Message, fits[0]) {
						t.Errorf("%s: %+v, want it to name %v", member, got.Fields, fits)
					}
				}
			}
			if n := s.calls.of("RespondToAuthChallenge") + s.calls.of("VerifySoftwareToken"); n != before {
				t.Errorf("%d answers that do not fit reached the pool", n-before)
			}
			switch got := s.reply(t, at.Challenge, right); {
			case got.Typename == "Session":
				s.admitted(t, a, got)
			case right["factor"] == nil:
				t.Errorf("the right answer after them: %+v", got)
			default:
				wantStep(t, "the choice after them", "CodeChallenge", got)
			}
		})
	}
	for name, p := range kinds() {
		looks(name, p)
	}
	demanding(t, s.pool)
	looks("a new app", path{begin: withPassword, moves: []move{setsUpTheApp}})
}

// foreign are values that are no running challenge of this service, by what they are. The state of a
// good one is in most of them.
func (s *stage) foreign(t *testing.T, good string, session tokens) map[string]string {
	t.Helper()
	list := map[string]string{
		"the access token": session.AccessToken, "the ID token": session.IDToken, "the refresh token": session.RefreshToken,
		"words": "made up", "five empty parts": "....", "one part more": good + ".", "two in one": good + good, "a space before it": " " + good,
	}
	for at, part := range strings.Split(good, ".") {
		if part == "" {
			continue
		}
		parts := strings.Split(good, ".")
		altered := byte('A')
		if part[len(part)/2] == altered {
			altered = 'B'
		}
		parts[at] = part[:len(part)/2] + string(altered) + part[len(part)/2+1:]
		list[fmt.Sprintf("another byte in part %d", at)] = strings.Join(parts, ".")
	}
	poolID, client := logged(t, s.pool, "pool"), logged(t, s.pool, "client")
	own := sealerLike(t, s.c, poolID, client, sealKey1)
	state, _, err := own.Open(seal.Challenge, good)
	if err != nil {
		return list // its key is the instance's own
	}
	for what, sealer := range map[string]*seal.Sealer{
		"of another client": sealerLike(t, s.c, poolID, logged(t, s.pool, "publicClient"), sealKey1),
		"of another pool":   sealerLike(t, s.c, "us-east-1_Another", client, sealKey1),
		"of another key":    sealerLike(t, s.c, poolID, client, sealKey2),
	} {
		list["a challenge "+what], err = sealer.Seal(seal.Challenge, state)
		must(t, err)
	}
	for purpose := seal.Access; purpose <= seal.SessionList; purpose++ {
		if purpose != seal.Challenge {
			list["sealed as "+purpose.String()], err = own.Seal(purpose, state)
			must(t, err)
		}
	}
	list["a challenge without a state"], err = own.Seal(seal.Challenge, []byte("{}"))
	must(t, err)
	return list
}

func TestNothingElseIsAChallengeAndAChallengeIsNothingElse(t *testing.T) {
	for _, transport := range []string{"header", "sealed"} {
		t.Run(transport, func(t *testing.T) {
			s := newStage(t, transport)
			a := s.cast(t, "ann", shape{second: []string{"TOTP"}})
			first := wantStep(t, "begun", "TotpChallenge", s.begin(t, a, withPassword))
			right := typesTheCode.with(t, s, a, first)
			session := wantStep(t, "signed in", "Session", s.reply(t, first.Challenge, right)).Tokens
			s.c.pass(time.Minute)

			good := wantStep(t, "begun", "TotpChallenge", s.begin(t, a, withPassword))
			right = typesTheCode.with(t, s, a, good)
			all := s.foreign(t, good.Challenge, session)
			all["a used challenge"] = first.Challenge
			for _, sessionOfPool := range s.wire.values {
				all["a session of the pool"] = sessionOfPool
			}
			for name, challenge := range all {
				if got := s.reply(t, challenge, right); got.Typename != "ChallengeExpired" {
					t.Errorf("%s answers %s", name, got.Typename)
				}
			}
			if code, _ := s.in.call(respondOp, map[string]any{"input": map[string]any{"challenge": nil, "answer": right}}).code(); code != "BAD_USER_INPUT" {
				t.Errorf("null: %s", code)
			}

			for _, header := range []string{"Authorization: Bearer ", "X-Access-Token: "} {
				if _, reason := s.in.call(meOp, nil, header+good.Challenge, "X-Refresh-Token: "+good.Challenge).code(); reason != "INVALID" {
					t.Errorf("as %q it is %q", header, reason)
				}
			}
			if got := s.in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": good.Challenge}); got.Typename != "SessionExpired" {
				t.Errorf("as a refresh token: %+v", got)
			}
			s.admitted(t, a, wantStep(t, "after all that", "Session", s.reply(t, good.Challenge, right)))
		})
	}
}

func TestAChallengeEndsWithItsTime(t *testing.T) {
	s := newStage(t, "header")
	for name, p := range kinds() {
		t.Run(name, func(t *testing.T) {
			a := s.cast(t, "time"+digits(name), p.user)
			m := p.moves[0]
			at := wantStep(t, "begun", m.from, s.begin(t, a, p.begin))
			s.c.pass(at.ExpiresAt.Sub(s.c.Now()) - 5*time.Second)
			if m.wrong != "" {
				wantStep(t, "a mistake in time", m.wrong, s.reply(t, at.Challenge, mistaken(m.with(t, s, a, at))))
			}
			s.c.pass(5*time.Second + time.Second) // what is shown may leave fractions out
			wantStep(t, "too late", "ChallengeExpired", s.reply(t, at.Challenge, m.with(t, s, a, at)))
		})
	}
}

// TestWhatProvesOneThingProvesNothingElse holds every code against the operations it is not for, and
// every user's against the others' challenges.
func TestWhatProvesOneThingProvesNothingElse(t *testing.T) {
	s := newStage(t, "header")
	app, mail := shape{second: []string{"TOTP"}}, shape{}
	ann, bob := s.cast(t, "ann", app), s.cast(t, "bob", app)
	of := func(a *actor) step { return wantStep(t, a.email, "TotpChallenge", s.begin(t, a, withPassword)) }
	anns, bobs := of(ann), of(bob)
	wantStep(t, "Bob's code", "InvalidCode", s.reply(t, anns.Challenge, typesTheCode.with(t, s, bob, bobs)))
	s.admitted(t, ann, wantStep(t, "Ann's own", "Session", s.reply(t, anns.Challenge, typesTheCode.with(t, s, ann, anns))))
	wantStep(t, "Ann's code, used", "InvalidCode", s.reply(t, bobs.Challenge, typesTheCode.with(t, s, ann, anns)))

	cleo := s.cast(t, "cleo", mail)
	older := wantStep(t, "begun", "CodeChallenge", s.begin(t, cleo, withFactor("EMAIL")))
	oldCode := s.in.mailedCode(cleo.email)
	newer := wantStep(t, "begun again", "CodeChallenge", s.begin(t, cleo, withFactor("EMAIL")))
	newCode := s.in.mailedCode(cleo.email)
	s.in.want("ask for a code", "CodeSent", s.in.do("forgotPassword", forgotOp, map[string]any{"username": cleo.email}))
	forgotten := s.in.mailedCode(cleo.email)
	for name, code := range map[string]string{"of the older one": oldCode, "of a recovery": forgotten} {
		wantStep(t, "a code "+name, "InvalidCode", s.reply(t, newer.Challenge, map[string]any{"code": code}))
	}
	for name, op := range map[string]string{"confirmForgotPassword": resetOp, "confirmSignUp": confirmOp} {
		input := map[string]any{"username": cleo.email, "code": newCode}
		input[map[string]string{"confirmForgotPassword": "newPassword", "confirmSignUp": "password"}[name]] = freshPassword
		if got := s.in.do(name, op, input); got.Typename != "InvalidCode" && got.Typename != "InvalidInput" {
			t.Errorf("%s takes the code of a sign-in: %+v", name, got)
		}
	}
	s.admitted(t, cleo, wantStep(t, "the newer one with its own", "Session", s.reply(t, newer.Challenge, map[string]any{"code": newCode})))
	s.admitted(t, cleo, wantStep(t, "the older one with its own", "Session", s.reply(t, older.Challenge, map[string]any{"code": oldCode})))
}
