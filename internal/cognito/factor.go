package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// AssociateTOTP implements [auth.UserPool].
func (p *Pool) AssociateTOTP(ctx context.Context, by auth.TOTPGrant) (auth.TOTPSecret, error) {
	request := &cip.AssociateSoftwareTokenInput{}
	if err := grant(by, &request.AccessToken, &request.Session); err != nil {
		return auth.TOTPSecret{}, err
	}
	class := proving // one secret more than is used does no harm
	if by.Session != "" {
		class = spending
	}
	secrets := []string{by.AccessToken, string(by.Session)}
	out, err := do(ctx, p, call{associateToken, class, secrets}, p.api.AssociateSoftwareToken, request)
	if err != nil {
		return auth.TOTPSecret{}, bySession(by, err)
	}
	if aws.ToString(out.SecretCode) == "" {
		return auth.TOTPSecret{}, auth.Errorf(auth.Internal, "the user pool answered without a secret for the authenticator app")
	}
	return auth.TOTPSecret{Secret: auth.Secret(*out.SecretCode), Session: auth.Secret(aws.ToString(out.Session))}, nil
}

// VerifyTOTP implements [auth.UserPool].
func (p *Pool) VerifyTOTP(ctx context.Context, by auth.TOTPGrant, proof auth.TOTPProof) (auth.Secret, error) {
	request := &cip.VerifySoftwareTokenInput{UserCode: &proof.Code}
	if err := grant(by, &request.AccessToken, &request.Session); err != nil {
		return "", err
	}
	if proof.DeviceName != "" {
		request.FriendlyDeviceName = &proof.DeviceName
	}
	secrets := []string{by.AccessToken, string(by.Session), proof.Code}
	out, err := do(ctx, p, call{verifyToken, spending, secrets}, p.api.VerifySoftwareToken, request)
	if err != nil {
		return "", bySession(by, err)
	}
	if out.Status != types.VerifySoftwareTokenResponseTypeSuccess {
		return "", auth.Errorf(auth.InvalidCode, "the user pool answered with the status %q", string(out.Status))
	}
	return auth.Secret(aws.ToString(out.Session)), nil
}

// grant fills in the one of the two that stands for the user.
func grant(by auth.TOTPGrant, accessToken, session **string) error {
	if by.Session != "" {
		*session = aws.String(string(by.Session))
		return nil
	}
	if !looksLikeToken(by.AccessToken) {
		return malformedAccess()
	}
	*accessToken = &by.AccessToken
	return nil
}

// bySession words a refusal for a caller who has a Session and no token.
func bySession(by auth.TOTPGrant, err error) error {
	if by.Session != "" && auth.CodeOf(err) == auth.Unauthenticated {
		return &auth.Error{Code: auth.ChallengeExpired, Err: err}
	}
	return err
}

// Factors implements [auth.UserPool].
func (p *Pool) Factors(ctx context.Context, accessToken string) (auth.FactorSettings, error) {
	if !looksLikeToken(accessToken) {
		return auth.FactorSettings{}, malformedAccess()
	}
	out, err := do(ctx, p, call{getFactors, reading, []string{accessToken}}, p.api.GetUserAuthFactors, &cip.GetUserAuthFactorsInput{AccessToken: &accessToken})
	if err != nil {
		return auth.FactorSettings{}, err
	}
	return auth.FactorSettings{
		Enabled:   factorsOf(out.UserMFASettingList),
		Preferred: factorOf(aws.ToString(out.PreferredMfaSetting)),
		Available: factorsOf(out.ConfiguredUserAuthFactors),
	}, nil
}

// SetFactorPreference implements [auth.UserPool]. Doing it twice changes nothing, so it is repeated
// after a fault.
func (p *Pool) SetFactorPreference(ctx context.Context, accessToken string, preferences []auth.FactorPreference) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	request := &cip.SetUserMFAPreferenceInput{AccessToken: &accessToken}
	for _, f := range preferences {
		switch f.Factor {
		case auth.FactorTOTP:
			request.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: f.Enabled, PreferredMfa: f.Preferred}
		case auth.FactorSMS:
			request.SMSMfaSettings = &types.SMSMfaSettingsType{Enabled: f.Enabled, PreferredMfa: f.Preferred}
		case auth.FactorEmail:
			request.EmailMfaSettings = &types.EmailMfaSettingsType{Enabled: f.Enabled, PreferredMfa: f.Preferred}
		default:
			return auth.Errorf(auth.InvalidInput, "%s is not a second factor", f.Factor)
		}
	}
	_, err := do(ctx, p, call{setMFAPreference, ending, []string{accessToken}}, p.api.SetUserMFAPreference, request)
	return err
}
