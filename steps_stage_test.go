package main

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"usher/internal/passkeytest"
)

// stage is an instance in one of its transports, before a pool whose users the tests shape as an
// administrator would.
type stage struct {
	in, pool *instance
	c        *clock
	wire     *overheard
	calls    *callCounter
	headers  []string
	cookies  bool
	heard    []answer
	codes    []string // that answered a challenge
}

// transports are the ways in which tokens travel, by name.
var transports = map[string][]string{
	"header": nil,
	"sealed": {"USHER_SEAL_KEYS=" + sealKey1},
	"cookie": {"USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL=https://auth.example.com", "USHER_SEAL_KEYS=" + sealKey1},
}

func newStage(t *testing.T, transport string, settings ...string) *stage {
	t.Helper()
	s := &stage{c: newClock(), cookies: transport == "cookie"}
	s.pool = startAt(t, s.c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LOG_LEVEL=debug")
	s.calls = countCalls(t, s.pool.wire)
	s.wire = overhear(t, s.calls.url, "Session", "SecretCode")
	s.in = startAt(t, s.c, append(append(inFrontOf(t, s.pool, s.wire.url), "USHER_LOG_LEVEL=debug"), append(settings, transports[transport]...)...)...)
	s.in.mailbox = s.pool
	if s.cookies {
		s.headers = []string{preflight}
	}
	return s
}

// shape is what a user of a stage has. The password is always there, for good or for a first sign-in.
type shape struct {
	temporary, unconfirmed, phone, passkey bool
	second                                 []string // factors that are asked for after the password
	preferred                              string   // one of them
}

// actor is a user, with all that it takes to answer for it.
type actor struct {
	email, phone, password, secret string
	browser                        *passkeytest.Authenticator
}

const (
	actorPassword = "Correct-horse-9"
	freshPassword = "Battery-staple-7"
)

// cast makes a user in the pool; name is the part of its address before the @.
func (s *stage) cast(t *testing.T, name string, is shape) *actor {
	t.Helper()
	a := &actor{email: name + "@example.com", password: actorPassword}
	admin, pool := sdk(s.pool), aws.String(logged(t, s.pool, "pool"))
	if is.unconfirmed {
		_, err := admin.SignUp(t.Context(), &cip.SignUpInput{
			ClientId: aws.String(logged(t, s.pool, "publicClient")), Username: &a.email, Password: &a.password,
		})
		must(t, err)
		return a
	}
	attributes := []types.AttributeType{{Name: aws.String("email"), Value: &a.email}, {Name: aws.String("email_verified"), Value: aws.String("true")}}
	if is.phone {
		a.phone = "+4915" + digits(name)
		attributes = append(attributes, types.AttributeType{Name: aws.String("phone_number"), Value: &a.phone},
			types.AttributeType{Name: aws.String("phone_number_verified"), Value: aws.String("true")})
	}
	_, err := admin.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: pool, Username: &a.email, MessageAction: types.MessageActionTypeSuppress, UserAttributes: attributes,
	})
	must(t, err)
	s.setPassword(t, a, true)
	s.equip(t, a, is)
	if is.temporary {
		s.setPassword(t, a, false)
	}
	return a
}

func (s *stage) setPassword(t *testing.T, a *actor, forGood bool) {
	t.Helper()
	_, err := sdk(s.pool).AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{
		UserPoolId: aws.String(logged(t, s.pool, "pool")), Username: &a.email, Password: &a.password, Permanent: forGood,
	})
	must(t, err)
}

// equip sets the user's factors up, with the client of the pool that has no secret.
func (s *stage) equip(t *testing.T, a *actor, is shape) {
	t.Helper()
	if len(is.second) == 0 && !is.passkey {
		return
	}
	user := sdk(s.pool)
	session, err := user.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		ClientId: aws.String(logged(t, s.pool, "publicClient")), AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": a.email, "PASSWORD": a.password},
	})
	must(t, err)
	token := session.AuthenticationResult.AccessToken
	if is.passkey {
		a.browser = &passkeytest.Authenticator{Origin: "http://localhost:3000"}
		begun, err := user.StartWebAuthnRegistration(t.Context(), &cip.StartWebAuthnRegistrationInput{AccessToken: token})
		must(t, err)
		options, err := begun.CredentialCreationOptions.MarshalSmithyDocument()
		must(t, err)
		made, err := a.browser.Create(options)
		must(t, err)
		var credential map[string]any
		must(t, json.Unmarshal(made, &credential))
		_, err = user.CompleteWebAuthnRegistration(t.Context(), &cip.CompleteWebAuthnRegistrationInput{
			AccessToken: token, Credential: document.NewLazyDocument(credential),
		})
		must(t, err)
	}
	settings := &cip.SetUserMFAPreferenceInput{AccessToken: token}
	for _, factor := range is.second {
		preferred := factor == is.preferred
		switch factor {
		case "TOTP":
			s.enrol(t, a, token)
			settings.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: preferred}
		case "SMS":
			settings.SMSMfaSettings = &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: preferred}
		case "EMAIL":
			settings.EmailMfaSettings = &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: preferred}
		}
	}
	if len(is.second) > 0 {
		_, err = user.SetUserMFAPreference(t.Context(), settings)
		must(t, err)
	}
}

// enrol sets up an authenticator app. The time passes in which its first code is the current one.
func (s *stage) enrol(t *testing.T, a *actor, token *string) {
	t.Helper()
	made, err := sdk(s.pool).AssociateSoftwareToken(t.Context(), &cip.AssociateSoftwareTokenInput{AccessToken: token})
	must(t, err)
	a.secret = *made.SecretCode
	code, err := totp.GenerateCode(a.secret, s.c.Now())
	must(t, err)
	_, err = sdk(s.pool).VerifySoftwareToken(t.Context(), &cip.VerifySoftwareTokenInput{AccessToken: token, UserCode: &code})
	must(t, err)
	s.c.pass(time.Minute)
}

// begin starts a sign-in of the user.
func (s *stage) begin(t *testing.T, a *actor, with map[string]any) step {
	t.Helper()
	input := map[string]any{"username": a.email}
	maps.Copy(input, with)
	return s.say(t, beginOp, "signIn", input)
}

// reply answers a challenge.
func (s *stage) reply(t *testing.T, challenge string, with map[string]any) step {
	t.Helper()
	return s.say(t, respondOp, "respondToChallenge", map[string]any{"challenge": challenge, "answer": with})
}

func (s *stage) say(t *testing.T, op, name string, input map[string]any) step {
	t.Helper()
	got := s.in.call(op, map[string]any{"input": input}, s.headers...)
	s.heard = append(s.heard, got)
	return field[step](t, got, name)
}

// digits makes a name the last digits of a telephone number.
func digits(name string) string {
	var sum uint32
	for _, r := range name {
		sum = sum*31 + uint32(r) //nolint:gosec // letters
	}
	number := "00000000"
	for i := range 8 {
		number = number[:i] + string('0'+rune(sum%10)) + number[i+1:]
		sum /= 10
	}
	return number
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantStep(t *testing.T, what, typename string, got step) step {
	t.Helper()
	if got.Typename != typename {
		t.Fatalf("%s: got %s (%s %s %s %v), want %s", what, got.Typename, got.Code, got.Message, got.Feature, got.Fields, typename)
	}
	return got
}

// admitted demands that the last answer was a session of the user, handed over as the transport does.
func (s *stage) admitted(t *testing.T, a *actor, done step) {
	t.Helper()
	last := s.heard[len(s.heard)-1]
	carried := []string{bearer(done.Tokens)}
	if s.cookies {
		if done.Tokens != (tokens{}) || !strings.Contains(last.body, `"tokens":null`) {
			t.Errorf("tokens in the answer: %s", last.body)
		}
		set := last.header.Values("Set-Cookie")
		if len(set) != 3 { // the session's two, and the device's
			t.Fatalf("%d cookies were set", len(set))
		}
		var jar []string
		for _, cookie := range set {
			pair, _, _ := strings.Cut(cookie, ";")
			jar = append(jar, pair)
		}
		carried = []string{"Cookie: " + strings.Join(jar, "; "), preflight}
	}
	if who := field[me](t, s.in.call(meOp, nil, carried...), "me"); who.Email != a.email {
		t.Errorf("me = %+v, want %s", who, a.email)
	}
}
