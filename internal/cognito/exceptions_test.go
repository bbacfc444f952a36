package cognito

import (
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"

	"usher/internal/auth"
)

// declared lists the exceptions that the SDK can produce, from the registry by which it produces
// them.
func declared(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, entry := range cip.TypeRegistry.Entries {
		if e, ok := entry.New().(smithy.APIError); ok {
			names = append(names, e.ErrorCode())
		}
	}
	// As many as the service model has had for years; fewer means that this test looks in the
	// wrong place.
	const atLeast = 50
	if len(names) < atLeast {
		t.Fatalf("only %d exceptions found in the SDK's registry", len(names))
	}
	return names
}

func TestEveryExceptionOfTheSDKIsInTheTable(t *testing.T) {
	for _, name := range declared(t) {
		if _, ok := exceptions[name]; !ok {
			t.Errorf("%s has no meaning: add it to the table in exceptions.go", name)
		}
	}
}

// What is in the table beyond the service's own exceptions is meant to be what any AWS service
// answers: a name that is misspelt would be neither.
func TestTheTableNamesNothingThatCannotCome(t *testing.T) {
	common := []string{
		"ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException", "InternalFailure",
		"InvalidClientTokenId", "InvalidSignatureException", "MissingAuthenticationToken",
		"MissingAuthenticationTokenException", "OptInRequired", "RequestExpired", "RequestLimitExceeded",
		"SerializationException", "ServiceUnavailable", "ServiceUnavailableException", "SignatureDoesNotMatch",
		"Throttling", "ThrottlingException", "UnknownOperationException", "UnrecognizedClientException",
		"ValidationException",
	}
	known := declared(t)
	for name := range exceptions {
		if !slices.Contains(known, name) && !slices.Contains(common, name) {
			t.Errorf("%s is neither an exception of the service nor one of AWS", name)
		}
	}
}

// A meaning without a code would be an error that says nothing, and one that means success must
// stand where something was to be ended and nowhere else.
func TestEveryMeaningHasACodeAndOnlyRevokingSettles(t *testing.T) {
	operations := append(tokenOperations(),
		signUp, confirmSignUp, resendCode, initiateAuth, respondToChallenge, getTokens, forgotPassword, confirmForgotPassword,
		adminSetUserPassword, adminGetUser, adminGlobalSignOut, describeUserPool, getPoolMFA,
	)
	var walk func(path string, m meaning)
	walk = func(path string, m meaning) {
		if m.code == "" {
			t.Errorf("%s has no code", path)
		}
		if m.code == auth.Unauthenticated && m.reason == "" {
			t.Errorf("%s has no reason", path)
		}
		if m.code == auth.NotEnabled && m.feature == "" {
			t.Errorf("%s does not name what is switched off", path)
		}
		if (m.code == auth.RateLimited || m.code == auth.UpstreamThrottled) && m.wait <= 0 {
			t.Errorf("%s does not say how long to wait", path)
		}
		for _, text := range m.texts {
			walk(path+" "+text.prefix, text.means)
		}
		for o, here := range m.in {
			walk(path+" at "+string(o), here)
		}
	}
	for name, m := range exceptions {
		walk(name, m)
		for _, o := range operations {
			gone := name == "ResourceNotFoundException" && o == deleteWebAuthn
			if m.at(o, "").code == settled && !gone {
				t.Errorf("%s means success at %s", name, o)
			}
		}
	}
}

// An exception about factors that a new SDK brings must be thought about here and in
// TestWhatCognitoAnswersAboutFactorsMeans.
func TestExceptionsAboutFactorsAreTheKnownOnes(t *testing.T) {
	known := []string{
		"EnableSoftwareTokenMFAException", "MFAMethodNotFoundException", "SoftwareTokenMFANotFoundException",
		"WebAuthnChallengeNotFoundException", "WebAuthnClientMismatchException", "WebAuthnConfigurationMissingException",
		"WebAuthnCredentialNotSupportedException", "WebAuthnNotEnabledException", "WebAuthnOriginNotAllowedException",
		"WebAuthnRelyingPartyMismatchException",
	}
	var got []string
	for _, name := range declared(t) {
		if strings.Contains(name, "WebAuthn") || strings.Contains(name, "MFA") {
			got = append(got, name)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, known) {
		t.Errorf("the SDK declares %v, want %v", got, known)
	}
}

// TestWhatIsOffIsNamedAsTheCallCameUponIt: one exception stands for several lacks, and each has a way
// out of its own.
func TestWhatIsOffIsNamedAsTheCallCameUponIt(t *testing.T) {
	for _, exception := range []string{"MFAMethodNotFoundException", "SoftwareTokenMFANotFoundException"} {
		named := map[string]operation{}
		for _, o := range []operation{respondToChallenge, associateToken, verifyToken, setMFAPreference} {
			m := exceptions[exception].at(o, "")
			if m.code != auth.NotEnabled || m.feature == "" || named[m.feature] != "" {
				t.Errorf("%s of %s: %q %q, as of %s", exception, o, m.code, m.feature, named[m.feature])
			}
			named[m.feature] = o
		}
	}
}
