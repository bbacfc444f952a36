package cognito_test

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/cognito"
)

// TestUserPoolOverAWS runs the suite against a pool in AWS, which must be a throw-away one: accounts
// are made and deleted in it. It takes
//
//	USHER_TEST_AWS_USER_POOL_ID, USHER_TEST_AWS_CLIENT_ID, USHER_TEST_AWS_CLIENT_SECRET
//
// and the SDK's own settings for region and credentials, which must allow DescribeUserPool and, on
// that pool, AdminCreateUser, AdminSetUserPassword, AdminGetUser, AdminDeleteUser, AdminDisableUser
// and AdminUserGlobalSignOut. The pool has an open sign-up by e-mail address and no MFA. No mail is
// sent: what needs a code is left out.
func TestUserPoolOverAWS(t *testing.T) {
	poolID, clientID := os.Getenv("USHER_TEST_AWS_USER_POOL_ID"), os.Getenv("USHER_TEST_AWS_CLIENT_ID")
	if poolID == "" || clientID == "" {
		t.Skip("needs an AWS account: name a throw-away pool in USHER_TEST_AWS_USER_POOL_ID and USHER_TEST_AWS_CLIENT_ID")
	}
	settings, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatalf("the AWS settings cannot be read: %v", err)
	}
	api := cip.NewFromConfig(settings)
	authtest.RunUserPool(t, func(t *testing.T) authtest.Env {
		pool, err := cognito.New(cognito.Config{
			Region: settings.Region, UserPoolID: poolID,
			ClientID: clientID, ClientSecret: os.Getenv("USHER_TEST_AWS_CLIENT_SECRET"),
			Credentials: settings.Credentials,
		})
		if err != nil {
			t.Fatal(err)
		}
		return authtest.Env{
			Pool:     pool,
			Policy:   policyIn(t, api, poolID),
			Admin:    true,
			NewEmail: func() string { return "usher-" + strings.ToLower(rand.Text()) + "@example.com" },
			NewUser:  createIn(api, poolID),
			Operator: authtest.Operator{
				Disable:               disableIn(api, poolID),
				GiveTemporaryPassword: setPasswordIn(api, poolID, false),
				Delete: func(t *testing.T, username string) {
					t.Helper()
					if err := deleteIn(t.Context(), api, poolID, username); err != nil {
						t.Fatalf("AdminDeleteUser: %v", err)
					}
				},
			},
		}
	})
}

func policyIn(t *testing.T, api *cip.Client, poolID string) auth.PasswordPolicy {
	t.Helper()
	out, err := api.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &poolID})
	if err != nil {
		t.Fatalf("DescribeUserPool: %v", err)
	}
	p := out.UserPool.Policies.PasswordPolicy
	return auth.PasswordPolicy{
		MinLength: int(aws.ToInt32(p.MinimumLength)),
		Uppercase: p.RequireUppercase, Lowercase: p.RequireLowercase, Digit: p.RequireNumbers, Symbol: p.RequireSymbols,
	}
}

// createIn makes confirmed accounts without a mail, and deletes each when its test ends.
func createIn(api *cip.Client, poolID string) func(*testing.T, string, auth.Password) {
	setPassword := setPasswordIn(api, poolID, true)
	return func(t *testing.T, email string, password auth.Password) {
		t.Helper()
		_, err := api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
			UserPoolId: &poolID, Username: &email, MessageAction: types.MessageActionTypeSuppress,
			UserAttributes: []types.AttributeType{
				{Name: aws.String("email"), Value: &email}, {Name: aws.String("email_verified"), Value: aws.String("true")},
			},
		})
		if err != nil {
			t.Fatalf("AdminCreateUser: %v", err)
		}
		t.Cleanup(func() {
			if err := deleteIn(context.WithoutCancel(t.Context()), api, poolID, email); err != nil {
				t.Logf("an account may be left over: %v", err)
			}
		})
		setPassword(t, email, password)
	}
}

func deleteIn(ctx context.Context, api *cip.Client, poolID, username string) error {
	_, err := api.AdminDeleteUser(ctx, &cip.AdminDeleteUserInput{UserPoolId: &poolID, Username: &username})
	return err
}
