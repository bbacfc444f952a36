package localpool_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/passkeytest"
)

const page = "http://localhost:3000"

func newAuthenticator() *passkeytest.Authenticator { return &passkeytest.Authenticator{Origin: page} }

// passkeyOptions starts a registration and returns what a browser gets to see.
func (r *rig) passkeyOptions(access *string) ([]byte, error) {
	out, err := r.api.StartWebAuthnRegistration(r.t.Context(), &cip.StartWebAuthnRegistrationInput{AccessToken: access})
	if err != nil {
		return nil, err
	}
	return out.CredentialCreationOptions.MarshalSmithyDocument()
}

func (r *rig) completePasskey(access *string, credential []byte) error {
	var v any
	if err := json.Unmarshal(credential, &v); err != nil {
		return err
	}
	_, err := r.api.CompleteWebAuthnRegistration(r.t.Context(), &cip.CompleteWebAuthnRegistrationInput{
		AccessToken: access, Credential: document.NewLazyDocument(v),
	})
	return err
}

// made starts a registration and lets the authenticator answer.
func (r *rig) made(access *string, a *passkeytest.Authenticator) []byte {
	r.t.Helper()
	options, err := r.passkeyOptions(access)
	if err != nil {
		r.t.Fatalf("StartWebAuthnRegistration: %v", err)
	}
	credential, err := a.Create(options)
	if err != nil {
		r.t.Fatalf("create with %s: %v", options, err)
	}
	return credential
}

func (r *rig) register(access *string, a *passkeytest.Authenticator) {
	r.t.Helper()
	if err := r.completePasskey(access, r.made(access, a)); err != nil {
		r.t.Fatalf("CompleteWebAuthnRegistration: %v", err)
	}
}

// passkeyUser makes a user with one passkey.
func (r *rig) passkeyUser(email string, a *passkeytest.Authenticator) (access *string) {
	r.t.Helper()
	r.newUser(email, goodPassword)
	access = r.session(r.secure, email, goodPassword).AccessToken
	r.register(access, a)
	return access
}

// askPasskey begins a sign-in by passkey and returns its session and the options for the browser.
func (r *rig) askPasskey(email string) (session *string, options []byte) {
	r.t.Helper()
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "WEB_AUTHN"}, types.ChallengeNameTypeWebAuthn)
	return out.Session, []byte(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
}

func (r *rig) answerPasskey(email string, session *string, credential []byte) (*cip.RespondToAuthChallengeOutput, error) {
	return r.answer(r.secure, types.ChallengeNameTypeWebAuthn, session, email, map[string]string{"CREDENTIAL": string(credential)})
}

func (r *rig) passkeySignIn(email string, a *passkeytest.Authenticator) (*cip.RespondToAuthChallengeOutput, error) {
	r.t.Helper()
	session, options := r.askPasskey(email)
	credential, err := a.Get(options)
	if err != nil {
		r.t.Fatalf("get with %s: %v", options, err)
	}
	return r.answerPasskey(email, session, credential)
}

func (r *rig) mustPasskeySignIn(email string, a *passkeytest.Authenticator) *types.AuthenticationResultType {
	r.t.Helper()
	out, err := r.passkeySignIn(email, a)
	if err != nil || out.AuthenticationResult == nil {
		r.t.Fatalf("sign-in by passkey: %+v, %v", out, err)
	}
	return out.AuthenticationResult
}

func (r *rig) listPasskeys(access *string, size int32, token *string) (*cip.ListWebAuthnCredentialsOutput, error) {
	in := &cip.ListWebAuthnCredentialsInput{AccessToken: access, NextToken: token}
	if size > 0 {
		in.MaxResults = &size
	}
	return r.api.ListWebAuthnCredentials(r.t.Context(), in)
}

func (r *rig) deletePasskey(access, id *string) error {
	_, err := r.api.DeleteWebAuthnCredential(r.t.Context(), &cip.DeleteWebAuthnCredentialInput{AccessToken: access, CredentialId: id})
	return err
}

func TestPasskeySignsIn(t *testing.T) {
	for name, edit := range map[string]func(*passkeytest.Authenticator){
		"ES256":                  func(*passkeytest.Authenticator) {},
		"RS256":                  func(a *passkeytest.Authenticator) { a.Algorithm = passkeytest.RS256 },
		"without a counter":      func(a *passkeytest.Authenticator) { a.Uncounted = true },
		"without a verification": func(a *passkeytest.Authenticator) { a.Unverified = true },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r, a := newRigIn(t, dir), newAuthenticator()
			edit(a)
			const email = "passkey@example.com"
			access := r.passkeyUser(email, a)
			listed, err := r.listPasskeys(access, 0, nil)
			if err != nil || len(listed.Credentials) != 1 {
				t.Fatalf("passkeys %+v, %v", listed, err)
			}
			key := listed.Credentials[0]
			if aws.ToString(key.RelyingPartyId) != "localhost" || aws.ToString(key.FriendlyCredentialName) != "Passkey" || aws.ToString(key.AuthenticatorAttachment) != "platform" ||
				!slices.Equal(key.AuthenticatorTransports, []string{"hybrid", "internal"}) || !key.CreatedAt.Equal(r.clock.Now()) {
				t.Errorf("passkey %+v", key)
			}
			for range 2 {
				tokens := r.mustPasskeySignIn(email, a)
				if _, err := r.getUser(aws.ToString(tokens.AccessToken)); err != nil {
					t.Error(err)
				}
				r = r.reopen(dir)
			}
		})
	}
}

func TestOptionsAreWhatBrowsersParse(t *testing.T) {
	r, a := newRig(t), newAuthenticator()
	const email = "options@example.com"
	access := r.passkeyUser(email, a)
	raw, err := r.passkeyOptions(access)
	if err != nil {
		t.Fatal(err)
	}
	var creation map[string]any
	if err := json.Unmarshal(raw, &creation); err != nil {
		t.Fatal(err)
	}
	_, raw = r.askPasskey(email)
	var request map[string]any
	if err := json.Unmarshal(raw, &request); err != nil {
		t.Fatal(err)
	}
	listed, err := r.listPasskeys(access, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	id := aws.ToString(listed.Credentials[0].CredentialId)
	for what, c := range map[string]struct {
		got  any
		want string
	}{
		"rp":            {creation["rp"], `{"id":"localhost","name":"localhost"}`},
		"algorithms":    {creation["pubKeyCredParams"], `[{"alg":-7,"type":"public-key"},{"alg":-257,"type":"public-key"}]`},
		"exclusions":    {creation["excludeCredentials"], `[{"id":"` + id + `","transports":["hybrid","internal"],"type":"public-key"}]`},
		"selection":     {creation["authenticatorSelection"], `{"requireResidentKey":true,"residentKey":"required","userVerification":"preferred"}`},
		"timeout":       {creation["timeout"], `60000`},
		"allowed":       {request["allowCredentials"], `[{"id":"` + id + `","transports":["hybrid","internal"],"type":"public-key"}]`},
		"rpId":          {request["rpId"], `"localhost"`},
		"verification":  {request["userVerification"], `"preferred"`},
		"answer's time": {request["timeout"], `60000`},
	} {
		got, err := json.Marshal(c.got)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
	user, _ := creation["user"].(map[string]any)
	if user["name"] != email || user["displayName"] != email || user["id"] == "" {
		t.Errorf("user %v", user)
	}
	for _, options := range []map[string]any{creation, request} {
		if challenge, _ := options["challenge"].(string); len(challenge) != 43 {
			t.Errorf("challenge %q, want 32 bytes in base64url", challenge)
		}
	}
}

func TestPasskeysOfAPoolWithoutThemAreRefused(t *testing.T) {
	r := newRig(t)
	const email = "none@example.com"
	a := newAuthenticator()
	access := r.passkeyUser(email, a)
	credential := r.made(access, newAuthenticator())
	pool, app := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Policies = firstFactors(types.AuthFactorTypePassword, types.AuthFactorTypeWebAuthn)
	}, nil)
	if _, err := r.signUp(app, "partyless", goodPassword+"A!"); err != nil {
		t.Fatal(err)
	}
	if err := r.adminConfirm(aws.ToString(pool.Id), "partyless"); err != nil {
		t.Fatal(err)
	}
	_, err := r.passkeyOptions(r.session(app, "partyless", goodPassword+"A!").AccessToken)
	wantFailure(t, err, "WebAuthnConfigurationMissingException", "The user pool has no relying party id: set WebAuthnConfiguration with SetUserPoolMfaConfig.")

	r.mfaConfig(r.seed.PoolID, onlyTOTP(types.UserPoolMfaTypeOptional), passwordsOnly)
	_, err = r.passkeyOptions(access)
	wantFailure(t, err, "WebAuthnNotEnabledException", "WebAuthn is not enabled for this user pool.")
	wantFailure(t, r.completePasskey(access, credential), "WebAuthnNotEnabledException", "WebAuthn is not enabled for this user pool.")
	out, err := r.begin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "WEB_AUTHN"})
	if err != nil || out.ChallengeName != types.ChallengeNameTypeSelectChallenge || slices.Contains(out.AvailableChallenges, types.ChallengeNameTypeWebAuthn) {
		t.Errorf("sign-in: %+v, %v; want a choice without passkeys", out, err)
	}
}
