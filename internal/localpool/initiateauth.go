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
	ClientMetadata map[string]string `json:"ClientMetadata"`
}

// authOutput holds either AuthenticationResult or a challenge.
type authOutput struct {
	AuthenticationResult *authenticationResult `json:"AuthenticationResult,omitempty"`
	ChallengeName        string                `json:"ChallengeName,omitempty"`
	ChallengeParameters  map[string]string     `json:"ChallengeParameters"`
	Session              string                `json:"Session,omitempty"`
	AvailableChallenges  []string              `json:"AvailableChallenges,omitempty"`
}

// authCall is one InitiateAuth or RespondToAuthChallenge, or the admin twin of either.
type authCall struct {
	// poolID is set by the admin operations, which name the pool.
	poolID, clientID string
	// flow is AuthFlow, and challenge ChallengeName: one of them is set.
	flow, challenge string
	// values are AuthParameters or ChallengeResponses.
	values   map[string]string
	session  string
	metadata map[string]string
}

func (p *Pool) initiateAuth(ctx context.Context, in *initiateAuthInput) (*authOutput, error) {
	return p.initiate(ctx, &authCall{
		clientID: in.ClientID, flow: in.AuthFlow, values: in.AuthParameters, session: in.Session, metadata: in.ClientMetadata,
	})
}

func (p *Pool) initiate(ctx context.Context, call *authCall) (*authOutput, error) {
	err := p.view(func(t tx) error {
		_, err := p.authScope(t, call)
		return err
	})
	if err != nil {
		return nil, err
	}
	if call.flow == flowRefreshAuth || call.flow == flowRefresh {
		return p.refreshSignIn(call)
	}
	step, err := p.stepOfFlow(call)
	if err != nil {
		return nil, err
	}
	return p.take(ctx, call, step)
}

// authScope finds the client, and at the start of a sign-in checks that it may sign in this way.
func (p *Pool) authScope(t tx, call *authCall) (*scope, error) {
	if call.poolID != "" {
		if _, err := p.poolClient(t, call.poolID, call.clientID); err != nil {
			return nil, err
		}
	}
	s, err := p.clientScope(t, call.clientID)
	if err != nil || call.flow == "" {
		return s, err
	}
	return s, s.client.checkFlow(call.flow, call.poolID != "")
}

// checkFlow lets through the flows that are enabled for the client. A password goes in the clear through one flow in public
// and another with credentials; each operation answers the other's like a method Cognito does not have.
func (c *clientRecord) checkFlow(flow string, admin bool) error {
	needs := map[string][]string{
		flowUserSRP:     {allowUserSRP},
		flowCustom:      {allowCustom, legacyCustomOnly},
		flowUserAuth:    {allowUserAuth},
		flowRefreshAuth: {allowRefreshToken},
		flowRefresh:     {allowRefreshToken},
	}
	if admin {
		needs[flowAdminUserPassword] = []string{allowAdmin, legacyAdminNoSRP}
		needs[flowAdminNoSRP] = needs[flowAdminUserPassword]
	} else {
		needs[flowUserPassword] = []string{allowUserPassword, legacyUserPassword}
	}
	if needs[flow] == nil {
		return fail(invalidParameter, "Initiate Auth method not supported.")
	}
	allowed := slices.ContainsFunc(needs[flow], c.allows)
	switch flow {
	case flowRefreshAuth, flowRefresh:
		// The values from before ALLOW_* name sign-in flows only and leave refresh on. Rotation turns it off.
		allowed = (allowed || c.Settings.legacyFlows()) && !c.Settings.rotates()
	case flowUserSRP:
		// Before ALLOW_*, SRP was on unless CUSTOM_AUTH_FLOW_ONLY.
		allowed = allowed || c.Settings.legacyFlows() && !c.allows(legacyCustomOnly)
	}
	switch {
	case allowed:
		return nil
	case admin:
		return fail(invalidParameter, "Auth flow not enabled for this client")
	}
	return fail(invalidParameter, flow+" flow not enabled for this client")
}

func (p *Pool) refreshSignIn(call *authCall) (*authOutput, error) {
	token := call.values["REFRESH_TOKEN"]
	if token == "" {
		return nil, missingParameter("REFRESH_TOKEN")
	}
	result, err := p.refresh(call.clientID, token, func(s *scope, user *userRecord) error {
		if user == nil {
			return fail(notAuthorized, textInvalidRefresh)
		}
		return s.client.checkRefreshHash(user.Username, call.values["SECRET_HASH"])
	})
	if err != nil {
		return nil, err
	}
	return &authOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil
}

func missingParameter(name string) error {
	return fail(invalidParameter, "Missing required parameter "+name)
}
