package main

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The dead ends that users of Cognito report most, each with the way out that docs/sign-in-steps.md
// promises.

// waitable is what a client reads to say how long to wait, and what to do instead.
type waitable struct {
	Typename   string `json:"__typename"`
	RetryAfter int
	Expired    bool
}

func (in *instance) wait(name, inputType string, input map[string]any) waitable {
	in.t.Helper()
	fields := ` { __typename ... on RateLimited { retryAfter } ... on Problem { code message } }`
	if inputType != "UsernameInput" { // what only sends a code has none to refuse
		fields = strings.Replace(fields, "... on Problem", "... on InvalidCode { expired } ... on Problem", 1)
	}
	op := `mutation($input: ` + inputType + `!) { ` + name + `(input: $input)` + fields + ` }`
	return field[waitable](in.t, in.call(op, map[string]any{"input": input}), name)
}

// untilLimited repeats a call until it is limited, and returns how long to wait and what was
// answered before.
func (in *instance) untilLimited(most int, call func() waitable) (wait time.Duration, before waitable) {
	in.t.Helper()
	for range most {
		got := call()
		if got.Typename == "RateLimited" {
			if got.RetryAfter <= 0 {
				in.t.Fatalf("limited for %d seconds", got.RetryAfter)
			}
			return time.Duration(got.RetryAfter) * time.Second, before
		}
		before = got
	}
	in.t.Fatalf("%d calls were not limited; the last answered %+v", most, before)
	return 0, before
}

func TestDeadEndTheAddressWasChangedAndTheNewOneMistyped(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const old, mistyped, right = "ann@example.com", "ann@exmaple.com", "ann@new.example.com"
	session := in.signedUp(old, "correct horse 9")
	in.profile("ProfileUpdated", "requestEmailChange", emailChangeOp, map[string]any{"email": mistyped}, bearer(session))
	in.call(signOutOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)

	// The old address still opens the account, and still recovers it.
	in.signedIn(old, "correct horse 9")
	in.want("sign in with the mistyped one", "InvalidCredentials", in.do("signIn", signInOp, map[string]any{"username": mistyped, "password": "correct horse 9"}))
	c.pass(time.Minute)
	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": old}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": old, "code": in.mailedCode(old), "newPassword": "battery staple 7"}))
	again := in.signedIn(old, "battery staple 7")

	in.profile("ProfileUpdated", "requestEmailChange", emailChangeOp, map[string]any{"email": right}, bearer(again))
	stale := in.mailedCode(mistyped)
	if fresh := in.mailedCode(right); stale != fresh {
		in.profile("InvalidCode", "verifyContact", verifyContactOp, map[string]any{"channel": "EMAIL", "code": stale}, bearer(again))
	}
	in.profile("ProfileUpdated", "verifyContact", verifyContactOp, map[string]any{"channel": "EMAIL", "code": in.mailedCode(right)}, bearer(again))
	in.signedIn(right, "battery staple 7")
}

func TestDeadEndThePasswordIsForgottenBeforeTheAddressIsConfirmed(t *testing.T) {
	in := startUsher(t)
	const email = "ann@example.com"
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email, "password": "soon forgotten 1"}))
	in.want("a guess", "InvalidCredentials", in.do("signIn", signInOp, map[string]any{"username": email, "password": "was it this 1"}))

	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	if n := len(in.mails(email)); n != 2 {
		t.Fatalf("%d mails, want the sign-up's and another", n)
	}
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": "correct horse 9"}))
	session := in.signedIn(email, "correct horse 9")
	if who := field[me](t, in.call(meOp, nil, bearer(session)), "me"); !who.EmailVerified {
		t.Errorf("the address is not confirmed: %+v", who)
	}
}

func TestDeadEndTheSignUpScreenIsGoneBeforeTheCodeIsEntered(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email, password = "ann@example.com", "correct horse 9"
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email, "password": password}))
	c.pass(48 * time.Hour) // the code of the sign-up is too late by now

	op := strings.Replace(signInOp, "... on Problem", "... on NotConfirmed { delivery { channel destination } } ... on Problem", 1)
	got := in.want("sign in", "NotConfirmed", in.do("signIn", op, map[string]any{"username": email, "password": password}))
	if got.Delivery.Destination != "a***@e***" || got.Code != "NOT_CONFIRMED" {
		t.Errorf("it does not say where the fresh code went: %+v", got)
	}
	in.want("confirm", "Session", in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": in.mailedCode(email), "password": password}))
	in.signedIn(email, password)
}

func TestDeadEndTheTemporaryPasswordHasExpired(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	const email = "ann@example.com"
	invite(t, in, email, "Temporary-pass-1")
	c.pass(7*24*time.Hour + time.Second)
	got := in.begin("NotEnabled", map[string]any{"username": email, "password": "Temporary-pass-1"})
	if !strings.Contains(got.Feature, "temporary password") || got.Code != "NOT_ENABLED" {
		t.Errorf("it does not say what has expired: %+v", got)
	}
	in.begin("InvalidCredentials", map[string]any{"username": "amy@example.com", "password": "Temporary-pass-1"})

	if _, err := sdk(in).AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: aws.String(logged(t, in, "pool")), Username: aws.String(email), MessageAction: types.MessageActionTypeResend, TemporaryPassword: aws.String("Temporary-pass-2"),
	}); err != nil {
		t.Fatal(err)
	}
	next := in.begin("NewPasswordChallenge", map[string]any{"username": email, "password": "Temporary-pass-2"})
	in.respond("Session", next.Challenge, map[string]any{"newPassword": map[string]any{"password": "correct horse 9"}})
	in.signedIn(email, "correct horse 9")
}

func TestDeadEndTooManyWrongPasswords(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email, password = "ann@example.com", "correct horse 9"
	in.signedUp(email, password)
	wait, before := in.untilLimited(10, func() waitable {
		return in.wait("signIn", "SignInInput", map[string]any{"username": email, "password": "wrong guess 1"})
	})
	if before.Typename != "InvalidCredentials" || wait > 16*time.Minute {
		t.Errorf("after %+v, wait %s", before, wait)
	}
	// The lock holds for the right password as well; else it would tell which one that is.
	if got := in.wait("signIn", "SignInInput", map[string]any{"username": email, "password": password}); got.Typename != "RateLimited" {
		t.Errorf("the right password during the lock: %+v", got)
	}
	c.pass(wait)
	in.signedIn(email, password)
}

func TestDeadEndTooManyWrongCodes(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email = "ann@example.com"
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
	code := in.mailedCode(email)
	confirm := func(code string) waitable {
		return in.wait("confirmSignUp", "ConfirmSignUpInput", map[string]any{"username": email, "code": code, "password": "correct horse 9"})
	}
	wait, before := in.untilLimited(20, func() waitable { return confirm(other(code)) })
	if before.Typename != "InvalidCode" || before.Expired {
		t.Errorf("before: %+v", before)
	}
	if got := confirm(code); got.Typename != "RateLimited" {
		t.Errorf("the right code while limited: %+v", got)
	}
	c.pass(wait)
	if got := confirm(code); got.Typename != "Session" {
		t.Errorf("the same code after the wait: %+v; nothing was to be lost", got)
	}
}

func TestDeadEndTooManyMessages(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email = "ann@example.com"
	in.signedUp(email, "correct horse 9")
	forgot := func() waitable { return in.wait("forgotPassword", "UsernameInput", map[string]any{"username": email}) }
	wait, before := in.untilLimited(10, forgot)
	if before.Typename != "CodeSent" || wait > time.Hour {
		t.Errorf("after %+v, wait %s", before, wait)
	}
	// The last code that went out is still good: there is no need to wait.
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": "battery staple 7"}))
	c.pass(wait)
	if got := forgot(); got.Typename != "CodeSent" {
		t.Errorf("after the wait: %+v", got)
	}
}

func TestDeadEndALateCodeIsToldFromAWrongOne(t *testing.T) {
	const email, password = "ann@example.com", "correct horse 9"
	confirm := map[string]any{"username": email, "password": password}
	reset := map[string]any{"username": email, "newPassword": "battery staple 7"}
	for _, flow := range []struct {
		name, send, sendInput, take, takeInput string
		sent, taken                            map[string]any
		life                                   time.Duration
		done                                   string
	}{
		{"signing up", "resendConfirmationCode", "UsernameInput", "confirmSignUp", "ConfirmSignUpInput", map[string]any{"username": email}, confirm, 24 * time.Hour, "Session"},
		{"recovering", "forgotPassword", "UsernameInput", "confirmForgotPassword", "ConfirmForgotPasswordInput", map[string]any{"username": email}, reset, time.Hour, "PasswordChanged"},
	} {
		t.Run(flow.name, func(t *testing.T) {
			c := newClock()
			in := startAt(t, c)
			if flow.name == "signing up" {
				in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
			} else {
				in.signedUp(email, password)
			}
			send := func() string {
				if got := in.wait(flow.send, flow.sendInput, flow.sent); got.Typename != "CodeSent" {
					t.Fatalf("%s: %+v", flow.send, got)
				}
				return in.mailedCode(email)
			}
			take := func(code string) waitable {
				flow.taken["code"] = code
				return in.wait(flow.take, flow.takeInput, flow.taken)
			}
			late := send()
			if got := take(other(late)); got.Typename != "InvalidCode" || got.Expired {
				t.Errorf("a wrong code: %+v; typing it again is the way out", got)
			}
			c.pass(flow.life + time.Second)
			if got := take(late); got.Typename != "InvalidCode" || !got.Expired {
				t.Errorf("a late code: %+v; asking for another is the way out", got)
			}
			if got := take(send()); got.Typename != flow.done {
				t.Errorf("another code: %+v", got)
			}
		})
	}
}

func TestDeadEndTheCodeOfASignInCameTooLate(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email = "ann@example.com"
	in.signedUp(email, "correct horse 9")
	input := map[string]any{"username": email, "factor": "EMAIL"}
	begun := in.begin("CodeChallenge", input)
	in.respond("InvalidCode", begun.Challenge, map[string]any{"code": other(in.mailedCode(email))})
	c.pass(3*time.Minute + time.Second)
	in.respond("ChallengeExpired", begun.Challenge, map[string]any{"code": in.mailedCode(email)})
	begun = in.begin("CodeChallenge", input)
	in.respond("Session", begun.Challenge, map[string]any{"code": in.mailedCode(email)})
}

func TestDeadEndThePasswordMustBeReset(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	const email, password = "ann@example.com", "correct horse 9"
	in.signedUp(email, password)
	if _, err := sdk(in).AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{
		UserPoolId: aws.String(logged(t, in, "pool")), Username: aws.String(email),
	}); err != nil {
		t.Fatal(err)
	}
	in.begin("PasswordResetRequired", map[string]any{"username": email, "password": password})
	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": "battery staple 7"}))
	in.signedIn(email, "battery staple 7")
}

func TestDeadEndThePhoneWithTheAuthenticatorAppIsGone(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	const email, password = "ann@example.com", "correct horse 9"
	in.withTotp(c, in.signedUp(email, password))
	in.begin("TotpChallenge", map[string]any{"username": email, "password": password})
	// A new password does not get around the second factor.
	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": "battery staple 7"}))
	in.begin("TotpChallenge", map[string]any{"username": email, "password": "battery staple 7"})

	if _, err := sdk(in).AdminSetUserMFAPreference(t.Context(), &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: aws.String(logged(t, in, "pool")), Username: aws.String(email),
		SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: false},
	}); err != nil {
		t.Fatal(err)
	}
	session := in.signedIn(email, "battery staple 7")
	in.withTotp(c, session)
	in.begin("TotpChallenge", map[string]any{"username": email, "password": "battery staple 7"})
}
