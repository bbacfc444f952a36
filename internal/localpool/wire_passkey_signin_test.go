package localpool_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
	"usher/internal/passkeytest"
)

// journal collects what the pool logs.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) take() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	defer j.text.Reset()
	return j.text.String()
}

// into makes a pool log into a journal.
func (j *journal) into(o *localpool.Options) { o.Logger = slog.New(slog.NewTextHandler(j, nil)) }

func TestForgedPasskeyDoesNotSignIn(t *testing.T) {
	log := &journal{}
	r, honest := newRig(t, log.into), newAuthenticator()
	const email = "victim@example.com"
	access := r.passkeyUser(email, honest)
	r.mustPasskeySignIn(email, honest)
	attacker := newAuthenticator()
	r.passkeyUser("attacker@example.com", attacker)
	zero, same := uint32(0), uint32(1)
	for name, c := range map[string]struct {
		forgery passkeytest.Forgery
		reason  string
	}{
		"another challenge":          {passkeytest.Forgery{Challenge: make([]byte, 32)}, "it answers another challenge"},
		"another origin":             {passkeytest.Forgery{Origin: "https://example.com"}, "the origin may not use the relying party"},
		"plain http elsewhere":       {passkeytest.Forgery{Origin: "http://example.com"}, "the origin may not use the relying party"},
		"a frame on another origin":  {passkeytest.Forgery{CrossOrigin: true}, "the origin may not use the relying party"},
		"another relying party":      {passkeytest.Forgery{RPID: "example.com"}, "it was made for another relying party"},
		"an altered signature":       {passkeytest.Forgery{Signature: true}, "the signature, the flags or the ceremony are wrong"},
		"another ceremony":           {passkeytest.Forgery{Ceremony: "webauthn.create"}, "the signature, the flags or the ceremony are wrong"},
		"nobody there":               {passkeytest.Forgery{Absent: true}, "the signature, the flags or the ceremony are wrong"},
		"a counter that went back":   {passkeytest.Forgery{Counter: &zero}, "the signature counter did not grow"},
		"a counter that stood still": {passkeytest.Forgery{Counter: &same}, "the signature counter did not grow"},
		"another user's handle":      {passkeytest.Forgery{UserHandle: []byte("somebody")}, "the user handle is another user's"},
		"an unknown passkey":         {passkeytest.Forgery{CredentialID: make([]byte, 32)}, "the credential is not one of this user"},
		"the attacker's passkey":     {passkeytest.Forgery{CredentialID: attacker.CredentialIDs()[0]}, "the credential is not one of this user"},
		"another kind of passkey":    {passkeytest.Forgery{NotBackedUp: true}, "the backup eligibility changed"},
	} {
		r.sub(name, func(r *rig) {
			log.take()
			forger := honest.Clone()
			forger.Forgery = c.forgery
			_, err := r.passkeySignIn(email, forger)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
			if got := log.take(); !strings.Contains(got, c.reason) {
				r.t.Errorf("log %q, want the reason %q", got, c.reason)
			}
		})
	}
	r.sub("no credential", func(r *rig) {
		session, _ := r.askPasskey(email)
		_, err := r.answerPasskey(email, session, []byte("{}"))
		wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
	})
	r.sub("an answer used before", func(r *rig) {
		session, options := r.askPasskey(email)
		credential, err := honest.Get(options)
		if err != nil {
			r.t.Fatal(err)
		}
		if _, err := r.answerPasskey(email, session, credential); err != nil {
			r.t.Fatal(err)
		}
		_, err = r.answerPasskey(email, session, credential)
		wantFailure(r.t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
		fresh, _ := r.askPasskey(email)
		_, err = r.answerPasskey(email, fresh, credential)
		wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
	})
	r.sub("a clone that was used less", func(r *rig) {
		clone := honest.Clone()
		r.mustPasskeySignIn(email, honest)
		_, err := r.passkeySignIn(email, clone)
		wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		r.mustPasskeySignIn(email, honest)
	})
	r.sub("a deleted passkey", func(r *rig) {
		session, options := r.askPasskey(email)
		credential, err := honest.Get(options)
		if err != nil {
			r.t.Fatal(err)
		}
		listed, err := r.listPasskeys(access, 0, nil)
		if err != nil {
			r.t.Fatal(err)
		}
		if err := r.deletePasskey(access, listed.Credentials[0].CredentialId); err != nil {
			r.t.Fatal(err)
		}
		_, err = r.answerPasskey(email, session, credential)
		wantFailure(r.t, err, "NotAuthorizedException", "")
	})
}

func TestPasskeyOfAnEarlierRelyingPartyIsOfNoUse(t *testing.T) {
	r, a := newRig(t), newAuthenticator()
	const email = "moved-party@example.com"
	access := r.passkeyUser(email, a)
	party := func(id string) {
		r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) {
			in.WebAuthnConfiguration = &types.WebAuthnConfigurationType{RelyingPartyId: &id}
		})
	}
	session, options := r.askPasskey(email)
	credential, err := a.Get(options)
	if err != nil {
		t.Fatal(err)
	}
	party("example.com")
	_, err = r.answerPasskey(email, session, credential)
	wantFailure(t, err, "NotAuthorizedException", "")
	out, err := r.begin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "WEB_AUTHN"})
	if err != nil || out.ChallengeName != types.ChallengeNameTypeSelectChallenge {
		t.Errorf("sign-in: %+v, %v; want a choice", out, err)
	}
	a.Origin = "https://app.example.com:8443"
	r.register(access, a)
	r.mustPasskeySignIn(email, a)
	if listed, err := r.listPasskeys(access, 0, nil); err != nil || len(listed.Credentials) != 2 {
		t.Errorf("passkeys %+v, %v; want both, so that the old one can be deleted", listed, err)
	}
	party("localhost")
	a.Origin = page
	r.mustPasskeySignIn(email, a)
}

func TestUserVerificationIsDemandedWhereConfigured(t *testing.T) {
	log := &journal{}
	r, a := newRig(t, log.into), newAuthenticator()
	const email = "pin@example.com"
	r.passkeyUser(email, a)
	r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) {
		in.WebAuthnConfiguration = &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("localhost"), UserVerification: types.UserVerificationTypeRequired}
	})
	a.Unverified, a.Forgery.Disobedient = true, true
	_, err := r.passkeySignIn(email, a)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	if got := log.take(); !strings.Contains(got, "the user was not verified") {
		t.Errorf("log %q, want the reason", got)
	}
	a.Unverified, a.Forgery.Disobedient = false, false
	r.mustPasskeySignIn(email, a)
}

func TestPasskeyStandsForBothFactorsWhereChosen(t *testing.T) {
	r, a := newRig(t), newAuthenticator()
	const email = "both@example.com"
	access := r.passkeyUser(email, a)
	r.newAuthenticatorApp(access)
	r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) {
		onlyTOTP(types.UserPoolMfaTypeOn)(in)
		in.WebAuthnConfiguration = &types.WebAuthnConfigurationType{
			RelyingPartyId: aws.String("localhost"), FactorConfiguration: types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification,
		}
	}, passwordsOnly)
	if _, err := r.api.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{
		UserPoolId: &r.seed.PoolID, MfaConfiguration: types.UserPoolMfaTypeOn, Policies: firstFactors(types.AuthFactorTypePassword, types.AuthFactorTypeWebAuthn),
	}); err != nil {
		t.Fatal(err)
	}
	both := func(in *cip.SetUserMFAPreferenceInput) {
		in.WebAuthnMfaSettings = &types.WebAuthnMfaSettingsType{Enabled: true}
	}
	wantFailure(t, r.prefer(access, both), "InvalidParameterException", "Passkey MFA needs another MFA method that is turned on, for the day the passkey is lost.")
	out, err := r.begin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "WEB_AUTHN"})
	if err != nil || out.ChallengeName != types.ChallengeNameTypeSelectChallenge {
		t.Errorf("before the choice: %+v, %v; want a choice of passwords", out, err)
	}
	if err := r.prefer(access, preferTOTP); err != nil {
		t.Fatal(err)
	}
	if err := r.prefer(access, both); err != nil {
		t.Fatal(err)
	}
	r.wantFactors(access, "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA")
	if _, options := r.askPasskey(email); !strings.Contains(string(options), `"userVerification":"required"`) {
		t.Errorf("options %s", options)
	}
	r.mustPasskeySignIn(email, a)
	a.Unverified, a.Forgery.Disobedient = true, true
	_, err = r.passkeySignIn(email, a)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
}

func TestOnePasskeyAnswerSignsInOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		a := newAuthenticator()
		const email = "raced-answer@example.com"
		r.passkeyUser(email, a)
		session, options := r.askPasskey(email)
		credential, err := a.Get(options)
		if err != nil {
			t.Fatal(err)
		}
		wantOneWinner(t, race(func(int) error {
			_, err := r.answerPasskey(email, session, credential)
			return err
		}), "NotAuthorizedException")
	})
}
