package localpool

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

type signUpInput struct {
	ClientID       string      `json:"ClientId" is:"clientID,required"`
	SecretHash     string      `json:"SecretHash" is:"hash"`
	Username       string      `json:"Username" is:"username,required"`
	Password       string      `json:"Password" is:"password"`
	UserAttributes []attribute `json:"UserAttributes" is:"list"`
}

type signUpOutput struct {
	UserConfirmed       bool          `json:"UserConfirmed"`
	UserSub             string        `json:"UserSub"`
	CodeDeliveryDetails *codeDelivery `json:"CodeDeliveryDetails,omitempty"`
	Session             string        `json:"Session,omitempty"`
}

// signUp makes an UNCONFIRMED user and sends the code. The user stays when the message cannot be delivered.
func (p *Pool) signUp(ctx context.Context, in *signUpInput) (*signUpOutput, error) {
	var pool poolRecord
	err := p.view(func(t tx) error {
		s, err := p.clientScope(t, in.ClientID)
		if err != nil {
			return err
		}
		pool = s.pool
		_, err = s.draftSignUp(t, in)
		return err
	})
	if answer, ok := errors.AsType[*apiError](err); ok && answer.Type == usernameExists && in.Password != "" {
		// The hash is nearly all that a sign-up costs: without one the time tells that the name is taken.
		if _, unhashed := p.hasher.hash(ctx, in.Password); unhashed != nil {
			return nil, unhashed
		}
	}
	if err != nil {
		return nil, err
	}
	sub, err := randomUUID(p.random)
	if err != nil {
		return nil, err
	}
	var prepared newPassword
	if in.Password != "" {
		draft := (&scope{pool: pool}).newUser(in.Username, sub, nil, statusUnconfirmed, p.now())
		if prepared, err = p.preparePassword(ctx, &pool, draft, in.Password); err != nil {
			return nil, err
		}
	}
	code, err := p.newCode()
	if err != nil {
		return nil, err
	}
	out := &signUpOutput{UserSub: sub}
	var mail []Message
	err = p.update(func(t tx) error {
		mail = nil
		s, err := p.clientScope(t, in.ClientID)
		if err != nil {
			return err
		}
		attributes, err := s.draftSignUp(t, in)
		if err != nil {
			return err
		}
		now := p.now()
		user := s.newUser(in.Username, sub, attributes, statusUnconfirmed, now)
		if in.Password != "" {
			if err := user.setPassword(prepared, now); err != nil {
				return err
			}
		}
		if out.Session, err = p.signUpSession(s, user, sessionOfSignUp, now); err != nil {
			return err
		}
		if attr := s.autoVerified(attributes); attr != "" {
			s.setCode(user, codeForSignUp, code, attr, now.Add(signUpCodeLife))
			out.CodeDeliveryDetails = s.deliveryTo(attr, attributes[attr])
			mail = append(mail, s.codeMessage(user, purposeSignUp, attr, attributes[attr], code))
		}
		return s.insertUser(t, user)
	})
	if err != nil {
		return nil, err
	}
	return out, p.deliver(ctx, mail...)
}

// draftSignUp checks everything but the password hash and returns the attributes of the new user.
func (s *scope) draftSignUp(t tx, in *signUpInput) (map[string]string, error) {
	if err := s.client.checkSecretHash(in.Username, in.SecretHash); err != nil {
		return nil, err
	}
	if config := s.pool.Settings.AdminCreateUserConfig; config != nil && config.AllowAdminCreateUserOnly {
		return nil, fail(notAuthorized, "SignUp is not permitted for this user pool")
	}
	for _, a := range in.UserAttributes {
		if !s.client.mayWrite(a.Name) {
			return nil, fail(notAuthorized, textForbiddenAttribute)
		}
	}
	attributes, err := s.attributesOf(in.Username, in.UserAttributes)
	if err != nil {
		return nil, err
	}
	if missing := s.pool.missingAttributes(attributes); len(missing) > 0 {
		return nil, fail(invalidParameter, "Attributes did not conform to the schema: "+strings.Join(missing, ": The attribute is required, ")+": The attribute is required")
	}
	if in.Password == "" {
		if !s.takesNoPassword(attributes) {
			return nil, missingParameter("Password")
		}
	} else if err := s.pool.Settings.passwordPolicy().check(in.Password); err != nil {
		return nil, err
	}
	return attributes, s.nameFree(t, in.Username, "User already exists")
}

// takesNoPassword tells whether a user with these attributes may sign up without one: a code to the address that the pool
// verifies has to be a way to sign in.
func (s *scope) takesNoPassword(attributes map[string]string) bool {
	factor := map[string]string{attrEmail: firstEmailOTP, attrPhone: firstSMSOTP}[s.autoVerified(attributes)]
	return s.client.allows(allowUserAuth) && factor != "" && slices.Contains(s.pool.Settings.firstFactors(), factor)
}

// attributesOf checks a new user's name and the attributes that came with it. In pools that sign in by email or phone the name
// is that attribute. What the schema requires an administrator may leave to the user's first sign-in.
func (s *scope) attributesOf(name string, list []attribute) (map[string]string, error) {
	attributes, err := collect(list)
	if err != nil {
		return nil, err
	}
	if err := s.checkName(name); err != nil {
		return nil, err
	}
	if attr := s.nameAttribute(name); attr != "" {
		if given, ok := attributes[attr]; ok && s.pool.normal(given) != s.pool.normal(name) {
			return nil, fail(invalidParameter, "The attribute "+attr+" differs from the username.")
		}
		attributes[attr] = name
	}
	for name, value := range attributes {
		if err := s.pool.checkAttribute(name, value); err != nil {
			return nil, err
		}
		switch {
		case value == "":
			delete(attributes, name)
		case s.pool.isFlag(name):
			attributes[name] = strings.ToLower(value)
		}
	}
	return attributes, nil
}

func (s *scope) checkName(name string) error {
	byEmail, byPhone := s.pool.namesUsers(attrEmail), s.pool.namesUsers(attrPhone)
	isEmail, isPhone := emailForm.MatchString(name), phoneForm.MatchString(name)
	switch {
	case byEmail && byPhone && !isEmail && !isPhone:
		return fail(invalidParameter, "Username should be either an email or a phone number.")
	case byEmail && !byPhone && !isEmail:
		return fail(invalidParameter, "Username should be an email.")
	case byPhone && !byEmail && !isPhone:
		return fail(invalidParameter, "Username should be a phone number.")
	case !byEmail && isEmail && s.pool.signsInBy(attrEmail):
		return fail(invalidParameter, "Username cannot be of email format, since user pool is configured for email alias.")
	case !byPhone && isPhone && s.pool.signsInBy(attrPhone):
		return fail(invalidParameter, "Username cannot be of phone number format, since user pool is configured for phone number alias.")
	}
	return nil
}

// nameAttribute is the attribute that a new user's name fills, or "".
func (s *scope) nameAttribute(name string) string {
	switch {
	case s.pool.namesUsers(attrEmail) && emailForm.MatchString(name):
		return attrEmail
	case s.pool.namesUsers(attrPhone) && phoneForm.MatchString(name):
		return attrPhone
	}
	return ""
}

func (s *scope) nameFree(t tx, name, taken string) error {
	found, err := s.findUser(t, name)
	if err != nil || found == nil {
		return err
	}
	if attr := s.nameAttribute(name); attr != "" {
		return fail(usernameExists, takenText(attr))
	}
	return fail(usernameExists, taken)
}

// newUser names the user: a UUID equal to sub where an attribute is the sign-in name, the chosen name otherwise.
func (s *scope) newUser(name, sub string, attributes map[string]string, status string, now time.Time) *userRecord {
	if len(s.pool.Immutable.UsernameAttributes) > 0 {
		name = sub
	}
	return &userRecord{PoolID: s.pool.ID, Username: name, Sub: sub, Attributes: attributes, Status: status, Enabled: true, Created: now, Modified: now}
}

// insertUser stores a new user with the names that lead to it. An alias is claimed when it is verified; a preferred username
// needs no proof.
func (s *scope) insertUser(t tx, user *userRecord) error {
	for attr, value := range map[string]string{
		attrSub: user.Sub, attrEmail: user.Attributes[attrEmail], attrPhone: user.Attributes[attrPhone], attrPreferred: user.Attributes[attrPreferred],
	} {
		claimed := attr == attrPreferred || s.pool.namesUsers(attr) || (attr == attrSub && user.Username != user.Sub)
		if value == "" || !claimed {
			continue
		}
		if err := s.claimAlias(t, user, attr, value, false); err != nil {
			return err
		}
	}
	return s.saveUser(t, user)
}
