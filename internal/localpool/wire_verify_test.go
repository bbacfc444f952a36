package localpool_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"usher/internal/localpool"
)

// Hourly caps of the reference, per user.
const (
	attributeCodeRequests = 5
	verifyAttempts        = 15
)

func (r *rig) verify(accessToken, name, code string) error {
	_, err := r.api.VerifyUserAttribute(r.t.Context(), &cip.VerifyUserAttributeInput{AccessToken: &accessToken, AttributeName: &name, Code: &code})
	return err
}

func (r *rig) attributeCode(accessToken, name string) (*cip.GetUserAttributeVerificationCodeOutput, error) {
	return r.api.GetUserAttributeVerificationCode(r.t.Context(), &cip.GetUserAttributeVerificationCodeInput{AccessToken: &accessToken, AttributeName: &name})
}

// moving is a user of the seeded pool who asked for a new address and has not proven it yet.
func (r *rig) moving(from, to string) (sub, access string) {
	r.t.Helper()
	sub = r.newUser(from, goodPassword)
	access = aws.ToString(r.session(r.open, from, goodPassword).AccessToken)
	if _, err := r.updateAttributes(access, attribute("email", to)); err != nil {
		r.t.Fatal(err)
	}
	return sub, access
}

func (r *rig) wantEmail(username, address, verified string) {
	r.t.Helper()
	if got := attributeMap(r.state(username).UserAttributes); got["email"] != address || got["email_verified"] != verified {
		r.t.Errorf("email %s, verified %s; want %s, %s", got["email"], got["email_verified"], address, verified)
	}
}

func TestProvenAddressTakesThePlaceOfTheOldOne(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const old, next = "before@example.com", "after@example.com"
		sub, access := r.moving(old, next)
		if err := r.verify(access, "email", r.lastCode(next)); err != nil {
			t.Fatal(err)
		}
		r.wantEmail(sub, next, "true")
		if got := parseJWT(t, aws.ToString(r.session(r.open, next, goodPassword).IdToken)); got.text("email") != next || got.text("sub") != sub {
			t.Errorf("the token says %s of %s, want %s of %s", got.text("email"), got.text("sub"), next, sub)
		}
		_, err := r.signIn(r.open, old, goodPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		if again := r.newUser(old, goodPassword); again == sub {
			t.Error("the old address still leads to the user who left it")
		}
		if _, err := r.forgot(r.open, next); err != nil {
			t.Fatal(err)
		}
		if err := r.reset(r.open, next, r.lastCode(next), otherPassword); err != nil {
			t.Errorf("recovery by the new address: %v", err)
		}
	})
}

func TestAttributeCodesAreHeldToTheirRules(t *testing.T) {
	const old, next = "rules@example.com", "rules@next.example"
	cases := []struct {
		name       string
		prepare    func(r *rig, access string) string
		code, text string
	}{
		{"wrong code", func(r *rig, _ string) string { return r.wrongCode(next) }, "CodeMismatchException", textCodeMismatch},
		{"used code", func(r *rig, access string) string {
			if err := r.verify(access, "email", r.lastCode(next)); err != nil {
				r.t.Fatal(err)
			}
			return r.lastCode(next)
		}, "ExpiredCodeException", textCodeExpired},
		{"a day old", func(r *rig, _ string) string {
			r.clock.Advance(24 * time.Hour)
			return r.lastCode(next)
		}, "ExpiredCodeException", textCodeExpired},
		{"a second short of a day old, and wrong", func(r *rig, _ string) string {
			r.clock.Advance(24*time.Hour - time.Second)
			return r.wrongCode(next)
		}, "CodeMismatchException", textCodeMismatch},
		{"replaced by a newer one", func(r *rig, access string) string {
			first := r.lastCode(next)
			if _, err := r.attributeCode(access, "email"); err != nil {
				r.t.Fatal(err)
			}
			return first
		}, "CodeMismatchException", textCodeMismatch},
		{"address changed again", func(r *rig, access string) string {
			first := r.lastCode(next)
			if _, err := r.updateAttributes(access, attribute("email", "third@example.com")); err != nil {
				r.t.Fatal(err)
			}
			return first
		}, "CodeMismatchException", textCodeMismatch},
		{"change taken back", func(r *rig, access string) string {
			if _, err := r.updateAttributes(access, attribute("email", old)); err != nil {
				r.t.Fatal(err)
			}
			return r.lastCode(next)
		}, "ExpiredCodeException", textCodeExpired},
		{"a recovery code", func(r *rig, _ string) string {
			if _, err := r.forgot(r.open, old); err != nil {
				r.t.Fatal(err)
			}
			return r.lastCode(old)
		}, "CodeMismatchException", textCodeMismatch},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			sub, access := r.moving(old, next)
			code := c.prepare(r, access)
			before := attributeMap(r.state(sub).UserAttributes)["email"]
			// A code outlives the token it was asked for with.
			access = aws.ToString(r.session(r.open, before, goodPassword).AccessToken)
			wantFailure(t, r.verify(access, "email", code), c.code, c.text)
			r.wantEmail(sub, before, "true")
		})
	}
}

func TestWrongCodeLeavesTheRightOneUsable(t *testing.T) {
	r := newRig(t)
	const old, next = "patient@example.com", "patient@next.example"
	sub, access := r.moving(old, next)
	wantFailure(t, r.verify(access, "email", r.wrongCode(next)), "CodeMismatchException", textCodeMismatch)
	if err := r.verify(access, "email", r.lastCode(next)); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, next, "true")
}

func TestResentAttributeCodeGoesToTheAddressThatWaits(t *testing.T) {
	r := newRig(t)
	const old, next = "waits@example.com", "waits@next.example"
	sub, access := r.moving(old, next)
	mailsToOld := len(r.mail.To(old))
	out, err := r.attributeCode(access, "email")
	if err != nil {
		t.Fatal(err)
	}
	if got := out.CodeDeliveryDetails; aws.ToString(got.Destination) != "w***@n***" || aws.ToString(got.AttributeName) != "email" || got.DeliveryMedium != "EMAIL" {
		t.Errorf("delivery %+v, want EMAIL to w***@n*** for email", got)
	}
	if messages := r.mail.To(next); len(messages) != 2 || messages[1].Purpose != "VerifyUserAttribute" {
		t.Errorf("messages %+v, want a second one for VerifyUserAttribute", messages)
	}
	if got := len(r.mail.To(old)); got != mailsToOld {
		t.Error("the old address was mailed")
	}
	if err := r.verify(access, "email", r.lastCode(next)); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, next, "true")
}

func TestPhoneNumberIsProvenByText(t *testing.T) {
	r := newRig(t)
	const email, phone = "caller@example.com", "+14325551212"
	sub := r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	if _, err := r.updateAttributes(access, attribute("phone_number", phone)); err != nil {
		t.Fatal(err)
	}
	out, err := r.attributeCode(access, "phone_number")
	if err != nil {
		t.Fatal(err)
	}
	if got := out.CodeDeliveryDetails; aws.ToString(got.Destination) != "+*******1212" || got.DeliveryMedium != "SMS" {
		t.Errorf("delivery %+v, want SMS to +*******1212", got)
	}
	texts := r.mail.To(phone)
	if len(texts) == 0 || texts[len(texts)-1].Medium != "SMS" {
		t.Fatalf("texts %+v, want one by SMS", texts)
	}
	wantFailure(t, r.verify(access, "email", r.lastCode(phone)), "ExpiredCodeException", textCodeExpired)
	if err := r.verify(access, "phone_number", r.lastCode(phone)); err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(r.state(sub).UserAttributes); got["phone_number"] != phone || got["phone_number_verified"] != "true" {
		t.Errorf("attributes %v, want the number, verified", got)
	}
}

func TestOnlyAddressesCanBeProven(t *testing.T) {
	r := newRig(t)
	const email = "name@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	if _, err := r.updateAttributes(access, attribute("name", "Ada")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"name", "sub", "email_verified", "custom:x"} {
		_, err := r.attributeCode(access, name)
		wantFailure(t, err, "InvalidParameterException", "")
		wantFailure(t, r.verify(access, name, "123456"), "InvalidParameterException", "")
	}
	_, err := r.attributeCode(access, "phone_number")
	wantFailure(t, err, "InvalidParameterException", "User does not have the attribute phone_number.")
	wantFailure(t, r.verify("e30.e30.e30", "email", "123456"), "NotAuthorizedException", textInvalidAccess)
}

func TestAttributeCodesAndGuessesAreCapped(t *testing.T) {
	r := newRig(t, func(o *localpool.Options) { o.AccessTTL = 2 * time.Hour })
	const old, next = "capped@example.com", "capped@next.example"
	_, access := r.moving(old, next)
	if got := refusedAt(t, attributeCodeRequests+2, func() error { _, err := r.attributeCode(access, "email"); return err }); got != attributeCodeRequests {
		t.Errorf("refused after %d requests, want %d", got, attributeCodeRequests)
	}
	wrong := r.wrongCode(next)
	for range verifyAttempts {
		wantFailure(t, r.verify(access, "email", wrong), "CodeMismatchException", textCodeMismatch)
	}
	wantFailure(t, r.verify(access, "email", r.lastCode(next)), "LimitExceededException", textAttemptLimit)
	r.clock.Advance(time.Hour)
	if err := r.verify(access, "email", r.lastCode(next)); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}
