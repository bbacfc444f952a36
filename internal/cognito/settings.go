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
	return settingsOf(out.UserPool), nil
}

func settingsOf(pool *types.UserPoolType) auth.PoolSettings {
	return auth.PoolSettings{
		SignUpOpen:     pool.AdminCreateUserConfig == nil || !pool.AdminCreateUserConfig.AllowAdminCreateUserOnly,
		PasswordPolicy: policyOf(pool.Policies),
		UsernameIs:     usernamesOf(pool),
		MFARequired:    pool.MfaConfiguration == types.UserPoolMfaTypeOn,
	}
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
