package auth

import (
	"context"
	"regexp"
	"strings"
)

// phonePattern is E.164: a plus sign and at most fifteen digits.
var phonePattern = regexp.MustCompile(`^\+[1-9][0-9]{4,14}$`)

// Attributes that are proven by a code.
const (
	emailAttribute = "email"
	phoneAttribute = "phone_number"
)

// contact is the attribute behind a channel, and the kind of its codes.
func (c Channel) contact() (attribute string, kind codeKind, ok bool) {
	switch c {
	case ByEmail:
		return emailAttribute, emailCode, true
	case BySMS:
		return phoneAttribute, phoneCode, true
	}
	return "", "", false
}

// RequestEmailChange has a code sent to a new address; [Service.VerifyContact] takes it. Until then
// the old address stays in force, in pools that keep it (AttributesRequireVerificationBeforeUpdate).
// The delivery is nil where the pool sent no code.
//
// InvalidInput, ReauthenticationRequired, AliasInUse, RateLimited, DeliveryFailed, Unauthenticated,
// Forbidden, and faults.
func (s *Service) RequestEmailChange(ctx context.Context, p Principal, email string) (*CodeDelivery, error) {
	address, problem := normalizeEmail(email, "input", "email")
	if problem != nil {
		return nil, problem
	}
	return s.changeContact(ctx, p, ByEmail, address, "email")
}

// RequestPhoneChange has a code sent to a new phone number; otherwise it is as RequestEmailChange.
func (s *Service) RequestPhoneChange(ctx context.Context, p Principal, phone string) (*CodeDelivery, error) {
	phone = strings.Join(strings.Fields(phone), "")
	if !phonePattern.MatchString(phone) {
		return nil, invalidField("Write the phone number with its country code, such as +4915112345678.", "input", "phoneNumber")
	}
	return s.changeContact(ctx, p, BySMS, phone, "phoneNumber")
}

func (s *Service) changeContact(ctx context.Context, p Principal, channel Channel, value, field string) (*CodeDelivery, error) {
	attribute, kind, _ := channel.contact()
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return nil, err
	}
	sent, err := s.pool.UpdateAttributes(ctx, p.AccessToken, []Attribute{{Name: attribute, Value: value}})
	if err != nil {
		return nil, refusedValue(err, "The user pool does not accept it.", "input", field)
	}
	for _, d := range sent {
		if d.Attribute == attribute {
			d.ExpiresAt = s.notes.codeSent(ctx, s.now(), p.Subject, kind).Add(kind.life())
			return &d.CodeDelivery, nil
		}
	}
	return s.sendContactCode(ctx, p, attribute, kind)
}

// sendContactCode is for pools that do not have a changed address proven by themselves
// (AutoVerifiedAttributes). The change is made: that no code can be sent for it is no error.
func (s *Service) sendContactCode(ctx context.Context, p Principal, attribute string, kind codeKind) (*CodeDelivery, error) {
	sent, err := s.pool.SendAttributeCode(ctx, p.AccessToken, attribute)
	switch {
	case CodeOf(err) == InvalidInput || CodeOf(err) == NotEnabled:
		return nil, nil //nolint:nilnil // there is nothing to prove
	case err != nil:
		return nil, err
	}
	sent.ExpiresAt = s.notes.codeSent(ctx, s.now(), p.Subject, kind).Add(kind.life())
	return &sent, nil
}

// ResendVerificationCode sends the code that proves the caller's address or number anew.
//
// InvalidInput, RateLimited, DeliveryFailed, Unauthenticated, Forbidden, and faults.
func (s *Service) ResendVerificationCode(ctx context.Context, p Principal, channel Channel) (CodeDelivery, error) {
	attribute, kind, ok := channel.contact()
	if !ok {
		return CodeDelivery{}, invalidField("A code travels by EMAIL or SMS.", "input", "channel")
	}
	sent, err := s.pool.SendAttributeCode(ctx, p.AccessToken, attribute)
	if err != nil {
		return CodeDelivery{}, refusedValue(err, "There is nothing to prove by this channel. Add the address or number first.", "input", "channel")
	}
	sent.ExpiresAt = s.notes.codeSent(ctx, s.now(), p.Subject, kind).Add(kind.life())
	return sent, nil
}

// VerifyContact proves the caller's new address or number by the code that was sent there.
//
// InvalidInput, InvalidCode, CodeExpired, AliasInUse, RateLimited, Unauthenticated, Forbidden, and
// faults.
func (s *Service) VerifyContact(ctx context.Context, p Principal, channel Channel, code string) error {
	attribute, kind, ok := channel.contact()
	if !ok {
		return invalidField("A code travels by EMAIL or SMS.", "input", "channel")
	}
	digits, problem := normalizeCode(code, "input", "code")
	if problem != nil {
		return problem
	}
	err := s.pool.VerifyAttribute(ctx, p.AccessToken, attribute, digits)
	switch CodeOf(err) {
	case InvalidCode, CodeExpired:
		return s.contactCodeProblem(ctx, p.Subject, kind, err)
	}
	return err
}

// contactCodeProblem tells an expired code from a wrong one by our own clock: Cognito calls a code
// expired also when it was used or replaced.
func (s *Service) contactCodeProblem(ctx context.Context, subject string, kind codeKind, err error) error {
	if s.notes.codeExpired(ctx, subject, kind) {
		return &Error{Code: CodeExpired, Err: err}
	}
	if CodeOf(err) == CodeExpired && s.notes.codeLives(ctx, subject, kind) {
		return &Error{Code: InvalidCode, Err: err}
	}
	return err
}
