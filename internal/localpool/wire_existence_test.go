package localpool_test

import (
	"maps"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/google/go-cmp/cmp"
)

// The two names share their mask, so that answers about them can be compared byte for byte.
const (
	knownName   = "kate@example.com"
	unknownName = "karl@example.com"
)

func TestUnknownUserIsToldWhereExistenceIsNotHidden(t *testing.T) {
	r := newRig(t)
	legacy := r.newApp(r.seed.PoolID, nil)
	cases := []struct {
		name string
		call func(*rig) error
		text string
	}{
		{"sign-in", func(r *rig) error { _, err := r.signIn(legacy, unknownName, goodPassword); return err }, textNoUser},
		{"ForgotPassword", func(r *rig) error { _, err := r.forgot(legacy, unknownName); return err }, textNoUserRecovery},
		{"ConfirmForgotPassword", func(r *rig) error { return r.reset(legacy, unknownName, "123456", goodPassword) }, textNoUserRecovery},
		{"ConfirmSignUp", func(r *rig) error { return r.confirm(legacy, unknownName, "123456") }, textNoUserRecovery},
		{"ResendConfirmationCode", func(r *rig) error { _, err := r.resend(legacy, unknownName); return err }, textNoUserRecovery},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) { wantFailure(r.t, c.call(r), "UserNotFoundException", c.text) })
	}
}

func TestUnknownUserAnswersLikeAWrongPassword(t *testing.T) {
	r := newRig(t)
	if _, err := r.signUp(r.open, "kim@example.com", goodPassword); err != nil { // stays unconfirmed
		t.Fatal(err)
	}
	r.newUser(knownName, goodPassword)
	ask := func(username string) rawAnswer {
		return r.call("InitiateAuth", object(t, map[string]any{
			"ClientId": r.open.id, "AuthFlow": "USER_PASSWORD_AUTH",
			"AuthParameters": map[string]string{"USERNAME": username, "PASSWORD": wrongPassword},
		}))
	}
	// One try more than it takes to lock: the lock must not tell either.
	for try := range lockoutAfter + 2 {
		want := failure{"NotAuthorizedException", textWrongPassword}
		if try >= lockoutAfter {
			want.text = textLockedOut
		}
		unknown := ask(unknownName)
		if got := unknown.failure(t); got != want {
			t.Errorf("try %d: unknown name got %+v, want %+v", try+1, got, want)
		}
		for _, name := range []string{knownName, "kim@example.com"} {
			if diff := cmp.Diff(ask(name).visible(), unknown.visible()); diff != "" {
				t.Errorf("try %d: answers differ (-%s +unknown):\n%s", try+1, name, diff)
			}
		}
	}
}

// The mask shows two letters of the address. Their case must be that of the question, or of neither.
func TestSpellingDoesNotTellKnownFromUnknown(t *testing.T) {
	r := newRig(t)
	if _, err := r.signUp(r.open, "Kate@Example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	compare := func(operation, known, unknown string) {
		t.Helper()
		ask := func(username string) string {
			return r.call(operation, object(t, map[string]any{"ClientId": r.open.id, "Username": username})).visible()
		}
		if diff := cmp.Diff(ask(known), ask(unknown)); diff != "" {
			t.Errorf("%s: answers differ (-%s +%s):\n%s", operation, known, unknown, diff)
		}
	}
	for known, unknown := range map[string]string{"kate@example.com": "karl@example.com", "KATE@EXAMPLE.COM": "KARL@EXAMPLE.COM"} {
		compare("ResendConfirmationCode", known, unknown)
	}
	if err := r.confirm(r.open, "kate@example.com", r.lastCode("kate@example.com")); err != nil {
		t.Fatal(err)
	}
	for known, unknown := range map[string]string{"kate@example.com": "karl@example.com", "KATE@EXAMPLE.COM": "KARL@EXAMPLE.COM"} {
		compare("ForgotPassword", known, unknown)
	}
}

// The comparisons below see what a stranger sees: status, headers and body of a known and an unknown name.
func TestKnownAndUnknownUsersAnswerAlike(t *testing.T) {
	signUpOnly := func(r *rig) {
		if _, err := r.signUp(r.open, knownName, goodPassword); err != nil {
			r.t.Fatal(err)
		}
	}
	confirmed := func(r *rig) { r.newUser(knownName, goodPassword) }
	awaitingReset := func(r *rig) {
		r.newUser(knownName, goodPassword)
		if _, err := r.forgot(r.open, knownName); err != nil {
			r.t.Fatal(err)
		}
	}
	cases := []struct {
		name    string
		prepare func(*rig)
		call    string
		members map[string]any
		want    string
	}{
		{"ForgotPassword of a confirmed user", confirmed, "ForgotPassword", map[string]any{}, ""},
		{"ForgotPassword of an unconfirmed user", signUpOnly, "ForgotPassword", map[string]any{}, ""},
		{"ResendConfirmationCode of an unconfirmed user", signUpOnly, "ResendConfirmationCode", map[string]any{}, ""},
		{"wrong sign-up code", signUpOnly, "ConfirmSignUp", map[string]any{"ConfirmationCode": "no-code"}, "CodeMismatchException"},
		{"wrong reset code", awaitingReset, "ConfirmForgotPassword", map[string]any{"ConfirmationCode": "no-code", "Password": otherPassword}, "CodeMismatchException"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			c.prepare(r)
			ask := func(username string) rawAnswer {
				body := map[string]any{"ClientId": r.open.id, "Username": username}
				maps.Copy(body, c.members)
				return r.call(c.call, object(t, body))
			}
			known, unknown := ask(knownName), ask(unknownName)
			if diff := cmp.Diff(known.visible(), unknown.visible()); diff != "" {
				t.Errorf("answers differ (-known +unknown):\n%s", diff)
			}
			if got := unknown.failure(t).code; got != c.want {
				t.Errorf("unknown name got %q, want %q", got, c.want)
			}
			if got := len(r.mail.To(unknownName)); got != 0 {
				t.Errorf("%d messages to a name without an account", got)
			}
		})
	}
}

func TestRecoveryOfAnUnconfirmedUserPretends(t *testing.T) {
	r := newRig(t)
	if _, err := r.signUp(r.open, knownName, goodPassword); err != nil {
		t.Fatal(err)
	}
	before := len(r.mail.To(knownName))
	out, err := r.forgot(r.open, knownName)
	if err != nil {
		t.Fatal(err)
	}
	if out.CodeDeliveryDetails == nil || aws.ToString(out.CodeDeliveryDetails.Destination) == "" {
		t.Errorf("delivery %+v, want a simulated one", out.CodeDeliveryDetails)
	}
	if got := len(r.mail.To(knownName)); got != before {
		t.Errorf("%d messages, want %d: the address is not verified", got, before)
	}
}

// Repeating a question must not separate the two either: the caps answer for both or for neither.
func TestRepeatedRecoveryCallsDoNotTellKnownFromUnknown(t *testing.T) {
	cases := []struct {
		name      string
		confirmed bool
		call      func(r *rig, username string) error
	}{
		{"ForgotPassword", true, func(r *rig, username string) error { _, err := r.forgot(r.open, username); return err }},
		{"ConfirmForgotPassword", true, func(r *rig, username string) error { return r.reset(r.open, username, "no-code", otherPassword) }},
		{"ConfirmSignUp", false, func(r *rig, username string) error { return r.confirm(r.open, username, "no-code") }},
		{"ResendConfirmationCode", false, func(r *rig, username string) error { _, err := r.resend(r.open, username); return err }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			if _, err := r.signUp(r.open, knownName, goodPassword); err != nil {
				t.Fatal(err)
			}
			if c.confirmed {
				if err := r.confirm(r.open, knownName, r.lastCode(knownName)); err != nil {
					t.Fatal(err)
				}
				if c.name == "ConfirmForgotPassword" {
					_, err := r.forgot(r.open, knownName)
					_, again := r.forgot(r.open, unknownName)
					if err != nil || again != nil {
						t.Fatal(err, again)
					}
				}
			}
			for i := range recoveryAttemptsMax + 1 {
				known, unknown := failureOf(c.call(r, knownName)), failureOf(c.call(r, unknownName))
				if known != unknown {
					r.t.Fatalf("call %d: known %+v, unknown %+v", i+1, known, unknown)
				}
			}
		})
	}
}

func TestDisabledUserIsRefused(t *testing.T) {
	r := newRig(t)
	legacy := r.newApp(r.seed.PoolID, nil)
	r.newUser(knownName, goodPassword)
	if err := r.adminDisable(knownName); err != nil {
		t.Fatal(err)
	}
	_, err := r.signIn(legacy, knownName, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", "User is disabled.")
	_, err = r.signIn(r.open, knownName, goodPassword)
	// Which of the two texts the service sends with existence errors prevented is not known; either hides no more than it must.
	if got := failureOf(err); got.code != "NotAuthorizedException" || got.text != "User is disabled." && got.text != textWrongPassword {
		t.Errorf("got %+v, want NotAuthorizedException", got)
	}
	before := len(r.mail.To(knownName))
	if _, err := r.forgot(r.open, knownName); err != nil {
		t.Errorf("ForgotPassword of a disabled user: %v, want a simulated delivery", err)
	}
	if got := len(r.mail.To(knownName)); got != before {
		t.Error("a disabled user was mailed a reset code")
	}
	wantFailure(t, r.reset(r.open, knownName, "123456", otherPassword), "CodeMismatchException", textCodeMismatch)
}

func TestAdminCallsTellTheTruthAboutExistence(t *testing.T) {
	r := newRig(t)
	_, err := r.api.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &r.seed.PoolID, Username: aws.String(unknownName)})
	wantFailure(t, err, "UserNotFoundException", textNoUser)
}
