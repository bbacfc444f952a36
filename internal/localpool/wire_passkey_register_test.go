package localpool_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/passkeytest"
)

func TestForgedRegistrationIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		authenticator passkeytest.Authenticator
		code, text    string
	}{
		"another challenge":         {passkeytest.Authenticator{Forgery: passkeytest.Forgery{Challenge: make([]byte, 32)}}, "WebAuthnChallengeNotFoundException", "The credential answers another challenge than the one of the last StartWebAuthnRegistration."},
		"another origin":            {passkeytest.Authenticator{Forgery: passkeytest.Forgery{Origin: "https://localhost.example.com"}}, "WebAuthnOriginNotAllowedException", "The credential was made on a page that may not use the relying party id localhost."},
		"a frame on another origin": {passkeytest.Authenticator{Forgery: passkeytest.Forgery{CrossOrigin: true}}, "WebAuthnOriginNotAllowedException", ""},
		"another relying party":     {passkeytest.Authenticator{Forgery: passkeytest.Forgery{RPID: "example.com"}}, "WebAuthnRelyingPartyMismatchException", "The credential was made for another relying party id than localhost."},
		"another algorithm":         {passkeytest.Authenticator{Algorithm: passkeytest.EdDSA, Forgery: passkeytest.Forgery{Algorithm: true}}, "WebAuthnCredentialNotSupportedException", "The credential has a key of another algorithm than ES256 or RS256."},
		"another ceremony":          {passkeytest.Authenticator{Forgery: passkeytest.Forgery{Ceremony: "webauthn.get"}}, "WebAuthnCredentialNotSupportedException", "The credential does not hold: its attestation or its flags are wrong."},
		"nobody there":              {passkeytest.Authenticator{Forgery: passkeytest.Forgery{Absent: true}}, "WebAuthnCredentialNotSupportedException", ""},
		"another credential's id":   {passkeytest.Authenticator{Forgery: passkeytest.Forgery{CredentialID: make([]byte, 32)}}, "WebAuthnCredentialNotSupportedException", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.newUser("forger@example.com", goodPassword)
			access := r.session(r.secure, "forger@example.com", goodPassword).AccessToken
			a := c.authenticator
			a.Origin = page
			wantFailure(t, r.completePasskey(access, r.made(access, &a)), c.code, c.text)
			if listed, err := r.listPasskeys(access, 0, nil); err != nil || len(listed.Credentials) != 0 {
				t.Errorf("passkeys %+v, %v; want none", listed, err)
			}
		})
	}
}

func TestRegistrationAnswersItsOwnStartOnce(t *testing.T) {
	r, a := newRig(t), newAuthenticator()
	const email = "once@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.secure, email, goodPassword).AccessToken
	const again = "The registration has expired or was never started: call StartWebAuthnRegistration again."
	credential := r.made(access, a)
	if err := r.completePasskey(access, credential); err != nil {
		t.Fatal(err)
	}
	wantFailure(t, r.completePasskey(access, credential), "WebAuthnChallengeNotFoundException", again)

	first, second := r.made(access, newAuthenticator()), r.made(access, newAuthenticator())
	wantFailure(t, r.completePasskey(access, first), "WebAuthnChallengeNotFoundException", "")
	wantFailure(t, r.completePasskey(r.session(r.open, email, goodPassword).AccessToken, second), "WebAuthnClientMismatchException", "The registration was started with another app client.")
	if err := r.completePasskey(access, second); err != nil {
		t.Errorf("refused answers closed the registration: %v", err)
	}

	late := r.made(access, newAuthenticator())
	r.clock.Advance(3 * time.Minute)
	wantFailure(t, r.completePasskey(access, late), "WebAuthnChallengeNotFoundException", again)

	for name, c := range map[string]struct{ credential, text string }{
		"no credential": {`{}`, "The credential cannot be read: send the JSON of PublicKeyCredential.toJSON()."},
		"a long one":    {`{"id":"` + strings.Repeat("A", 16*1024) + `"}`, "The credential is longer than a browser makes one."},
	} {
		r.made(access, newAuthenticator())
		r.sub(name, func(r *rig) {
			wantFailure(r.t, r.completePasskey(access, []byte(c.credential)), "InvalidParameterException", c.text)
		})
	}
	r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) {
		in.WebAuthnConfiguration = &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("localhost"), UserVerification: types.UserVerificationTypeRequired}
	})
	a = newAuthenticator()
	a.Unverified, a.Forgery.Disobedient = true, true
	wantFailure(t, r.completePasskey(access, r.made(access, a)), "WebAuthnCredentialNotSupportedException", "The authenticator did not verify the user, which this user pool requires.")
}

func TestPasskeysAreListedInPagesAndDeleted(t *testing.T) {
	r := newRig(t)
	const email = "many@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.secure, email, goodPassword).AccessToken
	var want []string
	for range 20 {
		a := newAuthenticator()
		r.register(access, a)
		want = append(want, string(a.CredentialIDs()[0]))
		if len(want)%2 == 0 {
			r.clock.Advance(time.Second) // pairs share a time
		}
	}
	_, err := r.passkeyOptions(access)
	wantFailure(t, err, "LimitExceededException", "The user has as many passkeys as a user may have: delete one first.")
	var got []string
	var token *string
	for pages := 1; ; pages++ {
		out, err := r.listPasskeys(access, 7, token)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range out.Credentials {
			got = append(got, aws.ToString(key.CredentialId))
		}
		if token = out.NextToken; token == nil {
			if pages != 3 {
				t.Errorf("%d pages of 7, want 3", pages)
			}
			break
		}
		if pages == 1 { // the page goes on although its last passkey is gone
			if err := r.deletePasskey(access, out.Credentials[6].CredentialId); err != nil {
				t.Fatal(err)
			}
		}
	}
	unique := slices.Compact(slices.Sorted(slices.Values(got)))
	if len(got) != len(want) || len(unique) != len(want) {
		t.Errorf("%d passkeys, %d of them different; want %d", len(got), len(unique), len(want))
	}
	wantFailure(t, r.deletePasskey(access, aws.String("AAAA")), "ResourceNotFoundException", "The user has no passkey with this CredentialId.")
	wantFailure(t, r.deletePasskey(access, aws.String("not base64!")), "ResourceNotFoundException", "")
	_, err = r.listPasskeys(access, 7, aws.String("forged"))
	wantFailure(t, err, "InvalidParameterException", "")
	_, err = r.listPasskeys(access, 21, nil)
	wantFailure(t, err, "InvalidParameterException", "1 validation error detected: Value '21' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 20")
}

func TestOneRegistrationCompletesOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "raced-passkey@example.com"
		r.newUser(email, goodPassword)
		access := r.session(r.secure, email, goodPassword).AccessToken
		credential := r.made(access, newAuthenticator())
		wantOneWinner(t, race(func(int) error { return r.completePasskey(access, credential) }), "WebAuthnChallengeNotFoundException")
	})
}
