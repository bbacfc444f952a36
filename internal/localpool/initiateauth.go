package localpool

import (
	"context"
	"slices"
)

// AuthFlow values.
const (
	flowUserSRP           = "USER_SRP_AUTH"
	flowRefreshAuth       = "REFRESH_TOKEN_AUTH"
	flowRefresh           = "REFRESH_TOKEN"
	flowCustom            = "CUSTOM_AUTH"
	flowAdminNoSRP        = "ADMIN_NO_SRP_AUTH"
	flowUserPassword      = "USER_PASSWORD_AUTH"
	flowAdminUserPassword = "ADMIN_USER_PASSWORD_AUTH"
	flowUserAuth          = "USER_AUTH"
)

type initiateAuthInput struct {
	AuthFlow       string            `json:"AuthFlow" is:"authFlow,required"`
	ClientID       string            `json:"ClientId" is:"clientID,required"`
	AuthParameters map[string]string `json:"AuthParameters"`
	Session        string            `json:"Session" is:"session"`
}

// authOutput holds either AuthenticationResult or a challenge.
type authOutput struct {
	AuthenticationResult *authenticationResult `json:"AuthenticationResult,omitempty"`
	ChallengeName        string                `json:"ChallengeName,omitempty"`
	ChallengeParameters  map[string]string     `json:"ChallengeParameters"`
	Session              string                `json:"Session,omitempty"`
}

func (p *Pool) initiateAuth(ctx context.Context, in *initiateAuthInput) (*authOutput, error) {
	err := p.view(func(t tx) error {
		s, err := p.clientScope(t, in.ClientID)
		if err != nil {
			return err
		}
		return s.client.checkFlow(in.AuthFlow)
	})
	if err != nil {
		return nil, err
	}
	if in.AuthFlow == flowUserPassword {
		return p.passwordSignIn(ctx, in)
	}
	return p.refreshSignIn(in)
}

// checkFlow lets through the flows that are enabled for the client and that this pool can finish. The admin flows belong to
// AdminInitiateAuth; SRP, choice-based and custom sign-in are answered like a method Cognito does not have.
func (c *clientRecord) checkFlow(flow string) error {
	unsupported := fail(invalidParameter, "Initiate Auth method not supported.")
	needs := map[string][]string{
		flowUserPassword: {allowUserPassword, legacyUserPassword},
		flowUserSRP:      {allowUserSRP},
		flowCustom:       {allowCustom, legacyCustomOnly},
		flowUserAuth:     {allowUserAuth},
		flowRefreshAuth:  {allowRefreshToken},
		flowRefresh:      {allowRefreshToken},
	}[flow]
	if needs == nil {
		return unsupported
	}
	allowed := slices.ContainsFunc(needs, func(f string) bool { return slices.Contains(c.Settings.ExplicitAuthFlows, f) })
	refresh := flow == flowRefreshAuth || flow == flowRefresh
	if refresh {
		// The values from before ALLOW_* name sign-in flows only and leave refresh on. Rotation turns it off.
		allowed = (allowed || c.Settings.legacyFlows()) && !c.Settings.rotates()
	}
	switch {
	case !allowed:
		return fail(invalidParameter, flow+" flow not enabled for this client")
	case flow != flowUserPassword && !refresh:
		return unsupported
	}
	return nil
}

func (p *Pool) refreshSignIn(in *initiateAuthInput) (*authOutput, error) {
	token := in.AuthParameters["REFRESH_TOKEN"]
	if token == "" {
		return nil, fail(invalidParameter, "Missing required parameter REFRESH_TOKEN")
	}
	result, err := p.refresh(in.ClientID, token, func(s *scope, user *userRecord) error {
		if user == nil {
			return fail(notAuthorized, textInvalidRefresh)
		}
		return s.client.checkRefreshHash(user.Username, in.AuthParameters["SECRET_HASH"])
	})
	if err != nil {
		return nil, err
	}
	return &authOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil
}
