package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
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
// InvalidInput, PasswordEnvelopeRefused, PasswordEnvelopeExpired, WeakPassword, NotEnabled, RateLimited,
// DeliveryFailed, and faults.
func (s *Service) SignUp(ctx context.Context, in SignUp) (SignUpStarted, error) {
	began := s.now()
	email, problem := normalizeEmail(in.Email, "input", "email")
	if problem != nil {
		return SignUpStarted{}, problem
	}
	if err := checkAttributes(in.Attributes, nil, "input", "attributes"); err != nil {
		return SignUpStarted{}, err
	}
	if err := s.unseal(ctx, &in.Password, UseSignUp, email, "input", "password"); err != nil {
		return SignUpStarted{}, err
	}
	password := in.Password
	if password == "" {
		password = s.initialPassword(email, s.settings.get(ctx).PasswordPolicy)
	} else if err := s.checkPassword(ctx, password, append(namesIn(in.Attributes), email)...); err != nil {
		return SignUpStarted{}, err
	}
	defer s.pace.hold(ctx, began, paceOfSending)
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
		// A new address needs no reminder, so a stranger who has used up the quota of reminders must
		// not find an account by it.
		if err := hush(s.remind(ctx, email), UpstreamThrottled); err != nil {
			return SignUpStarted{}, err
		}
	default:
		return SignUpStarted{}, err
	}
	sent := s.notes.codeSent(ctx, began, email, signUpCode)
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
	began := s.now()
	name, problem := normalizeUsername(username, "input", "username")
	if problem != nil {
		return CodeDelivery{}, problem
	}
	defer s.pace.hold(ctx, began, paceOfSending)
	// Mail that fails is the operator's to mend and in the log: saying so here would tell which
	// names have somebody to mail to.
	if err := hush(s.remind(ctx, name), DeliveryFailed); err != nil {
		return CodeDelivery{}, err
	}
	return delivery(name, s.notes.codeSent(ctx, began, name, kind), kind.life()), nil
}

// remind sends whichever code the state of the account calls for. Both calls are always made,
// whatever the state: the pool answers each as it may, and at most one of them sends anything. They are
// made at once, so that reminding somebody who signs up again takes about as long as signing up.
//
// The pool's own cap on messages is hushed: it holds for known names only. The limits count every name
// alike before a flow begins. The log tells of it, for whoever waits for that message asks the operator. It
// cannot say which call would have sent: a pool may answer the other as if it had.
func (s *Service) remind(ctx context.Context, name string) error {
	resent, recovery := atOnce(
		func() error { return s.pool.ResendConfirmationCode(ctx, name) },
		func() error { return s.pool.ForgotPassword(ctx, name) },
	)
	if CodeOf(resent) == RateLimited || CodeOf(recovery) == RateLimited {
		s.log.WarnContext(ctx, "the user pool's own cap on messages to one account may have kept one back; the caller is not told")
	}
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
// passes any policy a pool can have: all four classes of characters, and as long as the pool asks. The
// service's own minimum has no say: it may change before the sign-up is finished.
func (s *Service) initialPassword(email string, policy PasswordPolicy) Password {
	mac := hmac.New(sha256.New, s.initialKey)
	mac.Write([]byte(email))
	return unguessable(mac.Sum(nil), policy)
}

// unknownPassword is for the account of somebody who signs in by mailed codes. It is random, so that
// not even this server can make it again.
func (s *Service) unknownPassword(ctx context.Context) (Password, error) {
	settings := s.Settings(ctx)
	if !slices.Contains(settings.FirstFactors, FactorEmail) {
		return "", invalidField("Choose a password.", "input", "password")
	}
	secret := make([]byte, sha256.Size)
	if _, err := io.ReadFull(s.challenges.rand, secret); err != nil {
		return "", Errorf(Internal, "no randomness for a password: %w", err)
	}
	return unguessable(secret, settings.PasswordPolicy), nil
}

// unguessable writes a secret as a password that passes any policy.
func unguessable(secret []byte, policy PasswordPolicy) Password {
	const suffix = "aA1!"
	text := base64.RawURLEncoding.EncodeToString(secret) + suffix
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

// checkAttributes refuses what a user must not set, besides what is allowed by name. The pool
// refuses most of it too; saying so before the call gives a better answer.
func checkAttributes(attributes []Attribute, allowed []string, path ...string) error {
	if len(attributes) > maxAttributes {
		return invalidField("Too many attributes.", path...)
	}
	for _, a := range attributes {
		if slices.Contains(protectedAttributes(), a.Name) && !slices.Contains(allowed, a.Name) {
			return invalidField("One of these attributes cannot be set here.", path...)
		}
		if a.Name == "" || len(a.Name) > maxAttributeName || len(a.Value) > maxAttributeLength {
			return invalidField("An attribute's name or value is empty or too long.", path...)
		}
		if slices.Contains(linkAttributes(), a.Name) && a.Value != "" && !isWebURL(a.Value) {
			return invalidField("The attribute "+a.Name+" is not an http or https address.", path...)
		}
	}
	return nil
}

// linkAttributes are the claims whose values are addresses of pages and pictures (OpenID Connect Core
// 1.0, section 5.1).
func linkAttributes() []string { return []string{"picture", "profile", "website"} }

// protectedAttributes have a flow of their own, or are the pool's.
func protectedAttributes() []string {
	return []string{"email", "sub", "email_verified", "phone_number_verified", "identities"}
}
