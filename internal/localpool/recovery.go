package localpool

import (
	"cmp"
	"context"
	"slices"
)

// forgotPassword sends a recovery code. The old password works until the code is used.
func (p *Pool) forgotPassword(ctx context.Context, in *namedUserInput) (*deliveryOutput, error) {
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
		if err := p.spend(t, s, user, in.Username, capRecovery, now); err != nil {
			return err
		}
		attr, err := s.recoveryAttribute(user)
		if err != nil {
			return keep(err)
		}
		if attr == "" {
			out.CodeDeliveryDetails = s.simulatedDelivery(in.Username)
			return nil
		}
		s.setCode(user, codeForRecovery, code, attr, now.Add(recoveryCodeLife))
		out.CodeDeliveryDetails = s.deliveryTo(attr, user.Attributes[attr])
		mail = append(mail, s.codeMessage(user, purposeForgotPassword, attr, user.Attributes[attr], code))
		return s.saveUser(t, user)
	})
	if err != nil {
		return nil, err
	}
	return out, p.deliver(ctx, mail...)
}

// adminResetUserPassword kills the password at once and sends a recovery code, with which the user chooses another.
func (p *Pool) adminResetUserPassword(ctx context.Context, in *adminUserInput) (empty, error) {
	code, err := p.newCode()
	if err != nil {
		return empty{}, err
	}
	var mail Message
	err = p.changeUser(in, func(_ tx, s *scope, user *userRecord) error {
		if user.Status != statusConfirmed && user.Status != statusResetNeeded {
			return fail(notAuthorized, textResetImpossible)
		}
		attr, err := s.recoveryAttribute(user)
		if err != nil {
			return err
		}
		now := p.now()
		s.setCode(user, codeForRecovery, code, attr, now.Add(recoveryCodeLife))
		user.Status = statusResetNeeded
		mail = s.codeMessage(user, purposeForgotPassword, attr, user.Attributes[attr], code)
		return nil
	})
	if err != nil {
		return empty{}, err
	}
	return empty{}, p.deliver(ctx, mail)
}

const textRecoveryBlocked = "Could not reset password for the account, please contact support or try again"

// factorOf is the second factor that an address serves. Such an address cannot recover the password as well: whoever reads its
// messages would hold both.
func factorOf(attr string) string {
	if attr == attrPhone {
		return factorSMS
	}
	return factorEmail
}

// recoveryAttribute picks where a recovery code goes. "" means that nothing is sent and the answer is simulated.
func (s *scope) recoveryAttribute(user *userRecord) (string, error) {
	order := s.pool.Settings.recoveryOrder()
	if len(order) == 0 {
		return "", fail(invalidParameter, textRecoveryBlocked)
	}
	hidden := s.client.hidesExistence()
	switch {
	case user == nil, !user.Enabled && hidden:
		return "", nil
	case !user.Enabled:
		return "", fail(notAuthorized, textUserDisabled)
	case user.Status == statusForceChange:
		return "", fail(notAuthorized, textResetImpossible)
	}
	blocked := false
	for _, attr := range order {
		switch {
		case !user.verified(attr):
		case user.MFA.has(factorOf(attr)), slices.Contains(s.secondFactors(user), factorOf(attr)):
			blocked = true
		default:
			return attr, nil
		}
	}
	switch {
	case hidden:
		return "", nil
	case blocked:
		return "", fail(invalidParameter, textRecoveryBlocked)
	}
	return "", fail(invalidParameter, textNoRecovery)
}

// recoveryOrder lists the attributes that AccountRecoverySetting names: by default the phone before the email.
func (p *poolSettings) recoveryOrder() []string {
	if p.AccountRecoverySetting == nil || len(p.AccountRecoverySetting.RecoveryMechanisms) == 0 {
		return []string{attrPhone, attrEmail}
	}
	mechanisms := slices.SortedFunc(slices.Values(p.AccountRecoverySetting.RecoveryMechanisms), func(a, b recoveryOption) int {
		return cmp.Compare(a.Priority, b.Priority)
	})
	var order []string
	for _, mechanism := range mechanisms {
		switch mechanism.Name {
		case recoverByEmail:
			order = append(order, attrEmail)
		case recoverByPhone:
			order = append(order, attrPhone)
		}
	}
	return order
}

type confirmForgotInput struct {
	ClientID         string `json:"ClientId" is:"clientID,required"`
	SecretHash       string `json:"SecretHash" is:"hash"`
	Username         string `json:"Username" is:"username,required"`
	ConfirmationCode string `json:"ConfirmationCode" is:"code,required"`
	Password         string `json:"Password" is:"password,required"`
}

// confirmForgotPassword takes code and password together. A password that the policy refuses costs no attempt and leaves
// the code as it was.
func (p *Pool) confirmForgotPassword(ctx context.Context, in *confirmForgotInput) (empty, error) {
	return empty{}, retryRaced(func() error { return p.tryRecovery(ctx, in) })
}

func (p *Pool) tryRecovery(ctx context.Context, in *confirmForgotInput) error {
	var pool poolRecord
	var before *userRecord
	err := p.view(func(t tx) error {
		s, user, err := p.namedUser(t, in.ClientID, in.Username, in.SecretHash)
		if err != nil {
			return err
		}
		if user == nil && !s.client.hidesExistence() {
			return fail(userNotFound, textCombinationUnknown)
		}
		pool, before = s.pool, user
		return s.pool.Settings.passwordPolicy().check(in.Password)
	})
	if err != nil {
		return err
	}
	prepared, err := p.preparePassword(ctx, &pool, before, in.Password)
	if err != nil {
		return err
	}
	return p.update(func(t tx) error {
		s, user, err := p.namedUser(t, in.ClientID, in.Username, in.SecretHash)
		if err != nil {
			return err
		}
		now := p.now()
		if user != nil && (before == nil || prepared.outdated(user, s.pool.Settings.passwordPolicy())) {
			return errRaced
		}
		if err := p.spend(t, s, user, in.Username, capRecovery, now); err != nil {
			return err
		}
		switch {
		case user == nil:
			return keep(fail(codeMismatch, textCodeMismatch))
		case !user.Enabled:
			return keep(s.disabledAnswer(fail(codeMismatch, textCodeMismatch)))
		case user.Status == statusUnconfirmed && !s.client.hidesExistence():
			return keep(fail(userNotConfirmed, "User is not confirmed."))
		}
		if _, err := s.checkCode(user, codeForRecovery, in.ConfirmationCode, now); err != nil {
			return keep(err)
		}
		if err := user.setPassword(prepared, now); err != nil {
			return keep(err)
		}
		user.Status = statusConfirmed
		return s.saveUser(t, user)
	})
}
