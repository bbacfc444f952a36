package localpool

import "context"

type adminInitiateAuthInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	initiateAuthInput
}

// adminInitiateAuth is InitiateAuth for a server with credentials. PreventUserExistenceErrors and SECRET_HASH apply as there.
func (p *Pool) adminInitiateAuth(ctx context.Context, in *adminInitiateAuthInput) (*authOutput, error) {
	return p.initiate(ctx, &authCall{
		poolID: in.UserPoolID, clientID: in.ClientID, flow: in.AuthFlow, values: in.AuthParameters, session: in.Session, metadata: in.ClientMetadata,
	})
}

type adminRespondInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	respondInput
}

func (p *Pool) adminRespondToAuthChallenge(ctx context.Context, in *adminRespondInput) (*authOutput, error) {
	return p.respond(ctx, &authCall{
		poolID: in.UserPoolID, clientID: in.ClientID, challenge: in.ChallengeName, values: in.ChallengeResponses, session: in.Session, metadata: in.ClientMetadata,
	})
}
