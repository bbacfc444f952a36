package main

import (
	"testing"
	"time"
)

func TestCodesThatDoNotFitConfirmNothing(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	confirm := func(email, code string) outcome {
		return in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": code, "password": "correct horse 9"})
	}
	signUp := func(email string) string {
		in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
		return in.mailedCode(email)
	}

	code := signUp("wrong@example.com")
	if got := confirm("wrong@example.com", other(code)); got.Typename != "InvalidCode" || got.Expired {
		t.Errorf("a wrong code: %+v", got)
	}
	if got := confirm("wrong@example.com", code); got.Typename != "Session" {
		t.Errorf("the right code after a wrong one: %+v", got)
	}
	if got := confirm("wrong@example.com", code); got.Typename != "InvalidCode" {
		t.Errorf("a spent code: %+v", got)
	}

	bobs := signUp("bob@example.com")
	eves := signUp("eve@example.com")
	if got := confirm("bob@example.com", eves); got.Typename != "InvalidCode" && bobs != eves {
		t.Errorf("the code of another user: %+v", got)
	}

	late := signUp("late@example.com")
	c.pass(24*time.Hour + time.Second)
	if got := confirm("late@example.com", late); got.Typename != "InvalidCode" || !got.Expired || got.Code != "CODE_EXPIRED" {
		t.Errorf("an expired code: %+v", got)
	}
	in.want("resend", "CodeSent", in.do("resendConfirmationCode", resendOp, map[string]any{"username": "late@example.com"}))
	if got := confirm("late@example.com", in.mailedCode("late@example.com")); got.Typename != "Session" {
		t.Errorf("the fresh code: %+v", got)
	}
}

// other is a code that differs in its first digit.
func other(code string) string { return string('0'+(code[0]-'0'+1)%10) + code[1:] }

func TestCodesThatDoNotFitResetNothing(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	in.signedUp("ann@example.com", "correct horse 9")
	in.signedUp("bob@example.com", "correct horse 9")
	forgot := func(email string) string {
		in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
		return in.mailedCode(email)
	}
	reset := func(email, code string) outcome {
		return in.do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": code, "newPassword": "battery staple 7"})
	}
	code, bobs := forgot("ann@example.com"), forgot("bob@example.com")
	if got := reset("ann@example.com", other(code)); got.Typename != "InvalidCode" || got.Expired {
		t.Errorf("a wrong code: %+v", got)
	}
	if got := reset("ann@example.com", bobs); got.Typename != "InvalidCode" && bobs != code {
		t.Errorf("the code of another user: %+v", got)
	}
	if got := reset("ann@example.com", code); got.Typename != "PasswordChanged" {
		t.Errorf("the right code: %+v", got)
	}
	if got := reset("ann@example.com", code); got.Typename != "InvalidCode" {
		t.Errorf("a spent code: %+v", got)
	}
	c.pass(time.Hour + time.Second)
	if got := reset("bob@example.com", bobs); got.Typename != "InvalidCode" || !got.Expired {
		t.Errorf("an expired code: %+v", got)
	}
}

func TestAWeakPasswordDoesNotSpendTheCode(t *testing.T) {
	in := startUsher(t)
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}))
	code := in.mailedCode("ann@example.com")
	for _, weak := range []string{"short1", "no digits here", "1234567890", " edge space 9"} {
		got := in.do("confirmSignUp", confirmOp, map[string]any{"username": "ann@example.com", "code": code, "password": weak})
		if got.Typename != "WeakPassword" || len(got.Violated) == 0 {
			t.Errorf("%q: %+v", weak, got)
		}
	}
	done := in.do("confirmSignUp", confirmOp, map[string]any{"username": "ann@example.com", "code": code, "password": "correct horse 9"})
	in.want("the same code with a better password", "Session", done)

	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": "ann@example.com"}))
	code = in.mailedCode("ann@example.com")
	if got := in.do("confirmForgotPassword", resetOp, map[string]any{"username": "ann@example.com", "code": code, "newPassword": "x"}); got.Typename != "WeakPassword" {
		t.Errorf("a weak reset: %+v", got)
	}
	in.want("the same code with a better password", "PasswordChanged",
		in.do("confirmForgotPassword", resetOp, map[string]any{"username": "ann@example.com", "code": code, "newPassword": "battery staple 7"}))
}

func TestForgottenPasswordOfAnUnconfirmedAccountContinuesTheSignUp(t *testing.T) {
	in := startUsher(t)
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}))
	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": "ann@example.com"}))
	got := in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": "ann@example.com", "code": in.mailedCode("ann@example.com"), "newPassword": "correct horse 9"})
	in.want("reset", "PasswordChanged", got)
	in.signedIn("ann@example.com", "correct horse 9")
}

func TestSigningUpTwiceIsAResendOrARecovery(t *testing.T) {
	in := startUsher(t)
	signUp := func() {
		in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}))
	}
	signUp()
	first := in.mailedCode("ann@example.com")
	signUp()
	second := in.mailedCode("ann@example.com")
	if len(in.mails("ann@example.com")) != 2 {
		t.Fatal("the second sign-up of an unconfirmed address sent nothing")
	}
	if got := in.do("confirmSignUp", confirmOp, map[string]any{"username": "ann@example.com", "code": first, "password": "correct horse 9"}); got.Typename != "InvalidCode" && first != second {
		t.Errorf("the older code: %+v", got)
	}
	in.want("confirm", "Session", in.do("confirmSignUp", confirmOp, map[string]any{"username": "ann@example.com", "code": second, "password": "correct horse 9"}))

	signUp() // the address is confirmed by now: its owner gets a recovery code, and the same screen finishes
	done := in.do("confirmSignUp", confirmOp, map[string]any{"username": "ann@example.com", "code": in.mailedCode("ann@example.com"), "password": "battery staple 7"})
	in.want("confirm with the recovery code", "Session", done)
	in.signedIn("ann@example.com", "battery staple 7")
}

func TestAStrangersPasswordDoesNotSurviveTheOwnersSignUp(t *testing.T) {
	in := startUsher(t)
	for _, who := range []string{"strangers", "owners"} {
		in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com", "password": who + " password 1"}))
	}
	confirm := map[string]any{"username": "ann@example.com", "code": in.mailedCode("ann@example.com"), "password": "owners password 1"}
	in.want("confirm", "Session", in.do("confirmSignUp", confirmOp, confirm))
	stranger := in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": "strangers password 1"})
	in.want("the stranger signs in", "InvalidCredentials", stranger)
}

func TestAnUnconfirmedUserWithTheRightPasswordGetsAFreshCode(t *testing.T) {
	in := startUsher(t)
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com", "password": "correct horse 9"}))
	in.want("before the code", "NotConfirmed", in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": "correct horse 9"}))
	if n := len(in.mails("ann@example.com")); n != 2 {
		t.Errorf("%d mails, want the sign-up's and a fresh one", n)
	}
	in.want("the wrong password", "InvalidCredentials", in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": "wrong horse 9"}))
}

func TestKnownAndUnknownAddressesAreAnsweredAlike(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	in.signedUp("ann@example.com", "correct horse 9")
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "abe@example.com"}))
	c.pass(time.Hour) // what was counted about the two is forgotten

	// All three addresses are masked alike, so every answer can be compared byte by byte.
	for name, op := range map[string]struct {
		query string
		input map[string]any
	}{
		"sign up":             {signUpOp, map[string]any{}},
		"resend":              {resendOp, map[string]any{}},
		"forgot":              {forgotOp, map[string]any{}},
		"confirm, wrong code": {confirmOp, map[string]any{"code": "000000", "password": "correct horse 9"}},
		"reset, wrong code":   {resetOp, map[string]any{"code": "000000", "newPassword": "battery staple 7"}},
		"sign in":             {signInOp, map[string]any{"password": "wrong guess 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			bodies := map[string]string{}
			for kind, email := range map[string]string{"confirmed": "ann@example.com", "unconfirmed": "abe@example.com", "unknown": "amy@example.com"} {
				key := "username"
				if op.query == signUpOp {
					key = "email"
				}
				op.input[key] = email
				if op.query == signUpOp && kind == "unknown" {
					op.input[key] = "aya@example.com" // it must stay unknown for the others
				}
				bodies[kind] = in.call(op.query, map[string]any{"input": op.input}).body
			}
			if bodies["confirmed"] != bodies["unknown"] || bodies["unconfirmed"] != bodies["unknown"] {
				t.Errorf("the answers tell them apart: %v", bodies)
			}
		})
	}
}
