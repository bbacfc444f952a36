package cognito

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// Settings implements [auth.UserPool].
func (p *Pool) Settings(ctx context.Context) (auth.PoolSettings, error) {
	if err := p.mayAdminister(); err != nil {
		return auth.PoolSettings{}, err
	}
	out, err := do(ctx, p, call{describeUserPool, reading, nil}, p.api.DescribeUserPool, &cip.DescribeUserPoolInput{UserPoolId: &p.poolID})
	if err != nil {
		return auth.PoolSettings{}, err
	}
	if out.UserPool == nil {
		return auth.PoolSettings{}, auth.Errorf(auth.Internal, "the user pool answered without a description of itself")
	}
	settings := settingsOf(out.UserPool)
	settings.SecondFactors, err = p.secondFactors(ctx, out.UserPool.MfaConfiguration)
	return settings, err
}

// secondFactors reads what the description of a pool leaves out. A pool without a second factor is
// not asked: that spares the permission for it.
func (p *Pool) secondFactors(ctx context.Context, mfa types.UserPoolMfaType) ([]auth.Factor, error) {
	if mfa == "" || mfa == types.UserPoolMfaTypeOff {
		return nil, nil
	}
	out, err := do(ctx, p, call{getPoolMFA, reading, nil}, p.api.GetUserPoolMfaConfig, &cip.GetUserPoolMfaConfigInput{UserPoolId: &p.poolID})
	if err != nil {
		return nil, err
	}
	var factors []auth.Factor
	if out.SoftwareTokenMfaConfiguration != nil && out.SoftwareTokenMfaConfiguration.Enabled {
		factors = append(factors, auth.FactorTOTP)
	}
	if out.SmsMfaConfiguration != nil {
		factors = append(factors, auth.FactorSMS)
	}
	if out.EmailMfaConfiguration != nil {
		factors = append(factors, auth.FactorEmail)
	}
	return factors, nil
}

func settingsOf(pool *types.UserPoolType) auth.PoolSettings {
	return auth.PoolSettings{
		SignUpOpen:     pool.AdminCreateUserConfig == nil || !pool.AdminCreateUserConfig.AllowAdminCreateUserOnly,
		PasswordPolicy: policyOf(pool.Policies),
		UsernameIs:     usernamesOf(pool),
		MFARequired:    pool.MfaConfiguration == types.UserPoolMfaTypeOn,
		FirstFactors:   firstFactorsOf(pool.Policies),
	}
}

// firstFactorsOf are those that the pool allows; a pool that names none takes the password.
func firstFactorsOf(policies *types.UserPoolPolicyType) []auth.Factor {
	if policies == nil || policies.SignInPolicy == nil || len(policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		return []auth.Factor{auth.FactorPassword}
	}
	return factorsOf(policies.SignInPolicy.AllowedFirstAuthFactors)
}

// policyOf assumes the strictest where the pool says nothing.
func policyOf(policies *types.UserPoolPolicyType) auth.PasswordPolicy {
	strict := auth.StrictPolicy()
	if policies == nil || policies.PasswordPolicy == nil {
		return strict
	}
	p := policies.PasswordPolicy
	policy := auth.PasswordPolicy{
		MinLength: strict.MinLength,
		Uppercase: p.RequireUppercase,
		Lowercase: p.RequireLowercase,
		Digit:     p.RequireNumbers,
		Symbol:    p.RequireSymbols,
	}
	if p.MinimumLength != nil {
		policy.MinLength = int(aws.ToInt32(p.MinimumLength))
	}
	return policy
}

// usernamesOf lists the kinds of names that sign in. In a pool with username attributes those are
// the only ones; elsewhere users choose a name, beside which verified aliases work.
func usernamesOf(pool *types.UserPoolType) []auth.UsernameKind {
	var kinds []auth.UsernameKind
	email := slices.Contains(pool.UsernameAttributes, types.UsernameAttributeTypeEmail)
	phone := slices.Contains(pool.UsernameAttributes, types.UsernameAttributeTypePhoneNumber)
	if len(pool.UsernameAttributes) == 0 {
		kinds = append(kinds, auth.UsernamePlain)
		email = slices.Contains(pool.AliasAttributes, types.AliasAttributeTypeEmail)
		phone = slices.Contains(pool.AliasAttributes, types.AliasAttributeTypePhoneNumber)
	}
	if email {
		kinds = append(kinds, auth.UsernameEmail)
	}
	if phone {
		kinds = append(kinds, auth.UsernamePhone)
	}
	return kinds
}
