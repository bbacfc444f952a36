package localpool_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

var (
	poolIDShape   = regexp.MustCompile(`^[a-z]{2}-[a-z]+-\d_[A-Za-z0-9]{9}$`)
	clientIDShape = regexp.MustCompile(`^[a-z0-9]{26}$`)
)

// describe is DescribeUserPool.
func (r *rig) describe(poolID string) *types.UserPoolType {
	r.t.Helper()
	out, err := r.api.DescribeUserPool(r.t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &poolID})
	if err != nil {
		r.t.Fatalf("DescribeUserPool: %v", err)
	}
	return out.UserPool
}

func TestSeededPool(t *testing.T) {
	r := newRig(t)
	if r.seed.PoolID != "us-east-1_UsherPool" || r.seed.Region != "us-east-1" || len(r.seed.Key) != 32 {
		t.Errorf("pool %s in %s with a key of %d bytes", r.seed.PoolID, r.seed.Region, len(r.seed.Key))
	}
	if !poolIDShape.MatchString(r.seed.PoolID) || !clientIDShape.MatchString(r.seed.ClientID) || !clientIDShape.MatchString(r.seed.PublicClientID) {
		t.Errorf("ids %s, %s, %s do not look like Cognito's", r.seed.PoolID, r.seed.ClientID, r.seed.PublicClientID)
	}
	if len(r.seed.ClientSecret) != 52 || r.seed.ClientID == r.seed.PublicClientID {
		t.Errorf("secret of %d characters, want 52; two client ids", len(r.seed.ClientSecret))
	}
	pool := r.describe(r.seed.PoolID)
	if !slices.Equal(pool.UsernameAttributes, []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}) ||
		!slices.Equal(pool.AutoVerifiedAttributes, []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}) {
		t.Errorf("signs in by %v, verifies %v; want email", pool.UsernameAttributes, pool.AutoVerifiedAttributes)
	}
	if pool.UsernameConfiguration == nil || aws.ToBool(pool.UsernameConfiguration.CaseSensitive) {
		t.Error("names are case sensitive")
	}
	policy := pool.Policies.PasswordPolicy
	if aws.ToInt32(policy.MinimumLength) != 8 || !policy.RequireLowercase || !policy.RequireNumbers || policy.RequireUppercase || policy.RequireSymbols {
		t.Errorf("password policy %+v", policy)
	}
	if pool.UserPoolTier != types.UserPoolTierTypeEssentials || pool.MfaConfiguration != types.UserPoolMfaTypeOptional {
		t.Errorf("tier %s, MFA %s; want ESSENTIALS, OPTIONAL", pool.UserPoolTier, pool.MfaConfiguration)
	}
	if u := pool.UserAttributeUpdateSettings; u == nil || !slices.Equal(u.AttributesRequireVerificationBeforeUpdate, []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}) {
		t.Errorf("update settings %+v, want e-mail proved before it is replaced", u)
	}
	if a := pool.AccountRecoverySetting; a == nil || len(a.RecoveryMechanisms) != 2 || a.RecoveryMechanisms[0].Name != types.RecoveryOptionNameTypeVerifiedEmail {
		t.Errorf("recovery %+v, want verified_email before verified_phone_number", a)
	}
}

func TestNewPoolHasTheServicesDefaults(t *testing.T) {
	r := newRig(t)
	out, err := r.api.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: aws.String("plain")})
	if err != nil {
		t.Fatal(err)
	}
	id := aws.ToString(out.UserPool.Id)
	if !poolIDShape.MatchString(id) || aws.ToString(out.UserPool.Name) != "plain" {
		t.Errorf("pool %q named %q", id, aws.ToString(out.UserPool.Name))
	}
	pool := r.describe(id)
	if pool.CreationDate == nil || pool.CreationDate.Unix() != r.clock.Now().Unix() {
		t.Errorf("created %v, want now", pool.CreationDate)
	}
	if len(pool.UsernameAttributes) != 0 || len(pool.AliasAttributes) != 0 || len(pool.AutoVerifiedAttributes) != 0 {
		t.Errorf("names %v, aliases %v, verified %v; want none", pool.UsernameAttributes, pool.AliasAttributes, pool.AutoVerifiedAttributes)
	}
	if pool.Policies == nil || pool.Policies.PasswordPolicy == nil || aws.ToInt32(pool.Policies.PasswordPolicy.MinimumLength) != 8 {
		t.Errorf("policies %+v, want a minimum of 8", pool.Policies)
	}
	if pool.UserPoolTier != types.UserPoolTierTypeEssentials || pool.MfaConfiguration != types.UserPoolMfaTypeOff {
		t.Errorf("tier %s, MFA %s; want ESSENTIALS, OPTIONAL", pool.UserPoolTier, pool.MfaConfiguration)
	}
	loose, _ := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{RequireNumbers: true}}
	}, nil)
	if got := loose.Policies.PasswordPolicy; aws.ToInt32(got.MinimumLength) != 8 || !got.RequireNumbers || got.RequireSymbols || got.TemporaryPasswordValidityDays != 7 {
		t.Errorf("policy %+v, want digits demanded, a minimum of 8 and 7 days", got)
	}
	if len(r.published(id)) != 2 {
		t.Errorf("%d published keys, want 2", len(r.published(id)))
	}
}

func TestPoolsDescribeTheTwentyStandardAttributes(t *testing.T) {
	r := newRig(t)
	pool, _ := r.newPool(nil, nil)
	want := []string{
		"address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "identities", "locale",
		"middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username",
		"profile", "sub", "updated_at", "website", "zoneinfo",
	}
	for _, id := range []string{r.seed.PoolID, aws.ToString(pool.Id)} {
		var got []string
		for _, a := range r.describe(id).SchemaAttributes {
			got = append(got, aws.ToString(a.Name))
			if aws.ToString(a.Name) == "sub" && (aws.ToBool(a.Mutable) || !aws.ToBool(a.Required)) {
				t.Errorf("%s: sub is mutable or optional", id)
			}
		}
		// identities belongs to federation; the service lists it in some pools only.
		got = slices.DeleteFunc(got, func(name string) bool { return name == "identities" })
		slices.Sort(got)
		expected := slices.DeleteFunc(slices.Clone(want), func(name string) bool { return name == "identities" })
		if len(expected) != 20 || !slices.Equal(got, expected) {
			t.Errorf("%s: attributes %v, want %v", id, got, expected)
		}
	}
}

func TestCustomAttributesAreDescribedWithTheirPrefix(t *testing.T) {
	r := newRig(t)
	pool, _ := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{{Name: aws.String("team"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true)}}
	}, nil)
	if !slices.ContainsFunc(r.describe(aws.ToString(pool.Id)).SchemaAttributes, func(a types.SchemaAttributeType) bool {
		return aws.ToString(a.Name) == "custom:team" && aws.ToBool(a.Mutable) && a.AttributeDataType == types.AttributeDataTypeString
	}) {
		t.Error("custom:team is not described")
	}
}

func TestUpdateUserPoolReplacesEverything(t *testing.T) {
	r := newRig(t)
	pool, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
		in.AdminCreateUserConfig = &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}
		in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(20)}}
	}, nil)
	r.clock.Advance(time.Minute)
	if _, err := r.api.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{
		UserPoolId:             pool.Id,
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}); err != nil {
		t.Fatal(err)
	}
	got := r.describe(aws.ToString(pool.Id))
	if aws.ToInt32(got.Policies.PasswordPolicy.MinimumLength) != 8 {
		t.Errorf("minimum length %d, want the default 8: what is left out falls back", aws.ToInt32(got.Policies.PasswordPolicy.MinimumLength))
	}
	if got.AdminCreateUserConfig != nil && got.AdminCreateUserConfig.AllowAdminCreateUserOnly {
		t.Error("sign-up is still closed")
	}
	if len(got.UsernameAttributes) != 1 || got.UsernameConfiguration == nil || aws.ToBool(got.UsernameConfiguration.CaseSensitive) {
		t.Errorf("names %v, %+v: what cannot change was lost", got.UsernameAttributes, got.UsernameConfiguration)
	}
	if got.LastModifiedDate == nil || got.LastModifiedDate.Unix() != r.clock.Now().Unix() || got.CreationDate.Unix() != r.clock.Now().Add(-time.Minute).Unix() {
		t.Errorf("created %v, modified %v; want a minute ago and now", got.CreationDate, got.LastModifiedDate)
	}
	if _, err := r.signUp(client, "opened@example.com", goodPassword+"A"); err != nil {
		t.Errorf("sign-up after the update: %v", err)
	}
}

func TestPoolRefusals(t *testing.T) {
	r := newRig(t)
	minimum := func(n int32) *types.UserPoolPolicyType {
		return &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(n)}}
	}
	cases := []struct {
		name string
		edit func(*cip.CreateUserPoolInput)
	}{
		{"password minimum below 6", func(in *cip.CreateUserPoolInput) { in.Policies = minimum(5) }},
		{"password minimum above 99", func(in *cip.CreateUserPoolInput) { in.Policies = minimum(100) }},
		{"names and aliases together", func(in *cip.CreateUserPoolInput) {
			in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
			in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
		}},
		{"unknown tier", func(in *cip.CreateUserPoolInput) { in.UserPoolTier = "GOLD" }},
		{"unknown attribute to verify", func(in *cip.CreateUserPoolInput) { in.AutoVerifiedAttributes = []types.VerifiedAttributeType{"fax"} }},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			input := &cip.CreateUserPoolInput{PoolName: aws.String("refused")}
			c.edit(input)
			_, err := r.api.CreateUserPool(r.t.Context(), input)
			wantFailure(r.t, err, "InvalidParameterException", "")
		})
	}
	text := "User pool us-east-1_Nobody999 does not exist."
	_, err := r.api.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: aws.String("us-east-1_Nobody999")})
	wantFailure(t, err, "ResourceNotFoundException", text)
	_, err = r.api.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{UserPoolId: aws.String("us-east-1_Nobody999")})
	wantFailure(t, err, "ResourceNotFoundException", text)
}
