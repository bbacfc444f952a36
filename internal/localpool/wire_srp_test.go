package localpool_test

import (
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// bySRP signs in by USER_SRP_AUTH as the official clients do.
func (r *rig) bySRP(a app, username, password string) (*cip.RespondToAuthChallengeOutput, error) {
	r.t.Helper()
	c := newSRPClient(r.t)
	out := r.mustBegin(a, types.AuthFlowTypeUserSrpAuth, username, map[string]string{"SRP_A": c.public.Text(16)}, types.ChallengeNameTypePasswordVerifier)
	proof := c.prove(r.t, a.pool, password, r.clock.Now(), out.ChallengeParameters)
	return r.answer(a, types.ChallengeNameTypePasswordVerifier, out.Session, out.ChallengeParameters["USER_ID_FOR_SRP"], proof)
}

func TestSRPSignsIn(t *testing.T) {
	r := newRig(t)
	const email = "srp@example.com"
	sub := r.newUser(email, goodPassword)
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, email, map[string]string{"SRP_A": newSRPClient(t).public.Text(16)}, types.ChallengeNameTypePasswordVerifier)
	if out.Session != nil || out.ChallengeParameters["USER_ID_FOR_SRP"] != sub || out.ChallengeParameters["USERNAME"] != sub {
		t.Errorf("session %v, parameters %v; want none, and the internal name", out.Session != nil, out.ChallengeParameters)
	}
	for range 8 { // salts, secrets and padding differ from run to run
		tokens, err := r.bySRP(r.secure, email, goodPassword)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.getUser(aws.ToString(tokens.AuthenticationResult.AccessToken)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.bySRP(r.secure, email, wrongPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	if _, err := r.bySRP(r.secure, sub, goodPassword); err != nil {
		t.Errorf("by the internal name: %v", err)
	}
}

func TestSRPFollowsThePassword(t *testing.T) {
	r := newRig(t)
	const email = "follow@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.secure, email, goodPassword).AccessToken)
	steps := []struct {
		name string
		set  func(password string) error
	}{
		{"changed", func(password string) error { return r.changePassword(access, goodPassword, password) }},
		{"reset", func(password string) error {
			if _, err := r.forgot(r.secure, email); err != nil {
				return err
			}
			return r.reset(r.secure, email, r.lastCode(email), password)
		}},
		{"set by an administrator", func(password string) error { return r.setPassword(email, password, true) }},
	}
	for i, step := range steps {
		r.sub(step.name, func(r *rig) {
			password := otherPassword + strings.Repeat("x", i)
			if err := step.set(password); err != nil {
				r.t.Fatal(err)
			}
			if _, err := r.bySRP(r.secure, email, password); err != nil {
				r.t.Errorf("new password: %v", err)
			}
			_, err := r.bySRP(r.secure, email, goodPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		})
	}
	r.sub("temporary", func(r *rig) {
		r.invited(r.open, "temp@example.com")
		out, err := r.bySRP(r.secure, "temp@example.com", temporaryPassword)
		if err != nil || out.ChallengeName != types.ChallengeNameTypeNewPasswordRequired {
			r.t.Fatalf("challenge %v, %v; want NEW_PASSWORD_REQUIRED", out, err)
		}
		r.mustAnswer(r.secure, types.ChallengeNameTypeNewPasswordRequired, out.Session, "temp@example.com", newPassword(goodPassword), "")
		if _, err := r.bySRP(r.secure, "temp@example.com", goodPassword); err != nil {
			r.t.Error(err)
		}
	})
}

func TestSRPRefuses(t *testing.T) {
	r := newRig(t)
	const email = "strict@example.com"
	sub := r.newUser(email, goodPassword)
	c := newSRPClient(t)
	begin := func(r *rig) map[string]string {
		return r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, email, map[string]string{"SRP_A": c.public.Text(16)}, types.ChallengeNameTypePasswordVerifier).ChallengeParameters
	}
	for name, a := range map[string]string{
		"zero": "0", "the prime": c.n.Text(16), "twice the prime": new(big.Int).Lsh(c.n, 1).Text(16), "no number": "xyz", "a negative number": "-5",
		"a long number": strings.Repeat("f", 4096),
	} {
		r.sub("SRP_A that is "+name, func(r *rig) {
			_, err := r.begin(r.secure, types.AuthFlowTypeUserSrpAuth, email, map[string]string{"SRP_A": a})
			wantFailure(r.t, err, "InvalidParameterException", "")
		})
	}
	answer := func(r *rig, username string, proof map[string]string) error {
		_, err := r.answer(r.secure, types.ChallengeNameTypePasswordVerifier, nil, username, proof)
		return err
	}
	r.sub("a block twice", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		if err := answer(r, sub, proof); err != nil {
			r.t.Fatal(err)
		}
		wantFailure(r.t, answer(r, sub, proof), "NotAuthorizedException", textSessionUsed)
	})
	r.sub("a late answer", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		r.clock.Advance(time.Minute)
		wantFailure(r.t, answer(r, sub, proof), "NotAuthorizedException", textSessionExpired)
	})
	r.sub("a time of another form", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		proof["TIMESTAMP"] = "2026-03-02T09:30:00Z"
		wantFailure(r.t, answer(r, sub, proof), "InvalidParameterException", "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
	})
	r.sub("a time that was not signed", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		proof["TIMESTAMP"] = "Mon Mar 2 09:30:01 UTC 2026"
		wantFailure(r.t, answer(r, sub, proof), "NotAuthorizedException", textWrongPassword)
	})
	r.sub("a forged block", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		proof["PASSWORD_CLAIM_SECRET_BLOCK"] = base64.StdEncoding.EncodeToString(make([]byte, 400))
		wantFailure(r.t, answer(r, sub, proof), "NotAuthorizedException", textSessionInvalid)
	})
	r.sub("no signature", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		proof["PASSWORD_CLAIM_SIGNATURE"] = ""
		wantFailure(r.t, answer(r, sub, proof), "InvalidParameterException", "Missing required parameter PASSWORD_CLAIM_SIGNATURE")
	})
	r.sub("a secret hash over another name than USER_ID_FOR_SRP", func(r *rig) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), begin(r))
		wantFailure(r.t, answer(r, email, proof), "NotAuthorizedException", "Unable to verify secret hash for client "+r.secure.id)
		proof["SECRET_HASH"] = *r.secure.hash(sub)
		if err := answer(r, email, proof); err != nil {
			r.t.Errorf("over USER_ID_FOR_SRP: %v", err)
		}
	})
	r.sub("guesses without end", func(r *rig) {
		r.clock.Advance(time.Hour)
		for range 5 {
			_, err := r.bySRP(r.secure, email, wrongPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		}
		_, err := r.begin(r.secure, types.AuthFlowTypeUserSrpAuth, email, map[string]string{"SRP_A": c.public.Text(16)})
		wantFailure(r.t, err, "NotAuthorizedException", textLockedOut)
		_, err = r.signIn(r.secure, email, goodPassword)
		wantFailure(r.t, err, "NotAuthorizedException", textLockedOut)
	})
}

func TestNobodyLooksLikeAUserInSRP(t *testing.T) {
	r := newRig(t)
	r.newUser("real@example.com", goodPassword)
	if _, err := r.signUpWithout(r.secure, "bare@example.com"); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"nobody@example.com", "bare@example.com"} {
		r.sub(email, func(r *rig) {
			start := map[string]string{"SRP_A": newSRPClient(r.t).public.Text(16)}
			first := r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, email, start, types.ChallengeNameTypePasswordVerifier).ChallengeParameters
			again := r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, strings.ToUpper(email), start, types.ChallengeNameTypePasswordVerifier).ChallengeParameters
			if first["SALT"] != again["SALT"] || first["USER_ID_FOR_SRP"] != again["USER_ID_FOR_SRP"] || !uuidShape.MatchString(first["USER_ID_FOR_SRP"]) {
				r.t.Errorf("first %v\nagain %v; want the same salt and UUID", first, again)
			}
			if first["SRP_B"] == again["SRP_B"] {
				r.t.Error("SRP_B is the same twice")
			}
			_, err := r.bySRP(r.secure, email, goodPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
			byID := r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, first["USER_ID_FOR_SRP"], start, types.ChallengeNameTypePasswordVerifier).ChallengeParameters
			if byID["SALT"] != first["SALT"] || byID["USER_ID_FOR_SRP"] != first["USER_ID_FOR_SRP"] {
				r.t.Errorf("by the internal name: %v", byID)
			}
			for range 4 {
				if _, err := r.bySRP(r.secure, email, goodPassword); err == nil {
					r.t.Fatal("signed in")
				}
			}
			_, err = r.begin(r.secure, types.AuthFlowTypeUserSrpAuth, email, start)
			wantFailure(r.t, err, "NotAuthorizedException", textLockedOut)
		})
	}
}

func TestSRPInChoiceBasedSignIn(t *testing.T) {
	r := newRig(t)
	const email = "choice@example.com"
	sub := r.newUser(email, goodPassword)
	c := newSRPClient(t)
	start := map[string]string{"SRP_A": c.public.Text(16)}
	finish := func(r *rig, session *string, parameters map[string]string) {
		proof := c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), parameters)
		_, err := r.answer(r.secure, types.ChallengeNameTypePasswordVerifier, r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, nil, types.ChallengeNameTypeSelectChallenge).Session, sub, proof)
		wantFailure(r.t, err, "NotAuthorizedException", textSessionInvalid)
		r.mustAnswer(r.secure, types.ChallengeNameTypePasswordVerifier, session, sub, proof, "")
	}
	r.sub("preferred", func(r *rig) {
		out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": start["SRP_A"]}, types.ChallengeNameTypePasswordVerifier)
		if out.Session == nil {
			r.t.Fatal("no session")
		}
		finish(r, out.Session, out.ChallengeParameters)
	})
	r.sub("chosen", func(r *rig) {
		session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, nil, types.ChallengeNameTypeSelectChallenge).Session
		out := r.mustAnswer(r.secure, types.ChallengeNameTypeSelectChallenge, session, email, map[string]string{"ANSWER": "PASSWORD_SRP", "SRP_A": start["SRP_A"]}, types.ChallengeNameTypePasswordVerifier)
		finish(r, out.Session, out.ChallengeParameters)
	})
	r.sub("in two steps", func(r *rig) {
		session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("PASSWORD_SRP"), types.ChallengeNameTypePasswordSrp).Session
		out := r.mustAnswer(r.secure, types.ChallengeNameTypePasswordSrp, session, email, start, types.ChallengeNameTypePasswordVerifier)
		finish(r, out.Session, out.ChallengeParameters)
	})
}

func TestOneSRPProofSignsInOnce(t *testing.T) {
	r := newRig(t)
	const email = "proof@example.com"
	sub := r.newUser(email, goodPassword)
	c := newSRPClient(t)
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, email, map[string]string{"SRP_A": c.public.Text(16)}, types.ChallengeNameTypePasswordVerifier)
	proof := c.prove(t, r.secure.pool, goodPassword, r.clock.Now(), out.ChallengeParameters)
	wantOneWinner(t, race(func(int) error {
		_, err := r.answer(r.secure, types.ChallengeNameTypePasswordVerifier, nil, sub, proof)
		return err
	}), "NotAuthorizedException")
}
