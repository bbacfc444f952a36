package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/passkeytest"
)

// overheard stands between an instance and a pool and keeps what passes in members of this name.
type overheard struct {
	url    string
	mu     sync.Mutex
	values map[string]string
}

func overhear(t *testing.T, upstream string, members ...string) *overheard {
	t.Helper()
	target, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	o := &overheard{values: map[string]string{}}
	proxy := &httputil.ReverseProxy{
		Transport: &http.Transport{DisableKeepAlives: true},
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			var answer map[string]any
			_ = json.Unmarshal(body, &answer)
			o.mu.Lock()
			defer o.mu.Unlock()
			for _, name := range members {
				if text, ok := answer[name].(string); ok {
					o.values[fmt.Sprintf("%s %d of the pool", name, len(o.values))] = text
				}
			}
			return nil
		},
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// TestNoSecretOfAFactorReachesTheLog walks the steps of signing in and the factors, with wrong answers
// among them, and looks in the log for their codes, secrets, sessions and credentials.
func TestNoSecretOfAFactorReachesTheLog(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LOG_LEVEL=debug")
	wire := overhear(t, pool.wire, "Session", "SecretCode")
	in := startAt(t, c, append(inFrontOf(t, pool, wire.url), "USHER_LOG_LEVEL=debug")...)
	in.mailbox = pool

	const email, password = "ann@example.com", "canary-Grey-heron-under-moss-1"
	session := in.signedUp(email, password)
	secrets := map[string]string{"password": password}
	keep := func(kind, text string) string {
		secrets[fmt.Sprintf("%s %d", kind, len(secrets))] = text
		return text
	}

	mailed := in.begin("CodeChallenge", map[string]any{"username": email, "factor": "EMAIL"})
	code := keep("code", in.mailedCode(email))
	in.respond("InvalidCode", keep("challenge", mailed.Challenge), map[string]any{"code": keep("wrong code", other(code))})
	in.respond("Session", mailed.Challenge, map[string]any{"code": code})

	browser := &passkeytest.Authenticator{Origin: "http://localhost:3000"}
	begun := field[passkeyAnswer](t, in.call(startPasskeyOp, nil, bearer(session)), "startPasskeyRegistration")
	credential, err := browser.Create(begun.Options)
	if err != nil {
		t.Fatal(err)
	}
	keep("attestation", attested(t, credential))
	in.finish(credential, session)
	asked := in.begin("PasskeyChallenge", map[string]any{"username": email, "factor": "PASSKEY"})
	assertion, err := browser.Get(asked.Options)
	if err != nil {
		t.Fatal(err)
	}
	keep("signature", attested(t, assertion))
	in.respond("Session", keep("challenge", asked.Challenge), map[string]any{"passkey": json.RawMessage(assertion)})

	in.do("requestEmailChange", emailChangeOp, map[string]any{"email": "new@example.com"}, bearer(session))
	in.do("verifyContact", verifyContactOp, map[string]any{"channel": "EMAIL", "code": keep("verification code", in.mailedCode("new@example.com"))}, bearer(session))

	secret := keep("TOTP secret", in.withTotp(c, session))
	first := in.begin("TotpChallenge", map[string]any{"username": "new@example.com", "password": password})
	in.respond("InvalidCode", keep("challenge", first.Challenge), map[string]any{"totpCode": keep("wrong TOTP code", other(app(t, c, secret)))})
	in.respond("Session", first.Challenge, map[string]any{"totpCode": keep("TOTP code", app(t, c, secret))})
	in.respond("ChallengeExpired", first.Challenge, map[string]any{"totpCode": app(t, c, secret)})
	in.call(respondOp, map[string]any{"input": map[string]any{"challenge": first.Challenge, "answer": map[string]any{"totpCode": 1, "passkey": json.RawMessage(assertion)}}})
	c.pass(time.Minute)
	in.do("deleteAccount", deleteOp, map[string]any{"password": password}, bearer(session))
	in.stop()
	pool.stop()

	maps.Copy(secrets, wire.values)
	if n := len(wire.values); n < 6 {
		t.Errorf("only %d sessions and secrets of the pool were overheard", n)
	}
	logs := in.lines.String() + pool.lines.String()
	if !strings.Contains(logs, "signIn") && !strings.Contains(logs, "request_id") {
		t.Fatalf("the log tells nothing, so its silence proves nothing:\n%s", logs)
	}
	// Six digits are in many a fraction of a second; a code would stand alone.
	for name, text := range secrets {
		if len(text) <= 8 {
			delete(secrets, name)
			if regexp.MustCompile(`(^|[^0-9.])` + text + `($|[^0-9.])`).MatchString(logs) {
				t.Errorf("the log holds the %s", name)
			}
		}
	}
	keepsQuiet(t, logs, secrets)
}

// attested is what a credential proves with: its signature, or the attestation of a new one.
func attested(t *testing.T, credential []byte) string {
	t.Helper()
	var made struct {
		Response struct{ Signature, AttestationObject string }
	}
	if err := json.Unmarshal(credential, &made); err != nil {
		t.Fatal(err)
	}
	return made.Response.Signature + made.Response.AttestationObject
}
