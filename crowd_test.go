package main

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// crowd stands in front of an embedded pool and issues in its place tokens of Cognito's length, for
// users in as many groups as the test says.
type crowd struct {
	t   *testing.T
	url string
	key *rsa.PrivateKey
	kid string

	mu     sync.Mutex
	groups int
	behind map[string]string // the pool's tokens, by those that were issued for them
}

// The lengths of Cognito's tokens, of a user without groups.
const (
	cognitoAccessLength  = 1083
	cognitoRefreshLength = 1800
)

func newCrowd(t *testing.T, pool string) *crowd {
	t.Helper()
	target, err := url.Parse(pool)
	if err != nil {
		t.Fatal(err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	kid := sha256.Sum256(key.N.Bytes())
	c := &crowd{t: t, key: key, kid: base64.StdEncoding.EncodeToString(kid[:]), behind: map[string]string{}}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Transport:      &http.Transport{DisableKeepAlives: true},
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(target); c.comesIn(r.Out) },
		ModifyResponse: c.goesOut,
	})
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// join puts every user into so many groups from the next token on.
func (c *crowd) join(groups int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups = groups
}

// comesIn puts the pool's tokens into a request in place of those issued for them.
func (c *crowd) comesIn(r *http.Request) {
	if r.Body == nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // and the pool refuses what is left of it
	}
	text := string(body)
	c.mu.Lock()
	for issued, behind := range c.behind {
		text = strings.ReplaceAll(text, issued, behind)
	}
	c.mu.Unlock()
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
}

func (c *crowd) goesOut(r *http.Response) error {
	var document map[string]any
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &document)
	}
	if err != nil {
		return err
	}
	if keys, ok := document["keys"].([]any); ok {
		document["keys"] = append(keys, map[string]any{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": c.kid, "e": "AQAB", "n": encoded(c.key.N.Bytes()),
		})
	}
	if result, ok := document["AuthenticationResult"].(map[string]any); ok {
		c.replace(result, "AccessToken", c.access)
		c.replace(result, "RefreshToken", longer)
	}
	if body, err = json.Marshal(document); err != nil {
		return err
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}

func (c *crowd) replace(result map[string]any, name string, issue func(string) string) {
	token, ok := result[name].(string)
	if !ok {
		return // a refresh that rotates nothing
	}
	issued := issue(token)
	c.mu.Lock()
	defer c.mu.Unlock()
	result[name], c.behind[issued] = issued, token
}

// access signs the pool's claims anew, in the order and with the slashes of Cognito.
func (c *crowd) access(token string) string {
	_, claims := decode(c.t, token)
	c.mu.Lock()
	groups := c.groups
	c.mu.Unlock()
	issue := func(groups int) string {
		var names strings.Builder
		for i := range groups {
			fmt.Fprintf(&names, `,"department-%03d"`, i)
		}
		payload := fmt.Sprintf(`{"sub":%q,`, claims["sub"])
		if groups > 0 {
			payload += `"cognito:groups":[` + names.String()[1:] + `],`
		}
		issuer, _ := claims["iss"].(string)
		payload += `"iss":"` + strings.ReplaceAll(issuer, "/", `\/`) + `","version":2,`
		for _, name := range []string{"client_id", "origin_jti", "event_id", "token_use", "scope"} {
			payload += fmt.Sprintf("%q:%q,", name, claims[name])
		}
		for _, name := range []string{"auth_time", "exp", "iat"} {
			payload += fmt.Sprintf("%q:%.0f,", name, claims[name])
		}
		payload += fmt.Sprintf(`"jti":%q,"username":%q}`, claims["jti"], claims["username"])
		signed := encoded([]byte(`{"kid":"`+c.kid+`","alg":"RS256"}`)) + "." + encoded([]byte(payload))
		sum := sha256.Sum256([]byte(signed))
		signature, err := rsa.SignPKCS1v15(rand.Reader, c.key, crypto.SHA256, sum[:])
		if err != nil {
			c.t.Error(err)
		}
		return signed + "." + encoded(signature)
	}
	if n := len(issue(0)); n < cognitoAccessLength {
		c.t.Errorf("an access token of %d characters, Cognito's have %d", n, cognitoAccessLength)
	}
	return issue(groups)
}

// longer lengthens what is encrypted in a refresh token.
func longer(token string) string {
	parts := strings.Split(token, ".")
	more := make([]byte, max(0, cognitoRefreshLength-len(token))*3/4)
	if _, err := rand.Read(more); err != nil {
		return ""
	}
	parts[3] += encoded(more)
	return strings.Join(parts, ".")
}

func encoded(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
