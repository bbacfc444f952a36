package main

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/passkeytest"
)

// The page that passkeys are made and used on. Another port of localhost is the same site.
const page = "http://localhost:3000"

// verifying has the embedded pool demand that authenticators check a PIN or a finger.
func verifying(t *testing.T, in *instance) {
	t.Helper()
	if _, err := sdk(in).SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: aws.String(logged(t, in, "pool")), MfaConfiguration: types.UserPoolMfaTypeOptional,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		WebAuthnConfiguration:         &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("localhost"), UserVerification: types.UserVerificationTypeRequired},
	}); err != nil {
		t.Fatal(err)
	}
}

// altered changes one member of a credential's response, which is base64url.
func altered(t *testing.T, credential []byte, member string, change func([]byte) []byte) []byte {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(credential, &whole); err != nil {
		t.Fatal(err)
	}
	response, _ := whole["response"].(map[string]any)
	text, _ := response[member].(string)
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) == 0 {
		t.Fatalf("%v: no %s in %s", err, member, credential)
	}
	response[member] = base64.RawURLEncoding.EncodeToString(change(raw))
	out, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rewritten replaces a word in client data after they were signed.
func rewritten(from, to string) func([]byte) []byte {
	return func(raw []byte) []byte { return []byte(strings.Replace(string(raw), from, to, 1)) }
}

func truncated(raw []byte) []byte { return raw[:len(raw)/2] }

// refusal is what the caller reads of a refused passkey.
type refusal struct {
	Typename string `json:"__typename"`
	Code     string
	Message  string
	Fields   []struct {
		Path    []string
		Message string
	}
}

func (in *instance) finishing(credential []byte, session tokens) refusal {
	in.t.Helper()
	input := map[string]any{"input": map[string]any{"credential": json.RawMessage(credential)}}
	return field[refusal](in.t, in.call(finishPasskeyOp, input, bearer(session)), "finishPasskeyRegistration")
}

// created begins a registration and makes a credential from its options.
func (in *instance) created(browser *passkeytest.Authenticator, session tokens) []byte {
	in.t.Helper()
	begun := field[passkeyAnswer](in.t, in.call(startPasskeyOp, nil, bearer(session)), "startPasskeyRegistration")
	credential, err := browser.Create(begun.Options)
	if err != nil {
		in.t.Fatalf("%v, with the options of %+v", err, begun)
	}
	return credential
}

func TestRefusedRegistrationsSayWhy(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	verifying(t, in)
	session, bobs := in.signedUp("ann@example.com", "correct horse 9"), in.signedUp("bob@example.com", "correct horse 9")
	forged := func(f passkeytest.Forgery) func(*testing.T) []byte {
		return func(*testing.T) []byte {
			return in.created(&passkeytest.Authenticator{Origin: page, Forgery: f}, session)
		}
	}
	changed := func(member string, change func([]byte) []byte) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			return altered(t, in.created(&passkeytest.Authenticator{Origin: page}, session), member, change)
		}
	}
	const anotherPage, anotherSite = "This page may not make passkeys", "made for another site"
	const cannot, noCredential = "The credential does not hold", "not a credential"
	for name, refused := range map[string]struct {
		make func(*testing.T) []byte
		why  string // empty: CHALLENGE_EXPIRED
	}{
		"made on another page":           {forged(passkeytest.Forgery{Origin: "https://evil.example"}), anotherPage},
		"made on a look-alike":           {forged(passkeytest.Forgery{Origin: "http://localhost.evil.example"}), anotherPage},
		"made in another site's frame":   {forged(passkeytest.Forgery{CrossOrigin: true}), anotherPage},
		"moved to another page":          {changed("clientDataJSON", rewritten(page, "https://evil.example")), anotherPage},
		"made for another relying party": {forged(passkeytest.Forgery{RPID: "evil.example"}), anotherSite},
		"for another challenge":          {forged(passkeytest.Forgery{Challenge: []byte("an older challenge of 32 bytes..")}), ""},
		"given another challenge":        {changed("clientDataJSON", rewritten(`"challenge":"`, `"challenge":"AAAA`)), ""},
		"made by a sign-in":              {forged(passkeytest.Forgery{Ceremony: "webauthn.get"}), cannot},
		"made without anybody there":     {forged(passkeytest.Forgery{Absent: true}), cannot},
		"cut short":                      {changed("attestationObject", truncated), noCredential},
		"with client data cut short":     {changed("clientDataJSON", truncated), noCredential},
		"without its user being verified": {func(*testing.T) []byte {
			return in.created(&passkeytest.Authenticator{Origin: page, Unverified: true, Forgery: passkeytest.Forgery{Disobedient: true}}, session)
		}, cannot},
		"with an algorithm that was not asked for": {func(*testing.T) []byte {
			return in.created(&passkeytest.Authenticator{Origin: page, Algorithm: passkeytest.EdDSA, Forgery: passkeytest.Forgery{Algorithm: true}}, session)
		}, cannot},
		"made for somebody else": {func(*testing.T) []byte { return in.created(&passkeytest.Authenticator{Origin: page}, bobs) }, ""},
		"too late": {func(*testing.T) []byte {
			late := in.created(&passkeytest.Authenticator{Origin: page}, session)
			c.pass(3*time.Minute + time.Second)
			session = in.signedIn("ann@example.com", "correct horse 9")
			return late
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := in.finishing(refused.make(t), session)
			switch {
			case refused.why == "":
				if got.Typename != "ChallengeExpired" || got.Code != "CHALLENGE_EXPIRED" {
					t.Errorf("%+v, want ChallengeExpired", got)
				}
			case got.Typename != "InvalidInput" || len(got.Fields) != 1 || strings.Join(got.Fields[0].Path, ".") != "input.credential" ||
				!strings.Contains(got.Fields[0].Message, refused.why):
				t.Errorf("%+v, want input.credential to be told %q", got, refused.why)
			}
			if kept := in.passkeys(session); len(kept) != 0 {
				t.Fatalf("it was kept: %+v", kept)
			}
		})
	}
}

func TestARegistrationIsFinishedOnce(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	credential := in.created(&passkeytest.Authenticator{Origin: page}, session)
	// A refused credential does not end the registration: the right one still can be sent.
	if got := in.finishing(altered(t, credential, "clientDataJSON", truncated), session); got.Typename != "InvalidInput" {
		t.Errorf("cut short: %+v", got)
	}
	if got := in.finishing(credential, session); got.Typename != "PasskeyRegistered" {
		t.Fatalf("%+v", got)
	}
	if got := in.finishing(credential, session); got.Typename != "ChallengeExpired" {
		t.Errorf("replayed: %+v", got)
	}
	in.call(startPasskeyOp, nil, bearer(session))
	if got := in.finishing(credential, session); got.Typename != "ChallengeExpired" {
		t.Errorf("replayed to another registration: %+v", got)
	}
	if kept := in.passkeys(session); len(kept) != 1 {
		t.Errorf("kept: %+v", kept)
	}
}
