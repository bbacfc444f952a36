package main

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func segment(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func decode(t *testing.T, token string) (header, claims map[string]any) {
	t.Helper()
	parts := strings.Split(token, ".")
	for i, into := range []*map[string]any{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return header, claims
}

// forge signs claims anew with a key of the forger's.
func forge(t *testing.T, header, claims map[string]any, key *rsa.PrivateKey) string {
	t.Helper()
	input := segment(t, header) + "." + segment(t, claims)
	sum := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestOnlyAccessTokensOfThisPoolAndClientOpenAField(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	session := in.signedUp("ann@example.com", "correct horse 9")
	header, claims := decode(t, session.AccessToken)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(m map[string]any, name string, value any) map[string]any {
		m = maps.Clone(m)
		m[name] = value
		return m
	}
	hmacSigned := func() string {
		input := segment(t, changed(header, "alg", "HS256")) + "." + segment(t, claims)
		mac := hmac.New(sha256.New, key.N.Bytes())
		mac.Write([]byte(input))
		return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
	parts := strings.Split(session.AccessToken, ".")
	for name, token := range map[string]string{
		"an ID token where an access token is due": session.IDToken,
		"a refresh token":                          session.RefreshToken,
		"another client of the pool":               signInPast(t, in, publicClient(t, in), "ann@example.com", "correct horse 9"),
		"another pool":                             otherPoolsToken(t, in),
		"another key under the pool's kid":         forge(t, header, claims, key),
		"another key under a kid of its own":       forge(t, changed(header, "kid", "mine"), claims, key),
		"alg none":                                 segment(t, changed(header, "alg", "none")) + "." + parts[1] + ".",
		"HS256":                                    hmacSigned(),
		"claims of somebody else":                  parts[0] + "." + segment(t, changed(claims, "sub", "bob")) + "." + parts[2],
		"no signature":                             parts[0] + "." + parts[1] + ".",
		"a signature cut short":                    session.AccessToken[:len(session.AccessToken)-4],
		"nothing at all":                           "x",
	} {
		t.Run(name, func(t *testing.T) {
			a := in.call(meOp, nil, "Authorization: Bearer "+token, "X-Refresh-Token: "+session.RefreshToken)
			if code, reason := a.code(); code != "UNAUTHENTICATED" || reason != "INVALID" || string(a.Data["me"]) != "null" {
				t.Errorf("answered with %s", a.body)
			}
			if a.header.Get("X-Access-Token") != "" {
				t.Error("and refreshed")
			}
		})
	}
	if who := field[me](t, in.call(meOp, nil, bearer(session)), "me"); who.Email != "ann@example.com" {
		t.Errorf("the true token: %+v", who)
	}
}

// sdk is somebody else's AWS client on the embedded pool.
func sdk(in *instance) *cip.Client {
	return cip.New(cip.Options{
		Region: "us-east-1", BaseEndpoint: &in.wire, Credentials: credentials.NewStaticCredentialsProvider("id", "key", ""),
	})
}

// logged reads an attribute of the line that announces the embedded pool.
func logged(t *testing.T, in *instance, name string) string {
	t.Helper()
	for line := range strings.Lines(in.lines.String()) {
		var entry map[string]any
		if json.Unmarshal([]byte(line), &entry) == nil && entry["msg"] == "user pool for other AWS clients" {
			value, _ := entry[name].(string)
			return value
		}
	}
	t.Fatalf("the log names no %s", name)
	return ""
}

func publicClient(t *testing.T, in *instance) string { return logged(t, in, "publicClient") }

// signInPast signs in past the API, straight at the pool, with a client that has no secret.
func signInPast(t *testing.T, in *instance, client, email, password string) string {
	t.Helper()
	out, err := sdk(in).InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &client, AuthParameters: map[string]string{"USERNAME": email, "PASSWORD": password},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.AuthenticationResult.AccessToken
}

func otherPoolsToken(t *testing.T, in *instance) string {
	t.Helper()
	c := sdk(in)
	pool, err := c.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: aws.String("other")})
	if err != nil {
		t.Fatal(err)
	}
	client, err := c.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("c"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{UserPoolId: pool.UserPool.Id, Username: aws.String("ann"), MessageAction: types.MessageActionTypeSuppress})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{UserPoolId: pool.UserPool.Id, Username: aws.String("ann"), Password: aws.String("Correct-horse-9"), Permanent: true})
	if err != nil {
		t.Fatal(err)
	}
	return signInPast(t, in, *client.UserPoolClient.ClientId, "ann", "Correct-horse-9")
}

func TestParallelRequestsWithOneExpiredTokenMakeOneUpstreamRefresh(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := startAt(t, c, inFrontOf(t, pool, counted.url)...)
	in.mailbox = pool
	session := in.signedUp("ann@example.com", "correct horse 9")
	c.pass(time.Hour)

	if code, reason := in.call(meOp, nil, bearer(session)).code(); code != "UNAUTHENTICATED" || reason != "EXPIRED" {
		t.Errorf("an expired token alone is answered with %q %q", code, reason)
	}
	if body := in.call(`{ config { signUpOpen } }`, nil, bearer(session)).body; body != `{"data":{"config":{"signUpOpen":true}}}` {
		t.Errorf("an expired token stands in the way of a public field: %s", body)
	}

	var all sync.WaitGroup
	answers := make([]answer, 50)
	for i := range answers {
		all.Go(func() {
			answers[i] = in.call(meOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
		})
	}
	all.Wait()
	if n := counted.of("GetTokensFromRefreshToken"); n != 1 {
		t.Errorf("%d upstream refreshes, want 1", n)
	}
	for i, a := range answers {
		if a.Errors != nil || a.header.Get("X-Access-Token") == "" {
			t.Fatalf("request %d: %s", i, a.body)
		}
		for _, name := range []string{"X-Access-Token", "X-Id-Token", "X-Refresh-Token"} {
			if got := a.header.Values(name); len(got) != 1 || got[0] != answers[0].header.Get(name) {
				t.Errorf("request %d: %s differs", i, name)
			}
		}
	}
	fresh := tokens{AccessToken: answers[0].header.Get("X-Access-Token"), RefreshToken: answers[0].header.Get("X-Refresh-Token")}
	if who := field[me](t, in.call(meOp, nil, bearer(fresh)), "me"); who.Email != "ann@example.com" {
		t.Errorf("with the new token: %+v", who)
	}
}

func TestTheRefreshTokenOfSomebodyElseOpensNothing(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	ann := in.signedUp("ann@example.com", "correct horse 9")
	bob := in.signedUp("bob@example.com", "correct horse 9")
	c.pass(time.Hour)
	a := in.call(meOp, nil, bearer(ann), "X-Refresh-Token: "+bob.RefreshToken)
	if code, reason := a.code(); code != "UNAUTHENTICATED" || reason != "INVALID" || a.header.Get("X-Access-Token") != "" {
		t.Errorf("answered with %s, %v", a.body, a.header)
	}
}

func TestSigningInIsNotMixedWithTheTokensOfWhoWasSignedInBefore(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	ann := in.signedUp("ann@example.com", "correct horse 9")
	in.signedUp("bob@example.com", "correct horse 9")
	c.pass(time.Hour)
	const op = `mutation($input: SignInInput!) { signIn(input: $input) { ... on Session { me { email } tokens { accessToken } } } }`
	a := in.call(op, map[string]any{"input": map[string]any{"username": "bob@example.com", "password": "correct horse 9"}},
		bearer(ann), "X-Refresh-Token: "+ann.RefreshToken, "X-Id-Token: "+ann.IDToken)
	got := field[struct {
		Me     struct{ Email string }
		Tokens tokens
	}](t, a, "signIn")
	if got.Me.Email != "bob@example.com" || a.header.Get("X-Access-Token") != "" {
		t.Errorf("bob signs in and is %q; headers %v", got.Me.Email, a.header)
	}
	if who := field[me](t, in.call(meOp, nil, bearer(got.Tokens)), "me"); who.Email != "bob@example.com" {
		t.Errorf("bob's token is of %q", who.Email)
	}
}
