package cognito

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/quota"
)

// operationsOf reads the constants of type operation out of call.go, so that one that is added there
// cannot be forgotten here.
func operationsOf(t *testing.T, file string) []operation {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []operation
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 {
			return true
		}
		kind, named := spec.Type.(*ast.Ident)
		text, literal := spec.Values[0].(*ast.BasicLit)
		if named && literal && kind.Name == "operation" {
			name, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, operation(name))
		}
		return true
	})
	return found
}

// The classes as the developer guide lists them, by the names on the wire.
func TestEveryOperationIsOfAQuotaClass(t *testing.T) {
	want := map[operation]quota.Class{}
	for class, operations := range map[quota.Class][]operation{
		"UserAuthentication":        {"InitiateAuth", "GetTokensFromRefreshToken"},
		"UserAuthenticationAnswers": {"RespondToAuthChallenge"},
		"UserCreation":              {"SignUp", "ConfirmSignUp"},
		"UserAccountRecovery":       {"ForgotPassword", "ConfirmForgotPassword", "ChangePassword", "AdminSetUserPassword"},
		"UserRead":                  {"GetUser", "AdminGetUser", "GetUserAuthFactors"},
		"UserUpdate": {
			"UpdateUserAttributes", "DeleteUserAttributes", "VerifyUserAttribute", "DeleteUser", "GlobalSignOut", "AdminUserGlobalSignOut",
		},
		"UserToken":        {"RevokeToken"},
		"UserResourceRead": {"ResendConfirmationCode", "GetUserAttributeVerificationCode", "ListWebAuthnCredentials"},
		"UserResourceUpdate": {
			"AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference",
			"StartWebAuthnRegistration", "CompleteWebAuthnRegistration", "DeleteWebAuthnCredential",
		},
		"UserPoolRead":         {"DescribeUserPool"},
		"UserPoolResourceRead": {"GetUserPoolMfaConfig"},
	} {
		for _, o := range operations {
			want[o] = class
		}
	}
	declared := operationsOf(t, "call.go")
	if len(declared) != len(want) || len(quotas) != len(want) {
		t.Errorf("call.go declares %d operations, %d have a class, want %d", len(declared), len(quotas), len(want))
	}
	for _, o := range declared {
		if want[o] == "" {
			t.Errorf("%s is of no class in this test", o)
		}
		if quotas[o] != want[o] {
			t.Errorf("%s is of class %q, want %q", o, quotas[o], want[o])
		}
		if (quota.Rates{}).Budget(quotas[o]) <= 0 {
			t.Errorf("%s has no budget at all", o)
		}
	}
}

func TestANewPasswordAsAnAnswerCountsAsRecovery(t *testing.T) {
	for challenge, want := range map[types.ChallengeNameType]quota.Class{
		types.ChallengeNameTypeNewPasswordRequired: quota.UserAccountRecovery,
		types.ChallengeNameTypeSoftwareTokenMfa:    quota.ChallengeAnswers,
		types.ChallengeNameTypePassword:            quota.ChallengeAnswers,
	} {
		if got := quotaOf(respondToChallenge, &cip.RespondToAuthChallengeInput{ChallengeName: challenge}); got != want {
			t.Errorf("%s counts as %s, want %s", challenge, got, want)
		}
	}
}
