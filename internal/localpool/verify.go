package localpool

import "context"

const purposeVerifyAttribute = "VerifyUserAttribute"

var (
	capAttributeCode   = hourlyCap{"attributeCode", 5}
	capVerifyAttribute = hourlyCap{"verifyAttribute", 15}
)

type attributeCodeInput struct {
	AccessToken   string `json:"AccessToken" is:"token,required"`
	AttributeName string `json:"AttributeName" is:"attrName,required"`
}

// getUserAttributeVerificationCode sends a code to the value that waits for its proof, or else to the one in force. An
// earlier code stops working.
func (p *Pool) getUserAttributeVerificationCode(ctx context.Context, in *attributeCodeInput) (*deliveryOutput, error) {
	code, err := p.newCode()
	if err != nil {
		return nil, err
	}
	out := &deliveryOutput{}
	var mail Message
	err = p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		if err := mustBeProvable(in.AttributeName); err != nil {
			return err
		}
		value := pick(user.Pending[in.AttributeName], user.Attributes[in.AttributeName])
		if value == "" {
			return fail(invalidParameter, "User does not have the attribute "+in.AttributeName+".")
		}
		now := p.now()
		if err := p.spend(t, s, user, user.Username, capAttributeCode, now); err != nil {
			return err
		}
		s.setCode(user, codeForAttribute(in.AttributeName), code, in.AttributeName, now.Add(attributeCodeLife))
		out.CodeDeliveryDetails = s.deliveryTo(in.AttributeName, value)
		mail = s.codeMessage(user, purposeVerifyAttribute, in.AttributeName, value, code)
		return s.saveUser(t, user)
	})
	if err != nil {
		return nil, err
	}
	return out, p.deliver(ctx, mail)
}

type verifyAttributeInput struct {
	AccessToken   string `json:"AccessToken" is:"token,required"`
	AttributeName string `json:"AttributeName" is:"attrName,required"`
	Code          string `json:"Code" is:"code,required"`
}

// verifyUserAttribute redeems a code, in one write transaction: of two calls with the same code one wins. A value that
// meanwhile leads to another user is refused here, not when it was asked for; its code stays usable.
func (p *Pool) verifyUserAttribute(_ context.Context, in *verifyAttributeInput) (empty, error) {
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		attr := in.AttributeName
		if err := mustBeProvable(attr); err != nil {
			return err
		}
		now := p.now()
		if err := p.spend(t, s, user, user.Username, capVerifyAttribute, now); err != nil {
			return err
		}
		if _, err := s.checkCode(user, codeForAttribute(attr), in.Code, now); err != nil {
			return keep(err)
		}
		if err := s.aliasFree(t, user, attr, pick(user.Pending[attr], user.Attributes[attr])); err != nil {
			return keep(err)
		}
		if err := s.prove(t, user, attr); err != nil {
			return err
		}
		user.Modified = now
		return s.saveUser(t, user)
	})
}

func mustBeProvable(attr string) error {
	if provable(attr) {
		return nil
	}
	return fail(invalidParameter, "The attribute "+attr+" has no verification: only "+attrEmail+" and "+attrPhone+" have.")
}
