package localpool

import "context"

type confirmSignUpInput struct {
	ClientID           string `json:"ClientId" is:"clientID,required"`
	SecretHash         string `json:"SecretHash" is:"hash"`
	Username           string `json:"Username" is:"username,required"`
	ConfirmationCode   string `json:"ConfirmationCode" is:"code,required"`
	ForceAliasCreation bool   `json:"ForceAliasCreation"`
	Session            string `json:"Session" is:"session"`
}

// confirmSignUpOutput holds a Session that InitiateAuth takes for a sign-in, where the Session of SignUp came along.
type confirmSignUpOutput struct {
	Session string `json:"Session,omitempty"`
}

// confirmSignUp proves the attribute the code went to and confirms the user, in one write transaction: of two calls with the
// same code one wins.
func (p *Pool) confirmSignUp(_ context.Context, in *confirmSignUpInput) (*confirmSignUpOutput, error) {
	out := &confirmSignUpOutput{}
	return out, p.update(func(t tx) error {
		s, user, err := p.namedUser(t, in.ClientID, in.Username, in.SecretHash)
		if err != nil {
			return err
		}
		now := p.now()
		if user == nil && !s.client.hidesExistence() {
			return fail(userNotFound, textCombinationUnknown)
		}
		if user != nil && user.Status != statusUnconfirmed {
			return fail(notAuthorized, "User cannot be confirmed. Current status is "+user.Status)
		}
		if err := p.spend(t, s, user, in.Username, capConfirmSignUp, now); err != nil {
			return err
		}
		if user == nil {
			return keep(fail(codeMismatch, textCodeMismatch))
		}
		if !user.Enabled {
			return keep(s.disabledAnswer(fail(codeMismatch, textCodeMismatch)))
		}
		code, err := s.checkCode(user, codeForSignUp, in.ConfirmationCode, now)
		if err != nil {
			return keep(err)
		}
		if out.Session, err = p.confirmSession(t, s, user, in.Session, now); err != nil {
			return keep(err)
		}
		delete(user.Codes, codeForSignUp)
		user.Status, user.Modified = statusConfirmed, now
		user.Attributes[code.Attribute+"_verified"] = "true"
		if err := s.claimAlias(t, user, code.Attribute, user.Attributes[code.Attribute], in.ForceAliasCreation); err != nil {
			return err
		}
		return s.saveUser(t, user)
	})
}

// namedUser is the start of every unsigned operation that names a user: client, secret hash, and the user if there is one.
func (p *Pool) namedUser(t tx, clientID, username, secretHash string) (*scope, *userRecord, error) {
	s, err := p.clientScope(t, clientID)
	if err != nil {
		return nil, nil, err
	}
	if err := s.client.checkSecretHash(username, secretHash); err != nil {
		return nil, nil, err
	}
	user, err := s.findUser(t, username)
	return s, user, err
}

// disabledAnswer hides that a user is disabled where the client hides that users exist.
func (s *scope) disabledAnswer(neutral error) error {
	if s.client.hidesExistence() {
		return neutral
	}
	return fail(notAuthorized, textUserDisabled)
}

type namedUserInput struct {
	ClientID   string `json:"ClientId" is:"clientID,required"`
	SecretHash string `json:"SecretHash" is:"hash"`
	Username   string `json:"Username" is:"username,required"`
}

type deliveryOutput struct {
	CodeDeliveryDetails *codeDelivery `json:"CodeDeliveryDetails"`
}

// resendConfirmationCode replaces the sign-up code.
func (p *Pool) resendConfirmationCode(ctx context.Context, in *namedUserInput) (*deliveryOutput, error) {
	code, err := p.newCode()
	if err != nil {
		return nil, err
	}
	out := &deliveryOutput{}
	var mail []Message
	err = p.update(func(t tx) error {
		mail = nil
		s, user, err := p.namedUser(t, in.ClientID, in.Username, in.SecretHash)
		if err != nil {
			return err
		}
		now := p.now()
		if user == nil && !s.client.hidesExistence() {
			return fail(userNotFound, textCombinationUnknown)
		}
		if user != nil && !user.Enabled && !s.client.hidesExistence() {
			return fail(notAuthorized, textUserDisabled)
		}
		if user != nil && user.Enabled && user.Status != statusUnconfirmed {
			return fail(invalidParameter, "User is already confirmed.")
		}
		if err := p.spend(t, s, user, in.Username, capResend, now); err != nil {
			return err
		}
		out.CodeDeliveryDetails = s.simulatedDelivery(in.Username)
		if user == nil || !user.Enabled {
			return nil
		}
		attr := s.autoVerified(user.Attributes)
		if attr == "" {
			return s.disabledAutoVerification()
		}
		s.setCode(user, codeForSignUp, code, attr, now.Add(signUpCodeLife))
		out.CodeDeliveryDetails = s.deliveryTo(attr, user.Attributes[attr])
		mail = append(mail, s.codeMessage(user, purposeResend, attr, user.Attributes[attr], code))
		return s.saveUser(t, user)
	})
	if err != nil {
		return nil, err
	}
	return out, p.deliver(ctx, mail...)
}

// disabledAutoVerification answers for an unconfirmed user to whom the pool sends no codes.
func (s *scope) disabledAutoVerification() error {
	if s.client.hidesExistence() {
		return nil
	}
	return keep(fail(invalidParameter, "Auto verification not turned on."))
}
