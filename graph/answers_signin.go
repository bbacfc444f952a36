package graph

import (
	"context"

	"usher/graph/generated"
	"usher/internal/auth"
)

// step shows a step of signing in: the session, or the challenge that comes next.
func (r *Resolver) step(ctx context.Context, step auth.SignInStep, err error) (generated.AuthResult, error) {
	var out generated.AuthResult
	switch {
	case err != nil:
	case step.Tokens != nil:
		out, err = r.signedIn(ctx, step.Account, *step.Tokens)
	case step.Challenge != nil:
		out, err = r.challenge(ctx, *step.Challenge)
	default:
		err = auth.Errorf(auth.Internal, "a step of signing in ended with neither tokens nor a challenge")
	}
	return result(ctx, r, out, err)
}

func (r *Resolver) challenge(ctx context.Context, ch auth.OpenChallenge) (generated.AuthResult, error) {
	switch ch.Kind {
	case auth.ChallengeTOTP:
		return generated.TotpChallenge{Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, DeviceName: optional(ch.DeviceName)}, nil
	case auth.ChallengeSMS, auth.ChallengeEmailOTP, auth.ChallengeSMSOTP:
		if ch.Delivery != nil {
			return generated.CodeChallenge{Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, Delivery: delivery(*ch.Delivery)}, nil
		}
	case auth.ChallengeNewPassword:
		return generated.NewPasswordChallenge{
			Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, Policy: policy(r.Auth.Settings(ctx).PasswordPolicy),
			RequiredAttributes: append([]string{}, ch.RequiredAttributes...),
		}, nil
	case auth.ChallengeSelectMFA, auth.ChallengeSelectFactor, auth.ChallengePassword:
		return generated.SelectFactorChallenge{Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, Factors: factors(ch.Factors)}, nil
	case auth.ChallengeMFASetup:
		if ch.TOTP != nil {
			return generated.MfaSetupChallenge{
				Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, Factors: factors(ch.Factors), Totp: new(totpEnrollment(*ch.TOTP)),
			}, nil
		}
	case auth.ChallengePasskey:
		return generated.PasskeyChallenge{Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, Options: ch.PasskeyOptions}, nil
	case auth.ChallengeCustom:
		return generated.CustomChallenge{Challenge: ch.Token, ExpiresAt: ch.ExpiresAt, Parameters: keyValues(ch.Parameters)}, nil
	}
	return nil, auth.Errorf(auth.Internal, "the challenge %s is incomplete, or the schema has no type for it", ch.Kind)
}

// answerTo is the one member that the guard found to be set.
func answerTo(in generated.ChallengeAnswer) auth.Reply {
	out := auth.Reply{
		TOTPCode: given(in.TotpCode), Code: given(in.Code), Password: given(in.Password), Factor: given(in.Factor),
		Passkey: given(in.Passkey), Custom: given(in.Custom),
	}
	if in.NewPassword != nil {
		out.NewPassword = &auth.NewPassword{Password: in.NewPassword.Password, Attributes: attributes(in.NewPassword.Attributes)}
	}
	if in.TotpSetup != nil {
		out.TOTPSetup = &auth.TOTPProof{Code: in.TotpSetup.Code, DeviceName: given(in.TotpSetup.DeviceName)}
	}
	return out
}
