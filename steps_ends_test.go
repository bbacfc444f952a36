package main

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// administer calls an operation of the administrator on the user.
func (s *stage) administer(t *testing.T, a *actor, change func(admin *cip.Client, pool, name *string) error) {
	t.Helper()
	must(t, change(sdk(s.pool), aws.String(logged(t, s.pool, "pool")), &a.email))
}

func (s *stage) resetPassword(t *testing.T, a *actor) {
	t.Helper()
	s.administer(t, a, func(admin *cip.Client, pool, name *string) error {
		_, err := admin.AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: pool, Username: name})
		return err
	})
}

func TestAPasswordThatMustBeResetEndsTheSignInUntilItIs(t *testing.T) {
	s := newStage(t, "header")
	for name, p := range map[string]path{
		"password":                  {begin: withPassword},
		"name, password":            {begin: nameOnly, moves: []move{sendsThePassword}},
		"in the middle of a factor": {user: shape{second: []string{"TOTP"}}, begin: withPassword, moves: []move{typesTheCode}},
		"in the middle of a mail":   {begin: withFactor("EMAIL"), moves: []move{readsTheMail}},
	} {
		t.Run(name, func(t *testing.T) {
			a := s.cast(t, "reset"+digits(name), p.user)
			var at step
			if len(p.moves) > 0 {
				at = s.begin(t, a, p.begin)
				right := p.moves[0].with(t, s, a, wantStep(t, "begun", p.moves[0].from, at))
				s.resetPassword(t, a)
				at = s.reply(t, at.Challenge, right)
			} else {
				s.resetPassword(t, a)
				at = s.begin(t, a, p.begin)
			}
			want := []string{"PasswordResetRequired", "ChallengeExpired"}
			if p.begin["password"] == nil && p.moves[0].from == "CodeChallenge" {
				want = []string{"InvalidCode"} // nothing was proven, so a stranger may be asking
			}
			if !slices.Contains(want, at.Typename) {
				t.Errorf("got %+v, want one of %v", at, want)
			}
			wantStep(t, "from the start", "PasswordResetRequired", s.begin(t, a, withPassword))

			s.in.want("ask for a code", "CodeSent", s.in.do("forgotPassword", forgotOp, map[string]any{"username": a.email}))
			a.password = freshPassword
			s.in.want("reset it", "PasswordChanged", s.in.do("confirmForgotPassword", resetOp,
				map[string]any{"username": a.email, "code": s.in.mailedCode(a.email), "newPassword": a.password}))
			at = s.begin(t, a, map[string]any{"password": a.password})
			if p.user.second != nil {
				at = s.reply(t, at.Challenge, typesTheCode.with(t, s, a, wantStep(t, "begun anew", "TotpChallenge", at)))
			}
			wantStep(t, "signed in", "Session", at)
			s.admitted(t, a, at)
		})
	}
}

func TestASignInThatWaitsForTheConfirmationGoesOnAfterIt(t *testing.T) {
	s := newStage(t, "header")
	a := s.cast(t, "late", shape{unconfirmed: true})
	begun := wantStep(t, "the name", "SelectFactorChallenge", s.begin(t, a, nameOnly))
	wantStep(t, "the password", "NotConfirmed", s.reply(t, begun.Challenge, map[string]any{"password": a.password}))
	wantStep(t, "a wrong password", "InvalidCredentials", s.reply(t, begun.Challenge, map[string]any{"password": "wrong horse 9"}))
	s.in.want("confirm", "Session", s.in.do("confirmSignUp", confirmOp,
		map[string]any{"username": a.email, "code": s.in.mailedCode(a.email), "password": freshPassword}))
	done := s.begin(t, a, map[string]any{"password": freshPassword})
	s.admitted(t, a, wantStep(t, "the password again", "Session", done))
}

// TestAChallengeTakesFiveTries has the sixth answer refused, right as it is.
//
// The account's own limits are out of the way: the challenge has its tries, whoever may go on guessing.
func TestAChallengeTakesFiveTries(t *testing.T) {
	s := newStage(t, "header", "USHER_LIMITS="+fromOneMachine+",code.account=100/1m,sign-in.account=100/1m")
	spent := func(name string, p path) {
		t.Run(name, func(t *testing.T) {
			a := s.cast(t, "tries"+digits(name), p.user)
			m := p.moves[0]
			begun := wantStep(t, "begun", m.from, s.begin(t, a, p.begin))
			right := m.with(t, s, a, begun)
			for range 5 {
				got := s.reply(t, begun.Challenge, mistaken(right))
				if got.Typename != m.wrong {
					t.Errorf("a mistake answers %s (%s), want %s", got.Typename, got.Message, m.wrong)
				}
			}
			wantStep(t, "the right answer, once too often", "ChallengeExpired", s.reply(t, begun.Challenge, right))
			if s.c.pass(time.Hour); m.from == "MfaSetupChallenge" {
				return // and the next sign-in has a secret of its own
			}
			begun = wantStep(t, "begun anew", m.from, s.begin(t, a, p.begin))
			s.admitted(t, a, wantStep(t, "after an hour", "Session", s.reply(t, begun.Challenge, m.with(t, s, a, begun))))
		})
	}
	spent("the app", path{user: shape{second: []string{"TOTP"}}, begin: withPassword, moves: []move{typesTheCode}})
	spent("a text after the password", path{user: shape{phone: true, second: []string{"SMS"}}, begin: withPassword, moves: []move{readsTheText}})
	spent("a mail instead of the password", path{begin: withFactor("EMAIL"), moves: []move{readsTheMail}})
	spent("the password", path{begin: nameOnly, moves: []move{sendsThePassword}})
	demanding(t, s.pool)
	spent("a new app", path{begin: withPassword, moves: []move{setsUpTheApp}})
}

func TestWhatHappensToTheUserMeanwhileCounts(t *testing.T) {
	s := newStage(t, "header")
	app := path{user: shape{second: []string{"TOTP"}}, begin: withPassword, moves: []move{typesTheCode}}
	mail := path{begin: withFactor("EMAIL"), moves: []move{readsTheMail}}
	invited := path{user: shape{temporary: true}, begin: withPassword, moves: []move{choosesAPassword}}
	for meanwhile, change := range map[string]func(t *testing.T, a *actor){
		"the user is deleted": func(t *testing.T, a *actor) {
			s.administer(t, a, func(admin *cip.Client, pool, name *string) error {
				_, err := admin.AdminDeleteUser(t.Context(), &cip.AdminDeleteUserInput{UserPoolId: pool, Username: name})
				return err
			})
		},
		"the user is disabled": func(t *testing.T, a *actor) {
			s.administer(t, a, func(admin *cip.Client, pool, name *string) error {
				_, err := admin.AdminDisableUser(t.Context(), &cip.AdminDisableUserInput{UserPoolId: pool, Username: name})
				return err
			})
		},
		"the password is changed": func(t *testing.T, a *actor) {
			a.password = freshPassword
			s.setPassword(t, a, true)
		},
	} {
		for name, p := range map[string]path{"the app": app, "a mail": mail, "an invitation": invited} {
			t.Run(meanwhile+" before "+name, func(t *testing.T) {
				a := s.cast(t, "meanwhile"+digits(meanwhile+name), p.user)
				begun := wantStep(t, "begun", p.moves[0].from, s.begin(t, a, p.begin))
				right := p.moves[0].with(t, s, a, begun)
				change(t, a)
				switch got := s.reply(t, begun.Challenge, right); got.Typename {
				case "ChallengeExpired", "InvalidCode", "InvalidCredentials":
				default:
					t.Errorf("got %+v", got)
				}
			})
		}
	}
	t.Run("the factor is turned off before its code", func(t *testing.T) {
		a := s.cast(t, "off", app.user)
		begun := wantStep(t, "begun", "TotpChallenge", s.begin(t, a, withPassword))
		s.administer(t, a, func(admin *cip.Client, pool, name *string) error {
			_, err := admin.AdminSetUserMFAPreference(t.Context(), &cip.AdminSetUserMFAPreferenceInput{
				UserPoolId: pool, Username: name, SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: false},
			})
			return err
		})
		wantStep(t, "its code", "NotEnabled", s.reply(t, begun.Challenge, typesTheCode.with(t, s, a, begun)))
		s.admitted(t, a, wantStep(t, "begun anew", "Session", s.begin(t, a, withPassword)))
	})
	t.Run("the word that was wrong too often", func(t *testing.T) {
		a := s.cast(t, "words", shape{})
		at := s.begin(t, a, withFactor("CUSTOM"))
		for range 2 {
			at = s.reply(t, at.Challenge, map[string]any{"custom": "another word"})
		}
		last := wantStep(t, "twice wrong", "CustomChallenge", at)
		wantStep(t, "wrong again", "InvalidCredentials", s.reply(t, last.Challenge, map[string]any{"custom": "another word"}))
		wantStep(t, "right too late", "ChallengeExpired", s.reply(t, last.Challenge, saysTheWord.with(t, s, a, last)))
	})
}

// TestAFaultLeavesTheChallengeAsItWas has the pool fail under a right answer, and the answer given again.
func TestAFaultLeavesTheChallengeAsItWas(t *testing.T) {
	s := newStage(t, "header")
	outlast := func(name, operation string, p path) {
		t.Run(name+", "+operation, func(t *testing.T) {
			a := s.cast(t, "fault"+digits(name+operation), p.user)
			m := p.moves[0]
			at := wantStep(t, "begun", m.from, s.begin(t, a, p.begin))
			right := m.with(t, s, a, at)
			s.calls.fail(operation)
			failed := s.in.call(respondOp, map[string]any{"input": map[string]any{"challenge": at.Challenge, "answer": right}})
			s.calls.fail()
			if code, _ := failed.code(); code != "UPSTREAM_UNAVAILABLE" && code != "OUTCOME_UNKNOWN" {
				t.Errorf("the fault is answered with %s", failed.body)
			}
			s.admitted(t, a, wantStep(t, "again", "Session", s.reply(t, at.Challenge, right)))
		})
	}
	for name, p := range kinds() {
		if p.moves[0].from != "SelectFactorChallenge" {
			outlast(name, "RespondToAuthChallenge", p)
		}
	}
	demanding(t, s.pool)
	setup := path{begin: withPassword, moves: []move{setsUpTheApp}}
	outlast("a new app", "VerifySoftwareToken", setup)
	outlast("a new app", "RespondToAuthChallenge", setup) // it is proven by then, and cannot be proven twice
}

// TestAnInvitationAsksForWhatTheUserLacks has a pool with an attribute that every user must have.
func TestAnInvitationAsksForWhatTheUserLacks(t *testing.T) {
	s := newStage(t, "header")
	admin := sdk(s.pool)
	pool, err := admin.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{
		PoolName: aws.String("strict"), UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
		Schema: []types.SchemaAttributeType{{Name: aws.String("given_name"), Required: aws.Bool(true), Mutable: aws.Bool(true)}},
	})
	must(t, err)
	client, err := admin.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("server"), GenerateSecret: true,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	must(t, err)
	_, err = admin.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: pool.UserPool.Id, Username: aws.String("ann@example.com"), TemporaryPassword: aws.String(actorPassword + "!"),
		MessageAction:  types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("ann@example.com")}},
	})
	must(t, err)
	s.in = startAt(t, s.c, "COGNITO_USER_POOL_ID="+*pool.UserPool.Id, "COGNITO_CLIENT_ID="+*client.UserPoolClient.ClientId,
		"COGNITO_CLIENT_SECRET="+*client.UserPoolClient.ClientSecret, "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER="+s.pool.wire, "USHER_SHUTDOWN_DELAY=0s")

	ann := &actor{email: "ann@example.com"}
	at := wantStep(t, "begun", "NewPasswordChallenge", s.begin(t, ann, map[string]any{"password": actorPassword + "!"}))
	if len(at.RequiredAttributes) != 1 || at.RequiredAttributes[0] != "given_name" {
		t.Errorf("required: %v", at.RequiredAttributes)
	}
	attribute := func(name, value string) []any { return []any{map[string]any{"name": name, "value": value}} }
	for name, attributes := range map[string][]any{
		"none": nil, "an empty one": attribute("given_name", ""), "another": attribute("family_name", "Lee"),
		"one that nobody asked for": append(attribute("given_name", "Ann"), attribute("email_verified", "true")...),
	} {
		wantStep(t, name, "InvalidInput", s.reply(t, at.Challenge,
			map[string]any{"newPassword": map[string]any{"password": freshPassword + "!", "attributes": attributes}}))
	}
	done := s.reply(t, at.Challenge, map[string]any{"newPassword": map[string]any{"password": freshPassword + "!", "attributes": attribute("given_name", "Ann")}})
	s.admitted(t, ann, wantStep(t, "with it", "Session", done))
}
