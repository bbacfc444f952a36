package localpool_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// transcript lives one account's life and writes down every outcome.
func (r *rig) transcript() []string {
	r.t.Helper()
	const email, stranger = "alike@example.com", "stranger@example.com"
	var lines []string
	note := func(step string, err error) { lines = append(lines, fmt.Sprintf("%s: %+v", step, failureOf(err))) }
	signUp := func(step, name, password string) { _, err := r.signUp(r.secure, name, password); note(step, err) }
	signIn := func(step, password string) string {
		out, err := r.signIn(r.secure, email, password)
		note(step, err)
		if err != nil || out.AuthenticationResult == nil {
			return ""
		}
		return aws.ToString(out.AuthenticationResult.RefreshToken)
	}
	signUp("weak password", email, "weak")
	signUp("sign-up", email, goodPassword)
	signUp("sign-up again", email, goodPassword)
	signIn("unconfirmed", goodPassword)
	note("wrong code", r.confirm(r.secure, email, r.wrongCode(email)))
	_, err := r.resend(r.secure, email)
	note("resend", err)
	note("confirm", r.confirm(r.secure, email, r.lastCode(email)))
	note("confirm again", r.confirm(r.secure, email, r.lastCode(email)))
	note("confirm a stranger", r.confirm(r.secure, stranger, "123456"))
	first := signIn("sign-in", goodPassword)
	out, err := r.refresh(r.secure, first)
	note("refresh", err)
	r.clock.Advance(time.Minute)
	_, err = r.refresh(r.secure, first)
	note("reuse", err)
	if out != nil {
		access := aws.ToString(out.AuthenticationResult.AccessToken)
		note("change password", r.changePassword(access, goodPassword, otherPassword))
		_, err = r.updateAttributes(access, attribute("email", "moved@example.com"))
		note("new address", err)
		note("sign out", r.globalSignOut(access))
		_, err = r.getUser(access)
		note("profile after sign-out", err)
	}
	for range lockoutAfter + 1 {
		signIn("wrong password", wrongPassword)
	}
	r.clock.Advance(time.Hour)
	_, err = r.forgot(r.secure, email)
	note("forgot", err)
	note("reset", r.reset(r.secure, email, r.lastCode(email), goodPassword))
	note("reset again", r.reset(r.secure, email, r.lastCode(email), goodPassword))
	note("disable", r.adminDisable(email))
	signIn("disabled", goodPassword)
	note("enable", r.adminEnable(email))
	note("temporary password", r.setPassword(email, otherPassword, false))
	signIn("temporary", otherPassword)
	return append(lines, "status: "+string(r.state(email).UserStatus))
}

func TestMemoryAndFileBehaveAlike(t *testing.T) {
	memory, file := newMemoryRig(t).transcript(), newRig(t).transcript()
	if diff := cmp.Diff(memory, file); diff != "" {
		t.Errorf("outcomes differ (-memory +file):\n%s", diff)
	}
	if len(memory) < 30 {
		t.Errorf("only %d steps were taken: %v", len(memory), memory)
	}
}

// Once at the cost that production pays, so that the lowered cost elsewhere hides nothing.
func TestProductionHashCost(t *testing.T) {
	r := newRig(t, productionCost)
	r.newUser("cost@example.com", goodPassword)
	_, err := r.signIn(r.open, "cost@example.com", wrongPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	_, err = r.signIn(r.open, "nobody@example.com", wrongPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	r.session(r.open, "cost@example.com", goodPassword)
}
