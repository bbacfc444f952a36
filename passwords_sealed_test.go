package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const sealingOp = `{ config { sealing { kid typ alg enc jwk { kty crv x y } nonce expiresAt } } }`

// sealer runs the example's script in Node.
type sealer struct {
	t    *testing.T
	node string
}

func newSealer(t *testing.T) sealer {
	t.Helper()
	return sealer{t: t, node: program(t, "node", "install Node.js 20 or later")}
}

// sealing is what an instance gives to seal with.
func (in *instance) sealing() json.RawMessage {
	in.t.Helper()
	a := in.call(sealingOp, nil)
	if got := a.header.Get("Cache-Control"); got != "no-store" {
		in.t.Errorf("a nonce comes with Cache-Control %q", got)
	}
	return field[struct{ Sealing json.RawMessage }](in.t, a, "config").Sealing
}

// seal seals passwords for accounts, each {password, op, account}, with one nonce.
func (s sealer) seal(sealing json.RawMessage, passwords ...[3]string) []string {
	s.t.Helper()
	const script = `
		const { sealPassword } = await import(process.argv[1]);
		const { sealing, passwords } = JSON.parse(await new Response(process.stdin).text());
		const out = [];
		for (const [password, op, account] of passwords) out.push(await sealPassword(sealing, { password, op, account }));
		console.log(JSON.stringify(out));`
	example, err := filepath.Abs("examples/seal-password/seal.mjs")
	if err != nil {
		s.t.Fatal(err)
	}
	input, err := json.Marshal(map[string]any{"sealing": sealing, "passwords": passwords})
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, s.node, "--input-type=module", "-e", script, "file://"+example) //nolint:gosec // our own example
	node.Stdin = bytes.NewReader(input)
	out, err := node.Output()
	if err != nil {
		s.t.Fatalf("the example fails: %v\n%s", err, stderrOf(err))
	}
	var sealed []string
	if err := json.Unmarshal(out, &sealed); err != nil || len(sealed) != len(passwords) {
		s.t.Fatalf("the example printed %s (%v)", out, err)
	}
	return sealed
}

func stderrOf(err error) string {
	if e, ok := err.(*exec.ExitError); ok { //nolint:errorlint // what Output itself returns
		return string(e.Stderr)
	}
	return ""
}

// one seals one password with a fresh nonce of an instance.
func (s sealer) one(in *instance, password, op, account string) string {
	s.t.Helper()
	return s.seal(in.sealing(), [3]string{password, op, account})[0]
}

// TestTheWholeFlowWithSealedPasswords runs an account's life with the example's envelopes, where plain
// passwords are not taken.
func TestTheWholeFlowWithSealedPasswords(t *testing.T) {
	s := newSealer(t)
	in := startUsher(t, "USHER_PASSWORDS=encrypted")
	const email = "ann@example.com"
	long := strings.Repeat("😀", 250) + " aA1!?"
	in.want("sign-up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{
		"email": email, "password": s.one(in, "the first 1 Password", "signUp", " Ann@Example.COM "),
	}))
	in.want("confirm", "Session", in.do("confirmSignUp", confirmOp, map[string]any{
		"username": email, "code": in.mailedCode(email), "password": s.one(in, "the second 2 Password", "confirmSignUp", email),
	}))
	in.want("reset, begun", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp, map[string]any{
		"username": email, "code": in.mailedCode(email), "newPassword": s.one(in, long, "confirmForgotPassword", email),
	}))
	session := in.want("sign-in", "Session", in.do("signIn", signInOp, map[string]any{
		"username": email, "password": s.one(in, long, "signIn", email),
	}))
	bearer := "Authorization: Bearer " + session.Tokens.AccessToken
	both := s.seal(in.sealing(), [3]string{long, "changePassword.current", session.Me.ID}, [3]string{"the fourth 4 Password", "changePassword.new", session.Me.ID})
	in.want("change", "PasswordChanged", in.do("changePassword", changeOp, map[string]any{"currentPassword": both[0], "newPassword": both[1]}, bearer))

	begun := in.begin("SelectFactorChallenge", map[string]any{"username": email})
	in.want("deletion with a password of another use", "PasswordEnvelopeRefused", in.do("deleteAccount", deleteOp, map[string]any{
		"password": s.one(in, "the fourth 4 Password", "signIn", session.Me.ID),
	}, bearer))
	in.respond("Session", begun.Challenge, map[string]any{
		"password": s.one(in, "the fourth 4 Password", "respondToChallenge.password", email),
	})
	in.want("deletion", "AccountDeleted", in.do("deleteAccount", deleteOp, map[string]any{
		"password": s.one(in, "the fourth 4 Password", "deleteAccount", session.Me.ID),
	}, bearer))
}

// TestSealedPasswordsAreGoodForOneThingOnce holds against whoever captured a request.
func TestSealedPasswordsAreGoodForOneThingOnce(t *testing.T) {
	s := newSealer(t)
	c := newClock()
	redis := startRedis(t)
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	settings := append(inFrontOf(t, pool, pool.wire), "REDIS_URL="+redis.URL(), "USHER_LOG_LEVEL=debug")
	one, two := startAt(t, c, settings...), startAt(t, c, settings...)
	one.mailbox, two.mailbox = pool, pool
	const ann, bob, password = "ann@example.com", "bob@example.com", "the first 1 Password"
	session := one.signedUp(ann, password)
	one.signedUp(bob, password)
	bearer := "Authorization: Bearer " + session.AccessToken
	signIn := func(in *instance, username, password string) outcome {
		return in.do("signIn", signInOp, map[string]any{"username": username, "password": password})
	}
	refused := func(what string, got outcome) {
		t.Helper()
		const want = "PASSWORD_ENVELOPE_REFUSED The sealed password cannot be used here. Seal it anew, for this operation and account."
		if got.Typename != "PasswordEnvelopeRefused" || got.Code+" "+got.Message != want {
			t.Errorf("%s: %s %s %s", what, got.Typename, got.Code, got.Message)
		}
	}

	given := one.sealing()
	sealed := s.seal(given, [3]string{password, "signIn", ann}, [3]string{password, "signUp", ann}, [3]string{password, "signIn", bob})
	refused("another account's", signIn(one, ann, sealed[2]))
	refused("another operation's", signIn(one, ann, sealed[1]))
	two.want("from the other instance's key", "Session", signIn(two, ann, sealed[0]))
	refused("replayed where it was used", signIn(two, ann, sealed[0]))
	refused("replayed at the other instance", signIn(one, ann, sealed[0]))
	refused("the same nonce again", signIn(one, bob, sealed[2]))

	change := s.seal(one.sealing(), [3]string{password, "changePassword.current", ann}, [3]string{"the other 2 Password", "changePassword.new", ann})
	refused("a change that is bound to the name", one.do("changePassword", changeOp, map[string]any{"currentPassword": change[0], "newPassword": change[1]}, bearer))

	late := s.one(one, password, "signIn", ann)
	c.pass(2 * time.Minute)
	if got := signIn(one, ann, late); got.Typename != "PasswordEnvelopeRefused" || got.Code != "PASSWORD_ENVELOPE_EXPIRED" {
		t.Errorf("two minutes later: %s %s", got.Typename, got.Code)
	}
	one.want("sealed anew", "Session", signIn(one, ann, s.one(one, password, "signIn", ann)))
	one.want("as it is", "Session", signIn(one, ann, password))
	for _, in := range []*instance{one, two} {
		log := in.lines.String()
		if !strings.Contains(log, "a sealed password is not opened") {
			t.Errorf("the log does not say why something was refused:\n%s", log)
		}
		if strings.Contains(log, password) || strings.Contains(log, strings.Split(sealed[0], ".")[3]) {
			t.Errorf("a password is in the log:\n%s", log)
		}
	}
	if text := dump(t, redis); strings.Contains(text, password) {
		t.Error("a password is in Redis")
	}
}

func TestWhatUSHER_PASSWORDSTakes(t *testing.T) { //nolint:revive // the setting's name
	s := newSealer(t)
	const ann = "ann@example.com"
	plain, encrypted := startUsher(t, "USHER_PASSWORDS=plain"), startUsher(t, "USHER_PASSWORDS=encrypted")
	if got := string(plain.sealing()); got != "null" {
		t.Errorf("plain gives to seal with: %s", got)
	}
	sealed := s.one(encrypted, "the first 1 Password", "signIn", ann)
	if got := plain.do("signIn", signInOp, map[string]any{"username": ann, "password": sealed}); got.Code != "PASSWORD_ENVELOPE_REFUSED" {
		t.Errorf("plain takes a sealed password: %s %s", got.Typename, got.Code)
	}
	a := encrypted.call(signUpOp, map[string]any{"input": map[string]any{"email": ann, "password": "the first 1 Password"}})
	if !strings.Contains(a.body, `"code":"INVALID_INPUT"`) || !strings.Contains(a.body, "config.sealing") || !strings.Contains(a.body, `["input","password"]`) {
		t.Errorf("encrypted answers a plain password with %s", a.body)
	}
}
