package authtest

import (
	"fmt"
	"testing"
	"time"

	"usher/internal/auth"
)

// newPhone is a number of the range that is kept for films.
func (s *suite) newPhone() string {
	s.made++
	return fmt.Sprintf("+1202555%04d", s.made)
}

// withPhone gives an account a phone number and proves it.
func (s *suite) withPhone(t *testing.T, a account) string {
	t.Helper()
	access, phone := s.session(t, a).Access, s.newPhone()
	_, err := s.Pool.UpdateAttributes(t.Context(), access, []auth.Attribute{{Name: "phone_number", Value: phone}})
	if err != nil {
		t.Fatalf("UpdateAttributes: %v", err)
	}
	_, err = s.Pool.SendAttributeCode(t.Context(), access, "phone_number")
	expect(t, err, "")
	if err := s.Pool.VerifyAttribute(t.Context(), access, "phone_number", s.Code(t, phone)); err != nil {
		t.Fatalf("VerifyAttribute: %v", err)
	}
	return phone
}

func (s *suite) profile(t *testing.T, accessToken string) auth.Profile {
	t.Helper()
	user, err := s.Pool.User(t.Context(), accessToken)
	if err != nil {
		t.Fatalf("User: %v", err)
	}
	return user.Profile()
}

// moving asks for a new address and returns it.
func (s *suite) moving(t *testing.T, accessToken string) (email string) {
	t.Helper()
	email = s.NewEmail()
	sent, err := s.Pool.UpdateAttributes(t.Context(), accessToken, []auth.Attribute{{Name: "email", Value: email}})
	if err != nil {
		t.Fatalf("UpdateAttributes: %v", err)
	}
	if len(sent) != 1 || sent[0].Attribute != "email" || sent[0].Channel != auth.ByEmail || sent[0].Destination == "" || sent[0].Destination == email {
		t.Fatalf("deliveries %+v, want one code for the e-mail address, masked", sent)
	}
	return email
}

func attributeChecks() []check {
	const attempts = 16 // VerifyUserAttribute takes fifteen an hour
	return []check{
		{"UpdateAttributes/sets, and DeleteAttributes takes away", []need{users}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			sent, err := s.Pool.UpdateAttributes(t.Context(), access, []auth.Attribute{{Name: "name", Value: "Ann"}, {Name: "locale", Value: "de"}})
			expect(t, err, "")
			if len(sent) != 0 {
				t.Errorf("codes were sent for a name: %+v", sent)
			}
			if p := s.profile(t, access); p.Name == nil || *p.Name != "Ann" || p.Locale == nil {
				t.Errorf("profile %+v", p)
			}
			expect(t, s.Pool.DeleteAttributes(t.Context(), access, []string{"name"}), "")
			expect(t, s.Pool.DeleteAttributes(t.Context(), access, []string{"name"}), "")
			if p := s.profile(t, access); p.Name != nil || p.Locale == nil {
				t.Errorf("profile %+v, want the locale alone", p)
			}
		}},
		{"UpdateAttributes/what is the pool's is InvalidInput", []need{users}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			for _, name := range []string{"email_verified", "sub"} {
				_, err := s.Pool.UpdateAttributes(t.Context(), access, []auth.Attribute{{Name: name, Value: "true"}})
				expect(t, err, auth.InvalidInput)
			}
		}},
		{"VerifyAttribute/an address counts from its proof", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			access := s.session(t, a).Access
			email := s.moving(t, access)
			if p := s.profile(t, access); p.Email == nil || *p.Email != a.email || p.EmailVerified == nil || !*p.EmailVerified {
				t.Errorf("profile %+v before the proof, want the old address", p)
			}
			s.session(t, a)
			_, err := s.signIn(t, email, a.password)
			expect(t, err, auth.InvalidCredentials)
			// A typing error is mended by asking for another address.
			email = s.moving(t, access)
			code := s.Code(t, email)
			expect(t, s.Pool.VerifyAttribute(t.Context(), access, "email", wrong(code)), auth.InvalidCode)
			expect(t, s.Pool.VerifyAttribute(t.Context(), access, "email", code), "")
			if p := s.profile(t, access); p.Email == nil || *p.Email != email || p.EmailVerified == nil || !*p.EmailVerified {
				t.Errorf("profile %+v after the proof, want the new address", p)
			}
			s.session(t, account{email: email, password: a.password})
			_, err = s.signIn(t, a.email, a.password)
			expect(t, err, auth.InvalidCredentials)
			expect(t, s.Pool.VerifyAttribute(t.Context(), access, "email", code), auth.CodeExpired, auth.InvalidCode)
		}},
		{"UpdateAttributes/a forgotten password goes by the proven address", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.moving(t, s.session(t, a).Access)
			fresh := s.newPassword()
			expect(t, s.Pool.ConfirmForgotPassword(t.Context(), a.email, s.recovery(t, a), fresh), "")
			s.session(t, account{email: a.email, password: fresh})
		}},
		{"VerifyAttribute/an old code is CodeExpired, and a new one helps", []need{codes, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			email := s.moving(t, s.session(t, a).Access)
			code := s.Code(t, email)
			s.Advance(auth.VerificationCodeLife + time.Minute)
			access := s.session(t, a).Access
			expect(t, s.Pool.VerifyAttribute(t.Context(), access, "email", code), auth.CodeExpired)
			d, err := s.Pool.SendAttributeCode(t.Context(), access, "email")
			expect(t, err, "")
			if d.Channel != auth.ByEmail || d.Destination == "" {
				t.Errorf("delivery %+v", d)
			}
			expect(t, s.Pool.VerifyAttribute(t.Context(), access, "email", s.Code(t, email)), "")
		}},
		{"VerifyAttribute/another account's address is AliasInUse", []need{codes}, func(t *testing.T, s *suite) {
			mine, theirs := s.confirmed(t), s.confirmed(t)
			access := s.session(t, mine).Access
			_, err := s.Pool.UpdateAttributes(t.Context(), access, []auth.Attribute{{Name: "email", Value: theirs.email}})
			if err != nil {
				expect(t, err, auth.AliasInUse)
				return
			}
			expect(t, s.Pool.VerifyAttribute(t.Context(), access, "email", s.Code(t, theirs.email)), auth.AliasInUse)
		}},
		{"VerifyAttribute/too many guesses are RateLimited", []need{codes, patience}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			code := s.Code(t, s.moving(t, access))
			expectWait(t, until(attempts, auth.RateLimited, func() error {
				return s.Pool.VerifyAttribute(t.Context(), access, "email", wrong(code))
			}))
		}},
		{"SendAttributeCode/too many are RateLimited", []need{codes, patience}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			s.moving(t, access)
			expectWait(t, until(overResendCap, auth.RateLimited, func() error {
				_, err := s.Pool.SendAttributeCode(t.Context(), access, "email")
				return err
			}))
		}},
		{"UpdateAttributes/an undeliverable code is DeliveryFailed", []need{codes, breakMail}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			s.Operator.FailDelivery(t)
			_, err := s.Pool.UpdateAttributes(t.Context(), access, []auth.Attribute{{Name: "email", Value: s.NewEmail()}})
			expect(t, err, auth.DeliveryFailed)
		}},
	}
}

func deleteChecks() []check {
	return []check{
		{"DeleteUser/ends the account and all its sessions", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			tokens, other := s.session(t, a), s.session(t, a)
			expect(t, s.Pool.DeleteUser(t.Context(), tokens.Access), "")
			_, err := s.Pool.User(t.Context(), other.Access)
			expectReason(t, err, auth.ReasonRevoked, auth.ReasonInvalid)
			_, err = s.Pool.Refresh(t.Context(), other.Refresh)
			expect(t, err, auth.SessionExpired)
			_, err = s.signIn(t, a.email, a.password)
			expect(t, err, auth.InvalidCredentials)
			expectReason(t, s.Pool.DeleteUser(t.Context(), tokens.Access), auth.ReasonRevoked, auth.ReasonInvalid)
		}},
		{"DeleteUser/frees the address", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expect(t, s.Pool.DeleteUser(t.Context(), s.session(t, a).Access), "")
			receipt, err := s.signUp(t, a.email, a.password)
			expect(t, err, "")
			if receipt.Confirmed || !receipt.CodeSent {
				t.Errorf("receipt %+v, want a new account that waits for its code", receipt)
			}
		}},
	}
}
