package localpool

import (
	"context"
	"slices"
	"strings"
)

const (
	mediumEmail = "EMAIL"
	mediumSMS   = "SMS"

	placeholderCode = "{####}"
	placeholderName = "{username}"

	purposeSignUp          = "SignUp"
	purposeResend          = "ResendCode"
	purposeForgotPassword  = "ForgotPassword"
	purposeAdminCreateUser = "AdminCreateUser"
	purposeUpdateAttribute = "UpdateUserAttribute"
	purposeAuthentication  = "Authentication"

	signInSubject       = "Your authentication code"
	signInText          = "Your authentication code is " + placeholderCode
	verificationSubject = "Your verification code"
	verificationText    = "Your confirmation code is " + placeholderCode
	invitationSubject   = "Your temporary password"
	invitationText      = "Your username is " + placeholderName + " and temporary password is " + placeholderCode + "."
)

// codeDelivery is CodeDeliveryDetailsType.
type codeDelivery struct {
	Destination    string `json:"Destination"`
	DeliveryMedium string `json:"DeliveryMedium"`
	AttributeName  string `json:"AttributeName"`
}

func mediumOf(attr string) string {
	if attr == attrPhone {
		return mediumSMS
	}
	return mediumEmail
}

// deliveryTo masks the form in which the pool compares addresses: the spelling of a stored one would tell it from a
// simulated one.
func (s *scope) deliveryTo(attr, destination string) *codeDelivery {
	return &codeDelivery{Destination: mask(attr, s.pool.normal(destination)), DeliveryMedium: mediumOf(attr), AttributeName: attr}
}

// codeMessage words a code as the pool's template says.
func (s *scope) codeMessage(user *userRecord, purpose, attr, destination, code string) Message {
	subject, text := verificationSubject, verificationText
	settings := &s.pool.Settings
	if template := settings.VerificationMessageTemplate; template != nil {
		subject, text = pick(template.EmailSubject, subject), pick(template.EmailMessage, text)
	}
	subject, text = pick(settings.EmailVerificationSubject, subject), pick(settings.EmailVerificationMessage, text)
	if attr == attrPhone {
		text = pick(settings.SmsVerificationMessage, verificationText)
	}
	return Message{
		To: destination, Medium: mediumOf(attr), Subject: subject, Code: code, Purpose: purpose, Username: user.Username,
		Text: strings.NewReplacer(placeholderCode, code, placeholderName, user.Username).Replace(text),
	}
}

// signInMessage words the code of a sign-in.
func (s *scope) signInMessage(user *userRecord, attr, destination, code string) Message {
	subject, text := signInSubject, signInText
	if attr == attrPhone {
		text = pick(s.pool.Settings.SmsAuthenticationMessage, text)
	} else if template := s.pool.Factors.Email; template != nil {
		subject, text = pick(template.Subject, subject), pick(template.Message, text)
	}
	return Message{
		To: destination, Medium: mediumOf(attr), Subject: subject, Code: code, Purpose: purposeAuthentication, Username: user.Username,
		Text: strings.NewReplacer(placeholderCode, code, placeholderName, user.Username).Replace(text),
	}
}

func pick(preferred, otherwise string) string {
	if preferred == "" {
		return otherwise
	}
	return preferred
}

// invitation words the mail of AdminCreateUser.
func (s *scope) invitation(user *userRecord, attr, destination, name, password string) Message {
	subject, text := invitationSubject, invitationText
	if config := s.pool.Settings.AdminCreateUserConfig; config != nil && config.InviteMessageTemplate != nil {
		template := config.InviteMessageTemplate
		subject, text = pick(template.EmailSubject, subject), pick(template.EmailMessage, text)
		if attr == attrPhone {
			text = pick(template.SMSMessage, invitationText)
		}
	}
	return Message{
		To: destination, Medium: mediumOf(attr), Subject: subject, Code: password, Purpose: purposeAdminCreateUser, Username: user.Username,
		Text: strings.NewReplacer(placeholderCode, password, placeholderName, name).Replace(text),
	}
}

// autoVerified picks the attribute that a sign-up code goes to: the phone where both are given.
func (s *scope) autoVerified(attributes map[string]string) string {
	for _, attr := range []string{attrPhone, attrEmail} {
		if attributes[attr] != "" && slices.Contains(s.pool.Settings.AutoVerifiedAttributes, attr) {
			return attr
		}
	}
	return ""
}

// deliver hands messages over after the state is durable. A failed delivery does not undo the work, as in Cognito.
func (p *Pool) deliver(ctx context.Context, messages ...Message) error {
	if p.opts.Deliver == nil {
		return nil
	}
	for _, message := range messages {
		message.SentAt = p.now()
		if err := p.opts.Deliver(ctx, message); err != nil {
			p.logger.WarnContext(ctx, "message not delivered", "purpose", message.Purpose, "medium", message.Medium, "error", err)
			return fail(codeDeliveryFailure, "The message could not be delivered.")
		}
	}
	return nil
}
