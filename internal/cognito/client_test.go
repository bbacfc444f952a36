package cognito_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/cognito"
)

func TestNewNamesEverythingThatIsMissing(t *testing.T) {
	for _, c := range []struct {
		name   string
		config cognito.Config
		want   []string
	}{
		{"nothing set", cognito.Config{}, []string{"Region", "UserPoolID", "ClientID"}},
		{"no client", cognito.Config{Region: "eu-central-1", UserPoolID: "eu-central-1_Example"}, []string{"ClientID"}},
		{"an endpoint without a scheme", cognito.Config{Region: "r", UserPoolID: "p", ClientID: "c", Endpoint: "localhost:9229"}, []string{"Endpoint", "https://host"}},
		{"an endpoint of another kind", cognito.Config{Region: "r", UserPoolID: "p", ClientID: "c", Endpoint: "ftp://example.com"}, []string{"Endpoint"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := cognito.New(c.config)
			if err == nil || p != nil {
				t.Fatalf("got a pool, want an error that names %q", c.want)
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is missing in %q", part, err)
				}
			}
		})
	}
}

func TestWhereRequestsGo(t *testing.T) {
	for _, c := range []struct{ name, endpoint, want string }{
		{"AWS", "", "https://cognito-idp.us-east-1.amazonaws.com/"},
		{"an endpoint of one's own", "http://127.0.0.1:9229", "http://127.0.0.1:9229/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got string
			p := open(t, func(config *cognito.Config) {
				config.Endpoint = c.endpoint
				config.HTTPClient = doFunc(func(r *http.Request) (*http.Response, error) {
					got = r.URL.String()
					return says(http.StatusOK, `{}`), nil
				})
			})
			wantCode(t, p.ForgotPassword(t.Context(), "user@example.com"), "")
			if got != c.want {
				t.Errorf("sent to %q, want %q", got, c.want)
			}
		})
	}
}

type doFunc func(*http.Request) (*http.Response, error)

func (f doFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }

// Only admin calls are signed: the rest must work where there are no credentials at all.
func TestWhichCallsAreSigned(t *testing.T) {
	for _, m := range methods() {
		signed := false
		p := open(t, func(c *cognito.Config) {
			c.Credentials = aws.CredentialsProviderFunc(anyCredentials)
			c.HTTPClient = doFunc(func(r *http.Request) (*http.Response, error) {
				signed = r.Header.Get("Authorization") != ""
				return refusal("ABrandNewException", ""), nil
			})
		})
		wantCode(t, m.call(t.Context(), p), auth.Internal)
		if want := strings.HasPrefix(m.operation, "Admin") || m.operation == "DescribeUserPool"; signed != want {
			t.Errorf("%s: signed %t, want %t", m.name, signed, want)
		}
	}
}

func TestCredentialsAreAskedForOnce(t *testing.T) {
	asked := 0
	p := over(t, refusing("ABrandNewException", ""), func(c *cognito.Config) {
		c.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			asked++
			return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example", CanExpire: true, Expires: time.Now().Add(time.Hour)}, nil
		})
	})
	for range 3 {
		_, err := p.Settings(t.Context())
		wantCode(t, err, auth.Internal)
	}
	if asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
}

func TestSettings(t *testing.T) {
	strict := auth.StrictPolicy()
	password := []auth.Factor{auth.FactorPassword}
	for _, c := range []struct {
		name, pool string
		want       auth.PoolSettings
	}{
		{
			"e-mail addresses sign in", `{"UsernameAttributes":["email"],"Policies":{"PasswordPolicy":{"MinimumLength":12,"RequireLowercase":true,"RequireNumbers":true}},"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":false},"MfaConfiguration":"OPTIONAL"}`,
			auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 12, Lowercase: true, Digit: true}, UsernameIs: []auth.UsernameKind{auth.UsernameEmail}, FirstFactors: password, SecondFactors: []auth.Factor{auth.FactorTOTP, auth.FactorEmail}},
		},
		{
			"addresses and numbers sign in", `{"UsernameAttributes":["phone_number","email"],"Policies":{"PasswordPolicy":{"MinimumLength":6,"RequireUppercase":true,"RequireSymbols":true}}}`,
			auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 6, Uppercase: true, Symbol: true}, UsernameIs: []auth.UsernameKind{auth.UsernameEmail, auth.UsernamePhone}, FirstFactors: password},
		},
		{
			"names and aliases sign in", `{"AliasAttributes":["email","preferred_username"]}`,
			auth.PoolSettings{SignUpOpen: true, PasswordPolicy: strict, UsernameIs: []auth.UsernameKind{auth.UsernamePlain, auth.UsernameEmail}, FirstFactors: password},
		},
		{
			"only names sign in", `{}`,
			auth.PoolSettings{SignUpOpen: true, PasswordPolicy: strict, UsernameIs: []auth.UsernameKind{auth.UsernamePlain}, FirstFactors: password},
		},
		{
			"closed, with a second factor for all", `{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":true},"MfaConfiguration":"ON","UsernameAttributes":["phone_number"]}`,
			auth.PoolSettings{PasswordPolicy: strict, UsernameIs: []auth.UsernameKind{auth.UsernamePhone}, MFARequired: true, FirstFactors: password, SecondFactors: []auth.Factor{auth.FactorTOTP, auth.FactorEmail}},
		},
		{
			"a policy without a length", `{"UsernameAttributes":["email"],"Policies":{"PasswordPolicy":{}}}`,
			auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: strict.MinLength}, UsernameIs: []auth.UsernameKind{auth.UsernameEmail}, FirstFactors: password},
		},
		{
			"other factors come first", `{"UsernameAttributes":["email"],"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP","SMS_OTP","WEB_AUTHN"]}},"MfaConfiguration":"OFF"}`,
			auth.PoolSettings{
				SignUpOpen: true, PasswordPolicy: strict, UsernameIs: []auth.UsernameKind{auth.UsernameEmail},
				FirstFactors: []auth.Factor{auth.FactorPassword, auth.FactorEmail, auth.FactorSMS, auth.FactorPasskey},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := over(t, &wire{answer: func(operation string, _ []byte) (*http.Response, error) {
				if operation == "GetUserPoolMfaConfig" {
					return says(http.StatusOK, `{"SoftwareTokenMfaConfiguration":{"Enabled":true},"EmailMfaConfiguration":{}}`), nil
				}
				return says(http.StatusOK, `{"UserPool":`+c.pool+`}`), nil
			}})
			got, err := p.Settings(t.Context())
			wantCode(t, err, "")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
