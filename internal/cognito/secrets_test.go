package cognito_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"

	"usher/internal/auth"
	"usher/internal/cognito"
)

// The worst service: it answers with the whole request in its message. Nothing secret of it may
// reach an error or the log.
func TestNoSecretReachesAnErrorOrTheLog(t *testing.T) {
	secrets := map[string]string{
		"password": string(goodPassword), "new password": string(otherPassword), "code": "123456",
		"session": string(theSession), "credential": "signature-0123456789", "client data": "client-data-0123456789",
		"token": aToken, "client secret": theClientSecret, "secret hash": secretHashOf("user@example.com", "client"),
	}
	for _, exception := range []string{"InternalErrorException", "ResourceNotFoundException", "ABrandNewException"} {
		for _, m := range methods() {
			t.Run(exception+"/"+m.name, func(t *testing.T) {
				var log bytes.Buffer
				echo := &wire{answer: func(_ string, body []byte) (*http.Response, error) {
					return refusal(exception, string(body)), nil
				}}
				p := over(t, echo, func(c *cognito.Config) {
					c.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				})
				err := m.call(t.Context(), p)
				if err == nil && m.name != "DeletePasskey" { // one that is not there is as good as deleted
					t.Fatal("no error")
				}
				for e := err; e != nil; e = errors.Unwrap(e) {
					for what, secret := range secrets {
						if strings.Contains(e.Error(), secret) {
							t.Errorf("the %s stands in the error: %v", what, e)
						}
					}
				}
				for what, secret := range secrets {
					if strings.Contains(log.String(), secret) {
						t.Errorf("the %s stands in the log: %s", what, log.String())
					}
				}
			})
		}
	}
}

func TestEchoedValuesAreTakenOut(t *testing.T) {
	p := over(t, refusing("InvalidParameterException", "1 validation error detected: Value 'hunter2' at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+"))
	err := p.ConfirmSignUp(t.Context(), "user@example.com", "123456")
	e := wantCode(t, err, auth.InvalidInput)
	if strings.Contains(e.Error(), "hunter2") {
		t.Errorf("the echoed value stands in %v", e)
	}
}

// Whoever repeats a request writes it as its format demands, where a password's quotes look different.
func TestSecretsAreTakenOutHoweverTheyAreWritten(t *testing.T) {
	const secret = `Otter "7" \ <elm> & it's é🦦 100%`
	quoted := func(text string) string {
		out, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	for name, text := range map[string]string{
		"as it is":            secret,
		"JSON":                `"Otter \"7\" \\ <elm> & it's é🦦 100%"`,
		"JSON for HTML":       quoted(secret),
		"JSON in ASCII":       `"Otter \"7\" \\ <elm> & it's \u00e9\ud83e\udda6 100%"`,
		"JSON in JSON":        quoted(`"Otter \"7\" \\ <elm> & it's é🦦 100%"`),
		"JSON for HTML twice": quoted(quoted(secret)),
		"a form":              "password=" + url.QueryEscape(secret),
		"a path":              "/" + url.PathEscape(secret),
		"HTML":                "<p>" + html.EscapeString(secret) + "</p>",
	} {
		t.Run(name, func(t *testing.T) {
			p := over(t, refusing("ABrandNewException", "cannot read "+text+" here"))
			err := p.SetPassword(t.Context(), "user@example.com", secret)
			if err == nil || strings.Contains(err.Error(), "Otter") || strings.Contains(err.Error(), "elm") {
				t.Errorf("the password stands in %v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), "cannot read") || !strings.Contains(err.Error(), "here")) {
				t.Errorf("more than the password is missing in %v", err)
			}
		})
	}
}

func TestErrorsTellTheOperatorWhatAWSSaid(t *testing.T) {
	p := over(t, refusing("CodeMismatchException", "Invalid verification code provided, please try again."))
	text := p.ConfirmSignUp(t.Context(), "user@example.com", "123456").Error()
	for _, part := range []string{"ConfirmSignUp", "CodeMismatchException", "Invalid verification code provided", "request-0001"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in %q", part, text)
		}
	}
}

func TestErrorsAreBoundedAndOfOneType(t *testing.T) {
	p := over(t, refusing("CodeMismatchException", strings.Repeat("ü", 4096)))
	err := p.ConfirmSignUp(t.Context(), "user@example.com", "123456")
	if got := len(err.Error()); got > 1200 {
		t.Errorf("%d bytes of error text", got)
	}
	if _, leaks := errors.AsType[smithy.APIError](err); leaks {
		t.Error("the SDK's error, with its raw text, can be reached from the error")
	}
}

// What the operator has to mend is said aloud; what happens every day is not.
func TestWhatTheOperatorIsTold(t *testing.T) {
	for _, c := range []struct {
		name, method, exception, message string
		loud                             bool
	}{
		{"unknown client", "SignIn", "ResourceNotFoundException", "User pool client does not exist.", true},
		{"wrong secret", "SignIn", "NotAuthorizedException", secretHashWrong, true},
		{"flow switched off", "SignIn", "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client", true},
		{"mail budget", "SignUp", "LimitExceededException", "Exceeded daily email limit for the operation or the account.", true},
		{"undeliverable code", "SignUp", "CodeDeliveryFailureException", "", true},
		{"wrong password", "SignIn", "NotAuthorizedException", "Incorrect username or password.", false},
		{"per-user cap", "ConfirmSignUp", "LimitExceededException", "Attempt limit exceeded, please try after some time.", false},
		{"closed sign-up", "SignUp", "NotAuthorizedException", "SignUp is not permitted for this user pool", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			p := over(t, refusing(c.exception, c.message), func(config *cognito.Config) {
				config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
			})
			if err := methodNamed(t, c.method).call(t.Context(), p); err == nil {
				t.Fatal("no error")
			}
			if !c.loud {
				if log.Len() != 0 {
					t.Errorf("logged: %s", log.String())
				}
				return
			}
			var line struct{ Level, Operation, Outcome, Error string }
			if err := json.Unmarshal(log.Bytes(), &line); err != nil {
				t.Fatalf("%v in %q", err, log.String())
			}
			if line.Level != "ERROR" || line.Operation == "" || line.Outcome == "" || !strings.Contains(line.Error, c.exception) {
				t.Errorf("logged %+v, want an ERROR with operation, outcome and %s", line, c.exception)
			}
		})
	}
}

func TestCredentialsThatCannotBeHad(t *testing.T) {
	w := refusing("InternalErrorException", "")
	p := over(t, w, func(c *cognito.Config) {
		c.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, errors.New("the SSO session has expired")
		})
	})
	for _, name := range []string{"SetPassword", "EndSessions", "Settings"} {
		e := wantCode(t, methodNamed(t, name).call(t.Context(), p), auth.Misconfigured)
		if !strings.Contains(e.Error(), "the SSO session has expired") {
			t.Errorf("%s: the cause is missing in %v", name, e)
		}
	}
	if got := w.sent.Load(); got != 0 {
		t.Errorf("%d requests were sent, want none", got)
	}
	_, err := p.SignIn(t.Context(), auth.SignIn{Username: "user@example.com", Password: goodPassword})
	wantCode(t, err, auth.UpstreamUnavailable) // the call went out, unsigned as it should
	if got := w.sent.Load(); got != 1 {
		t.Errorf("%d requests were sent, want one", got)
	}
}
