package localpool

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"
)

// otpSession begins a sign-in of benchUser by mail at the confidential client.
func (b *bench) otpSession() string {
	b.t.Helper()
	out := b.must("InitiateAuth", members{
		"AuthFlow": flowUserAuth, "ClientId": b.pool.Seed().ClientID,
		"AuthParameters": members{"USERNAME": benchUser, "SECRET_HASH": b.secretHash(benchUser), "PREFERRED_CHALLENGE": firstEmailOTP},
	})
	session, _ := out["Session"].(string)
	return session
}

func (b *bench) answerOTP(session, code string) error {
	b.t.Helper()
	_, err := b.call("RespondToAuthChallenge", members{
		"ChallengeName": firstEmailOTP, "ClientId": b.pool.Seed().ClientID, "Session": session,
		"ChallengeResponses": members{"USERNAME": benchUser, "SECRET_HASH": b.secretHash(benchUser), "EMAIL_OTP_CODE": code},
	})
	return err
}

func TestSpentSessionsAreSweptAfterTheirEnd(t *testing.T) {
	b := newBench(t)
	b.newUser()
	for range 3 {
		session := b.otpSession()
		if err := b.answerOTP(session, "00000000"); err == nil {
			t.Fatal("a wrong code signed in")
		}
		if err := b.answerOTP(session, b.sent[len(b.sent)-1].Code); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.count(bucketSessions); n != 3 {
		t.Errorf("%d session records, want 3", n)
	}
	b.at = b.at.Add(2 * time.Hour)
	if _, err := b.signIn(benchUser, benchPassword); err != nil {
		t.Fatal(err)
	}
	if n := b.count(bucketSessions); n != 0 {
		t.Errorf("%d session records after they all ended", n)
	}
}

// Choosing the password leaves a spent session and nothing else, so it has to clear away what others left.
func TestChoicesAloneAreSweptAsWell(t *testing.T) {
	b := newBench(t)
	choose := func() {
		t.Helper()
		start := members{"USERNAME": benchUser, "SECRET_HASH": b.secretHash(benchUser)}
		out := b.must("InitiateAuth", members{"AuthFlow": flowUserAuth, "ClientId": b.pool.Seed().ClientID, "AuthParameters": start})
		start["ANSWER"] = firstPassword
		b.must("RespondToAuthChallenge", members{
			"ChallengeName": challengeSelect, "ClientId": b.pool.Seed().ClientID, "Session": out["Session"], "ChallengeResponses": start,
		})
	}
	choose()
	b.at = b.at.Add(2 * time.Hour)
	choose()
	if n := b.count(bucketSessions); n != 1 {
		t.Errorf("%d session records, want that of the last choice", n)
	}
}

func TestNothingOfACodeIsStoredOrShown(t *testing.T) {
	b := newBench(t)
	b.newUser()
	session := b.otpSession()
	code := b.sent[len(b.sent)-1].Code
	s, _ := b.record(benchUser)
	s.client.ID = b.pool.Seed().ClientID
	opened, err := s.openSession(session, b.at)
	if err != nil {
		t.Fatal(err)
	}
	if len(opened.CodeHash) == 0 || strings.Contains(string(opened.CodeHash), code) || strings.Contains(session, base64.RawURLEncoding.EncodeToString([]byte(code))) {
		t.Errorf("session %+v", opened)
	}
}

// FuzzSession sends any Session, and any SECRET_BLOCK, that was not handed out: none is ever taken.
func FuzzSession(f *testing.F) {
	b := newBench(f)
	b.newUser()
	s, _ := b.record(benchUser)
	s.client.ID = b.pool.Seed().ClientID
	session := b.otpSession()
	raw, err := base64.RawURLEncoding.DecodeString(session)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, raw[:clientIDLength], raw[:len(raw)-1], raw[1:], append(slices.Clip(raw), 0), []byte(strings.Repeat("x", 4096))} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, forged []byte) {
		if string(forged) == string(raw) {
			t.Skip("the one that was handed out")
		}
		text := base64.RawURLEncoding.EncodeToString(forged)
		if _, err := s.openSession(text, b.at); err == nil {
			t.Errorf("took %q", text)
		}
		call := &authCall{values: map[string]string{"PASSWORD_CLAIM_SECRET_BLOCK": base64.StdEncoding.EncodeToString(forged)}}
		if _, err := s.openBlock(call, b.at); err == nil {
			t.Errorf("took the block %q", text)
		}
		// The operations that name no client read the id in front first.
		_, _ = sessionClient(text)
	})
}

// FuzzSRPPublic sends any SRP_A: what is taken lies in the group and is no multiple of the prime.
func FuzzSRPPublic(f *testing.F) {
	group := newSRPGroup()
	for _, seed := range []string{"", "0", "1", "-1", "+1", "0x10", "zz", srpPrime, "00" + srpPrime, strings.Repeat("f", maxSRPHex+1), "1_0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := group.parsePublic(text)
		if ok && (n.Sign() <= 0 || len(text) > maxSRPHex || n.Cmp(group.prime) == 0) {
			t.Errorf("took %q", text)
		}
	})
}
