package localpool

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// interrupted runs something between the comparison of a password and the transaction that relies on it.
type interrupted struct {
	store
	before func()
}

func (s *interrupted) update(fn func(tx) error) error {
	if once := s.before; once != nil {
		s.before = nil
		once()
	}
	return s.store.update(fn)
}

func (b *bench) beforeTheNextWrite(fn func()) {
	b.pool.store = &interrupted{store: b.pool.store, before: fn}
}

func TestSignInMeetsAChangeThatHappensWhileItCompares(t *testing.T) {
	const newer = "battery-staple-8"
	for _, c := range []struct {
		name, password string
		change         func(*bench)
		want           exception
		text           string
	}{
		{"the password changes away from what was typed", benchPassword, func(b *bench) {
			b.must("AdminSetUserPassword", members{"UserPoolId": seedPoolID, "Username": benchUser, "Password": newer, "Permanent": true})
		}, notAuthorized, textWrongCredentials},
		{"the password changes to what was typed", newer, func(b *bench) {
			b.must("AdminSetUserPassword", members{"UserPoolId": seedPoolID, "Username": benchUser, "Password": newer, "Permanent": true})
		}, "", ""},
		{"the user is disabled", benchPassword, func(b *bench) {
			b.must("AdminDisableUser", members{"UserPoolId": seedPoolID, "Username": benchUser})
		}, notAuthorized, textUserDisabled},
		{"other guesses lock the account", benchPassword, func(b *bench) {
			for range freeFailures {
				_, _ = b.signIn(benchUser, "wrong")
			}
		}, notAuthorized, textLockedOut},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.newUser()
			b.beforeTheNextWrite(func() { c.change(b) })
			_, err := b.signIn(benchUser, c.password)
			if c.want == "" && err != nil {
				t.Errorf("refused: %v", err)
			} else if c.want != "" {
				b.wantFailure(err, c.want, c.text)
			}
		})
	}
}

func TestUnknownNamesAreLockedLikeKnownOnes(t *testing.T) {
	b := newBench(t)
	b.newUser()
	for _, name := range []string{benchUser, "nobody@test.com", strings.Repeat("x", 100_000)} {
		for range freeFailures {
			_, err := b.signIn(name, "wrong")
			b.wantFailure(err, notAuthorized, textWrongCredentials)
		}
		_, err := b.signIn(name, "wrong")
		b.wantFailure(err, notAuthorized, textLockedOut)
	}
	err := b.pool.view(func(t tx) error {
		return t.each(bucketLedgers, func(key string, _ []byte) error {
			if strings.Contains(key, "nobody") || len(key) > 200 {
				b.t.Errorf("ledger key %.80q", key)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSweepRemovesWhatHasExpired(t *testing.T) {
	b := newBench(t)
	b.newUser()
	if _, err := b.signIn(benchUser, benchPassword); err != nil {
		t.Fatal(err)
	}
	_, _ = b.signIn("nobody@test.com", "wrong")
	if f, r, l := b.count(bucketFamilies), b.count(bucketRefresh), b.count(bucketLedgers); f != 1 || r != 1 || l != 2 {
		t.Fatalf("%d families, %d refresh tokens, %d ledgers before", f, r, l)
	}
	b.at = b.at.Add(sweepInterval + time.Minute)
	if _, err := b.signIn(benchUser, benchPassword); err != nil {
		t.Fatal(err)
	}
	if f, l := b.count(bucketFamilies), b.count(bucketLedgers); f != 2 || l != 0 {
		t.Errorf("%d families, %d ledgers after an hour, want 2 and 0", f, l)
	}
	b.at = b.at.Add(defaultRefreshLife + maxAccessTTL + time.Minute)
	if _, err := b.signIn(benchUser, benchPassword); err != nil {
		t.Fatal(err)
	}
	if f, r := b.count(bucketFamilies), b.count(bucketRefresh); f != 1 || r != 1 {
		t.Errorf("%d families, %d refresh tokens after a month, want the new one", f, r)
	}
}

func TestCodeHashesAreBoundToPurposeUserAndPool(t *testing.T) {
	b := newBench(t)
	b.newUser()
	s, user := b.record(benchUser)
	stranger := *user
	stranger.Username = "other"
	other := *s
	foreign := *s.realm
	foreign.codeKey = bytes.Repeat([]byte{1}, derivedLen)
	other.realm = &foreign
	base := s.codeHash(user, codeForSignUp, "123456")
	for name, hash := range map[string][]byte{
		"purpose": s.codeHash(user, codeForRecovery, "123456"),
		"user":    s.codeHash(&stranger, codeForSignUp, "123456"),
		"pool":    other.codeHash(user, codeForSignUp, "123456"),
		"code":    s.codeHash(user, codeForSignUp, "123457"),
	} {
		if bytes.Equal(base, hash) {
			t.Errorf("another %s has the same hash", name)
		}
	}
	keys := [][]byte{s.realm.codeKey, s.realm.refreshKey, s.realm.existenceKey, s.realm.sessionKey}
	for i, key := range keys {
		if slices.ContainsFunc(keys[i+1:], func(k []byte) bool { return bytes.Equal(k, key) }) {
			t.Error("two purposes share a key")
		}
	}
}

func TestSimulatedDeliveryIsStableAndDiffersByName(t *testing.T) {
	b := newBench(t)
	b.newUser()
	s, _ := b.record(benchUser)
	first := *s.simulatedDelivery("0d5e2a1c-8f6e-4a43-9f0e-2f8a6c1d7b90")
	if again := *s.simulatedDelivery("0d5e2a1c-8f6e-4a43-9f0e-2f8a6c1d7b90"); again != first {
		t.Errorf("first %v, then %v", first, again)
	}
	seen := map[codeDelivery]bool{}
	for i := range 20 {
		seen[*s.simulatedDelivery(strings.Repeat("a", i+1))] = true
	}
	if len(seen) < 5 {
		t.Errorf("20 names lead to %d destinations", len(seen))
	}
	if got := *s.simulatedDelivery("Zoe@Example.com"); got.Destination != "z***@e***" {
		t.Errorf("address: %v", got)
	}
}

func TestChallengeSessionIsSealedForItsClient(t *testing.T) {
	b := newBench(t)
	const temporary = "temporary-pass-1"
	b.must("AdminCreateUser", members{"UserPoolId": seedPoolID, "Username": benchUser, "TemporaryPassword": temporary})
	out, err := b.signIn(benchUser, temporary)
	if err != nil {
		t.Fatal(err)
	}
	session, _ := out["Session"].(string)
	sealed, err := base64.RawURLEncoding.DecodeString(session)
	if err != nil || len(session) < 20 || len(session) > 2048 {
		t.Fatalf("session of %d characters: %v", len(session), err)
	}
	s, user := b.record(benchUser)
	public, text := b.pool.Seed().PublicClientID, sealed[clientIDLength:]
	if string(sealed[:clientIDLength]) != public {
		t.Errorf("begins with client %q", sealed[:clientIDLength])
	}
	if _, ok := s.unseal(text, b.pool.Seed().ClientID); ok {
		t.Error("opens for another client")
	}
	plain, ok := s.unseal(text, public)
	if !ok {
		t.Fatal("does not open")
	}
	var got challengeSession
	if err := json.Unmarshal(plain, &got); err != nil {
		t.Fatal(err)
	}
	if got.Username != user.Username || got.Challenge != challengeNewPassword || !got.Expires.Equal(b.at.Add(3*time.Minute)) {
		t.Errorf("session %+v", got)
	}
}

func TestSecretHashOfTheConfidentialClient(t *testing.T) {
	b := newBench(t)
	b.newUser()
	client := b.pool.Seed().ClientID
	for name, c := range map[string]struct{ hash, text string }{
		"right":   {b.secretHash(benchUser), ""},
		"missing": {"", "Client " + client + " is configured with secret but SECRET_HASH was not received"},
		"wrong":   {b.secretHash("someone else"), "Unable to verify secret hash for client " + client},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.call("InitiateAuth", members{
				"AuthFlow": flowUserPassword, "ClientId": client,
				"AuthParameters": members{"USERNAME": benchUser, "PASSWORD": benchPassword, "SECRET_HASH": c.hash},
			})
			if c.text == "" && err != nil {
				t.Error(err)
			} else if c.text != "" {
				b.wantFailure(err, notAuthorized, c.text)
			}
		})
	}
}

// With every slot of the hasher taken and the caller gone, whoever wants to hash a password fails: that shows who does.
func TestUnknownNamesCostTheSameHash(t *testing.T) {
	b := newBench(t)
	b.newUser()
	client := b.pool.Seed().PublicClientID
	for range cap(b.pool.hasher.slots) {
		b.pool.hasher.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for operation, in := range map[string]func(name string) members{
		"InitiateAuth": func(name string) members {
			return members{"ClientId": client, "AuthFlow": flowUserPassword, "AuthParameters": members{"USERNAME": name, "PASSWORD": benchPassword}}
		},
		"ConfirmForgotPassword": func(name string) members {
			return members{"ClientId": client, "Username": name, "ConfirmationCode": "123456", "Password": benchPassword}
		},
		"SignUp": func(name string) members {
			return members{"ClientId": client, "Username": name, "Password": benchPassword}
		},
	} {
		for _, name := range []string{benchUser, "nobody@test.com"} {
			_, err := b.callWith(ctx, operation, in(name))
			if got, ok := errors.AsType[*apiError](err); !ok || got.Type != internalError {
				t.Errorf("%s for %s answered %v without hashing", operation, name, err)
			}
		}
	}
}
