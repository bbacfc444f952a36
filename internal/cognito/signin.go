package cognito

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// SignIn implements [auth.UserPool]. A password goes by USER_PASSWORD_AUTH, which every tier of
// user pools has; the pool's own triggers by CUSTOM_AUTH; anything else needs USER_AUTH.
func (p *Pool) SignIn(ctx context.Context, in auth.SignIn) (auth.Step, error) {
	request := &cip.InitiateAuthInput{
		ClientId:       &p.clientID,
		AuthFlow:       types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": in.Username},
	}
	class := sending
	switch {
	case in.Password != "":
		request.AuthParameters["PASSWORD"], class = string(in.Password), proving
	case in.Factor == auth.FactorCustom:
		request.AuthFlow = types.AuthFlowTypeCustomAuth
	default:
		request.AuthFlow = types.AuthFlowTypeUserAuth
		if in.Factor != "" {
			request.AuthParameters["PREFERRED_CHALLENGE"] = firstFactorName(in.Factor)
		}
	}
	if hash := p.secretHash(in.Username); hash != nil {
		request.AuthParameters["SECRET_HASH"] = *hash
	}
	asked := p.now()
	out, err := do(ctx, p, call{initiateAuth, class, p.secrets(in.Username, string(in.Password))}, p.api.InitiateAuth, request)
	if err != nil {
		return auth.Step{}, err
	}
	return stepOf(answer{out.AuthenticationResult, out.ChallengeName, out.Session, out.ChallengeParameters, out.AvailableChallenges}, in.Username, asked)
}

// Respond implements [auth.UserPool].
func (p *Pool) Respond(ctx context.Context, in auth.Answer) (auth.Step, error) {
	responses, known := responsesOf(in)
	if !known {
		return auth.Step{}, auth.Errorf(auth.Internal, "nobody here can answer the challenge %s", in.Kind)
	}
	responses["USERNAME"] = in.Username
	if hash := p.secretHash(in.Username); hash != nil {
		responses["SECRET_HASH"] = *hash
	}
	secrets := p.secrets(in.Username, string(in.Session), in.Code, in.TOTPCode, string(in.Password), in.Custom)
	secrets = append(secrets, webAuthnSecrets(in.Passkey)...)
	if in.NewPassword != nil {
		secrets = append(secrets, string(in.NewPassword.Password))
	}
	asked := p.now()
	out, err := do(ctx, p, call{respondToChallenge, spending, secrets}, p.api.RespondToAuthChallenge, &cip.RespondToAuthChallengeInput{
		ClientId:           &p.clientID,
		ChallengeName:      types.ChallengeNameType(in.Kind),
		Session:            aws.String(string(in.Session)),
		ChallengeResponses: responses,
	})
	if err != nil {
		return auth.Step{}, err
	}
	return stepOf(answer{out.AuthenticationResult, out.ChallengeName, out.Session, out.ChallengeParameters, nil}, in.Username, asked)
}

// responsesOf words an answer as ChallengeResponses.
func responsesOf(in auth.Answer) (responses map[string]string, known bool) {
	one := func(name, value string) (map[string]string, bool) { return map[string]string{name: value}, true }
	switch in.Kind {
	case auth.ChallengeTOTP:
		return one("SOFTWARE_TOKEN_MFA_CODE", in.TOTPCode)
	case auth.ChallengeSMS:
		return one("SMS_MFA_CODE", in.Code)
	case auth.ChallengeEmailOTP:
		return one("EMAIL_OTP_CODE", in.Code)
	case auth.ChallengeSMSOTP:
		return one("SMS_OTP_CODE", in.Code)
	case auth.ChallengeSelectMFA:
		return one("ANSWER", secondFactorName(in.Factor))
	case auth.ChallengePassword:
		return one("PASSWORD", string(in.Password))
	case auth.ChallengePasskey:
		return one("CREDENTIAL", string(in.Passkey))
	case auth.ChallengeCustom:
		return one("ANSWER", in.Custom)
	case auth.ChallengeMFASetup: // the Session of VerifySoftwareToken says it all
		return map[string]string{}, true
	case auth.ChallengeSelectFactor:
		if in.Password != "" {
			return map[string]string{"ANSWER": firstFactorName(auth.FactorPassword), "PASSWORD": string(in.Password)}, true
		}
		return one("ANSWER", firstFactorName(in.Factor))
	case auth.ChallengeNewPassword:
		if in.NewPassword == nil {
			return nil, false
		}
		responses = map[string]string{"NEW_PASSWORD": string(in.NewPassword.Password)}
		for _, a := range in.NewPassword.Attributes {
			responses[attributePrefix+a.Name] = a.Value
		}
		return responses, true
	}
	return nil, false
}

// tokensOf reads an answer. The life of the tokens is counted from before the call, so that they
// are never believed to be good after they expired.
func tokensOf(result *types.AuthenticationResultType, asked time.Time) (auth.Tokens, error) {
	if result == nil || aws.ToString(result.AccessToken) == "" {
		return auth.Tokens{}, auth.Errorf(auth.Internal, "the user pool answered without tokens")
	}
	return auth.Tokens{
		Access:    *result.AccessToken,
		ID:        aws.ToString(result.IdToken),
		Refresh:   aws.ToString(result.RefreshToken),
		ExpiresAt: asked.Add(time.Duration(result.ExpiresIn) * time.Second),
	}, nil
}
