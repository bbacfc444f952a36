package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
)

// SignUp is the input of [Service.SignUp].
type SignUp struct {
	Email      string
	Password   Password // empty: it is chosen when the code is confirmed
	Attributes []Attribute
}

// SignUpStarted is the outcome of [Service.SignUp]. It is the same whether or not the address
// has an account.
type SignUpStarted struct {
	Delivery  *CodeDelivery // nil when the pool confirms users by itself
	Confirmed bool
}

// SignUp starts an account. Without a password the pool gets one that is derived from a server
// key, so that nobody can sign in before the code is proven.
//
// An address that already has an account gets the same answer, and its owner a message: a fresh
// sign-up code when the account is unconfirmed, a recovery code when it is confirmed, either of
// which finishes the same screen (see [Service.ConfirmSignUp]).
//
// InvalidInput, WeakPassword, NotEnabled, RateLimited, DeliveryFailed, and faults.
func (s *Service) SignUp(ctx context.Context, in SignUp) (SignUpStarted, error) {
	email, problem := normalizeEmail(in.Email, "input", "email")
	if problem != nil {
		return SignUpStarted{}, problem
	}
	if err := checkAttributes(in.Attributes); err != nil {
		return SignUpStarted{}, err
	}
	policy := s.settings.policy(ctx)
	password := in.Password
	if password == "" {
		password = s.initialPassword(email, policy)
	} else if broken := policy.Violations(password); broken != nil {
		return SignUpStarted{}, &Error{Code: WeakPassword, Violated: broken}
	}
	if err := s.notes.allow(ctx, "sends", email, sendsPerHour); err != nil {
		return SignUpStarted{}, err
	}
	receipt, err := s.pool.SignUp(ctx, NewUser{
		Username:   email,
		Password:   password,
		Attributes: append([]Attribute{{"email", email}}, in.Attributes...),
	})
	switch CodeOf(err) {
	case "":
		if receipt.Confirmed {
			return SignUpStarted{Confirmed: true}, nil
		}
	case UserExists:
		if err := s.remind(ctx, email); err != nil {
			return SignUpStarted{}, err
		}
	default:
		return SignUpStarted{}, err
	}
	sent := s.notes.codeSent(ctx, email, signUpCode)
	return SignUpStarted{Delivery: new(delivery(email, sent, signUpCode.life()))}, nil
}

// ResendConfirmationCode has the code sent again. The answer is the same for any address; a
// confirmed account's owner gets a recovery code, which finishes the same screen.
//
// InvalidInput, RateLimited, and faults.
func (s *Service) ResendConfirmationCode(ctx context.Context, username string) (CodeDelivery, error) {
	return s.sendCode(ctx, username, signUpCode)
}

// sendCode answers alike for any name.
func (s *Service) sendCode(ctx context.Context, username string, kind codeKind) (CodeDelivery, error) {
	name, problem := normalizeUsername(username, "input", "username")
	if problem != nil {
		return CodeDelivery{}, problem
	}
	if err := s.notes.allow(ctx, "sends", name, sendsPerHour); err != nil {
		return CodeDelivery{}, err
	}
	// Mail that fails is the operator's to mend and in the log: saying so here would tell which
	// names have somebody to mail to.
	if err := hush(s.remind(ctx, name), DeliveryFailed); err != nil {
		return CodeDelivery{}, err
	}
	return delivery(name, s.notes.codeSent(ctx, name, kind), kind.life()), nil
}

// remind sends whichever code the state of the account calls for. Both calls are always made,
// whatever the state: the pool answers each as it may, and at most one of them sends anything.
//
// The pool's own cap on messages is hushed: callers count every name alike before they come here.
func (s *Service) remind(ctx context.Context, name string) error {
	resent := s.pool.ResendConfirmationCode(ctx, name)
	recovery := s.pool.ForgotPassword(ctx, name)
	return firstError(
		hush(resent, AlreadyConfirmed, UserNotFound, NotEnabled, InvalidInput, RateLimited),
		hush(recovery, UserNotFound, NotEnabled, InvalidInput, NotConfirmed, RateLimited),
	)
}

// hush drops the outcomes that would tell whether an account exists.
func hush(err error, codes ...Code) error {
	if slices.Contains(codes, CodeOf(err)) {
		return nil
	}
	return err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// initialPassword derives the password of an account whose owner has not chosen one yet. It
// passes any policy a pool can have: all four classes of characters, and as long as asked.
func (s *Service) initialPassword(email string, policy PasswordPolicy) Password {
	mac := hmac.New(sha256.New, s.initialKey)
	mac.Write([]byte(email))
	const suffix = "aA1!"
	text := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) + suffix
	for len(text) < policy.MinLength {
		text += suffix
	}
	return Password(text)
}

const (
	maxAttributes      = 30
	maxAttributeName   = 32
	maxAttributeLength = 2048 // Cognito ATTRVALUE
)

// checkAttributes refuses what a sign-up must not set for itself. The pool refuses most of it
// too; saying so before the call gives a better answer.
func checkAttributes(attributes []Attribute) error {
	if len(attributes) > maxAttributes {
		return invalidField("Too many attributes.", "input", "attributes")
	}
	for _, a := range attributes {
		switch a.Name {
		case "email", "sub", "email_verified", "phone_number_verified", "identities":
			return invalidField("One of these attributes cannot be set here.", "input", "attributes")
		}
		if a.Name == "" || len(a.Name) > maxAttributeName || len(a.Value) > maxAttributeLength {
			return invalidField("An attribute's name or value is empty or too long.", "input", "attributes")
		}
	}
	return nil
}
