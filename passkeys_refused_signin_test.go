package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"usher/internal/passkeytest"
)

// What a credential shows on its face is told: whoever set the page up needs it. Of a signature that
// does not hold nobody is told why, which would help a forger alone; the pool's log has it.
func TestRefusedPasskeysSignNobodyIn(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	verifying(t, in)
	session := in.signedUp("ann@example.com", "correct horse 9")
	browser, device := &passkeytest.Authenticator{Origin: page}, &passkeytest.Authenticator{Origin: page}
	in.register(browser, session)
	clone := browser.Clone()
	bobs := in.signedUp("bob@example.com", "correct horse 9")
	in.register(device, bobs)
	byPasskey := map[string]any{"username": "ann@example.com", "factor": "PASSKEY"}
	forged := func(f passkeytest.Forgery) func(*testing.T, step) []byte {
		return func(t *testing.T, begun step) []byte {
			forger := browser.Clone()
			forger.Forgery = f
			return got(t, forger, begun)
		}
	}
	changed := func(member string, change func([]byte) []byte) func(*testing.T, step) []byte {
		return func(t *testing.T, begun step) []byte { return altered(t, got(t, browser, begun), member, change) }
	}
	// The first sign-in makes the counter move, and its answer is replayed below.
	begun := in.begin("PasskeyChallenge", byPasskey)
	used := got(t, browser, begun)
	in.respond("Session", begun.Challenge, map[string]any{"passkey": json.RawMessage(used)})

	for _, refused := range []struct {
		name, logged string // logged by the pool; "" where it is not asked
		answer       func(*testing.T, step) []byte
		typename     string // "" for InvalidCredentials
		says         string
	}{
		{"on another page", "", forged(passkeytest.Forgery{Origin: "https://evil.example"}), "InvalidInput", "may not use passkeys"},
		{"in another site's frame", "", forged(passkeytest.Forgery{CrossOrigin: true}), "InvalidInput", "may not use passkeys"},
		{"for another relying party", "", forged(passkeytest.Forgery{RPID: "evil.example"}), "InvalidInput", "another site"},
		{"replayed", "", func(*testing.T, step) []byte { return used }, "ChallengeExpired", ""},
		{"for another challenge", "", forged(passkeytest.Forgery{Challenge: []byte("an older challenge of 32 bytes..")}), "ChallengeExpired", ""},
		{"by a registration", "", forged(passkeytest.Forgery{Ceremony: "webauthn.create"}), "InvalidInput", "not the toJSON"},
		{"with another signature", "the signature, the flags", forged(passkeytest.Forgery{Signature: true}), "", ""},
		{"with client data altered", "the signature, the flags", changed("clientDataJSON", rewritten(":3000", ":4000")), "", ""},
		{"with authenticator data altered", "the signature, the flags", changed("authenticatorData", func(raw []byte) []byte { raw[len(raw)-1] += 9; return raw }), "", ""},
		{"without its user being verified", "the user was not verified", func(t *testing.T, begun step) []byte {
			forger := browser.Clone()
			forger.Unverified, forger.Forgery = true, passkeytest.Forgery{Disobedient: true}
			return got(t, forger, begun)
		}, "", ""},
		{"without anybody there", "the signature, the flags", forged(passkeytest.Forgery{Absent: true}), "", ""},
		{"with another user's handle", "the user handle", forged(passkeytest.Forgery{UserHandle: []byte("somebody else")}), "", ""},
		{"by a copy whose counter stands still", "the signature counter", func(t *testing.T, begun step) []byte { return got(t, clone, begun) }, "", ""},
		{"by somebody else's passkey", "not one of this user", func(t *testing.T, ann step) []byte {
			bob := in.begin("PasskeyChallenge", map[string]any{"username": "bob@example.com", "factor": "PASSKEY"})
			var wanted, offered map[string]any
			if json.Unmarshal(ann.Options, &wanted) != nil || json.Unmarshal(bob.Options, &offered) != nil {
				t.Fatalf("options %s and %s", ann.Options, bob.Options)
			}
			offered["challenge"] = wanted["challenge"]
			options, err := json.Marshal(offered)
			if err != nil {
				t.Fatal(err)
			}
			return got(t, device, step{Options: options})
		}, "", ""},
		{"by a passkey that names another", "not one of this user", forged(passkeytest.Forgery{CredentialID: []byte("no such credential")}), "", ""},
		{"cut short", "", changed("authenticatorData", truncated), "InvalidInput", "not the toJSON"},
	} {
		t.Run(refused.name, func(t *testing.T) {
			begun := in.begin("PasskeyChallenge", byPasskey)
			credential := refused.answer(t, begun)
			before := len(in.lines.String())
			problem := in.respond(cmp.Or(refused.typename, "InvalidCredentials"), begun.Challenge, map[string]any{"passkey": json.RawMessage(credential)})
			switch {
			case refused.typename == "InvalidInput" && (len(problem.Fields) != 1 || !strings.Contains(problem.Fields[0].Message, refused.says)):
				t.Errorf("%+v, want words about %q", problem, refused.says)
			case refused.typename == "" && strings.Contains(strings.ToLower(problem.Message), "passkey"):
				t.Errorf("%+v says why", problem)
			}
			if refused.logged != "" {
				in.waitLogged(before, refused.logged)
			}
			// The refusal costs a try and nothing else: the owner's own answer still ends it.
			in.respond("Session", begun.Challenge, map[string]any{"passkey": json.RawMessage(got(t, browser, begun))})
		})
	}
}

func TestADeletedPasskeySignsNobodyIn(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	lost, spare := &passkeytest.Authenticator{Origin: page}, &passkeytest.Authenticator{Origin: page}
	first, second := in.register(lost, session).Passkey.ID, in.register(spare, session).Passkey.ID
	byPasskey := map[string]any{"username": "ann@example.com", "factor": "PASSKEY"}
	remove := func(id string) {
		in.want("delete", "FactorsUpdated", in.do("deletePasskey", deletePasskeyOp, map[string]any{"id": id}, bearer(session)))
	}
	begun := in.begin("PasskeyChallenge", byPasskey)
	withLost, withSpare := got(t, lost, begun), got(t, spare, begun)

	remove(first)
	in.respond("InvalidCredentials", begun.Challenge, map[string]any{"passkey": json.RawMessage(withLost)})
	again := in.begin("PasskeyChallenge", byPasskey)
	if _, err := lost.Get(again.Options); err == nil {
		t.Error("the deleted passkey is still asked for")
	}
	// With the last one gone there is nothing to answer with, and beginning anew offers the other factors.
	remove(second)
	in.respond("ChallengeExpired", begun.Challenge, map[string]any{"passkey": json.RawMessage(withSpare)})
	in.begin("SelectFactorChallenge", byPasskey)
}

// got has an authenticator answer a challenge.
func got(t *testing.T, browser *passkeytest.Authenticator, begun step) []byte {
	t.Helper()
	assertion, err := browser.Get(begun.Options)
	if err != nil {
		t.Fatal(err)
	}
	return assertion
}

// waitLogged waits until the log, from a place on, says one of the alternatives, which bars part: a
// line may arrive after the answer it is about.
func (in *instance) waitLogged(from int, alternatives string) {
	in.t.Helper()
	said := func(one string) bool { return strings.Contains(in.lines.String()[from:], one) }
	for range 200 {
		if slices.ContainsFunc(strings.Split(alternatives, "|"), said) {
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	in.t.Errorf("the log does not say %q:\n%s", alternatives, in.lines.String()[from:])
}
