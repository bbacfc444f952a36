package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/seal"
)

// typ is what a sealed value says it is.
func typ(t *testing.T, sealed string) string {
	t.Helper()
	header, _ := decode(t, strings.Split(sealed, ".")[0]+".e30")
	text, _ := header["typ"].(string)
	return text
}

func TestTheWholeFlowWithSealedHeadersAndAgainAfterARestart(t *testing.T) {
	data := "USHER_LOCAL_DATA=" + t.TempDir()
	const email, password = "ann@example.com", "correct horse 9"
	first := startUsher(t, data, "USHER_SEAL_KEYS="+sealKey1)
	session := first.signedUp(email, password)
	for name, got := range map[string]string{"usher-at+jwe": session.AccessToken, "usher-id+jwe": session.IDToken, "usher-rt+jwe": session.RefreshToken} {
		if typ(t, got) != name {
			t.Errorf("%s leaves as %s", name, got)
		}
	}
	walk(t, first, email, password, "battery staple 7", session)
	kept := first.signedIn(email, "battery staple 7")
	first.stop()

	keys := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(keys, []byte(sealKey2+","+sealKey1+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	second := startUsher(t, data, "USHER_SEAL_KEYS_FILE="+keys)
	walk(t, second, email, "battery staple 7", "purple otter elm 5", kept)
	second.stop()

	third := startUsher(t, data, "USHER_SEAL_KEYS="+sealKey2)
	if code, reason := third.call(meOp, nil, bearer(kept)).code(); code != "UNAUTHENTICATED" || reason != "INVALID" {
		t.Errorf("a token of the key that went is answered with %q %q", code, reason)
	}
}

func TestWithSealedHeadersNothingElseIsTaken(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := startAt(t, c, append(inFrontOf(t, pool, counted.url), "USHER_SEAL_KEYS="+sealKey1)...)
	in.mailbox = pool
	session := in.signedUp("ann@example.com", "correct horse 9")
	sealer := sealerLike(t, c, logged(t, pool, "pool"), logged(t, pool, "client"), sealKey1)
	opened, _, err := sealer.OpenAccess(session.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	refresh, _, err := sealer.OpenRefresh(session.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}

	if who := field[me](t, in.call(meOp, nil, bearer(session)), "me"); who.Email != "ann@example.com" || !who.EmailVerified {
		t.Errorf("me = %+v", who)
	}
	if n := counted.of("GetUser"); n != 0 {
		t.Errorf("%d calls for a profile that is sealed with the access token", n)
	}
	other := sealerLike(t, c, "us-east-1_Other", logged(t, pool, "client"), sealKey1)
	foreign, err := other.SealAccess(seal.AccessValue{Token: opened.Token})
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"as the pool issued it":     opened.Token,
		"the ID token":              session.IDToken,
		"the refresh token":         session.RefreshToken,
		"sealed for another pool":   foreign,
		"a signature cut short":     session.AccessToken[:len(session.AccessToken)-4],
		"sealed in a sealed header": session.AccessToken + "." + session.AccessToken,
	} {
		for _, header := range []string{"Authorization: Bearer ", "X-Access-Token: "} {
			if code, reason := in.call(meOp, nil, header+token, "X-Refresh-Token: "+session.RefreshToken).code(); code != "UNAUTHENTICATED" || reason != "INVALID" {
				t.Errorf("%s in %s is answered with %q %q", name, header, code, reason)
			}
		}
	}
	if got := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": refresh.Token}); got.Typename != "SessionExpired" {
		t.Errorf("a refresh token as the pool issued it: %s", got.Typename)
	}
	// Signing out with it ends nothing, and is no error.
	if body := in.call(`mutation($input: RefreshInput) { signOut(input: $input) { wasSignedIn } }`, map[string]any{"input": map[string]any{"refreshToken": refresh.Token}}).body; body != `{"data":{"signOut":{"wasSignedIn":false}}}` {
		t.Errorf("signing out with it: %s", body)
	}

	c.pass(time.Hour)
	if code, reason := in.call(meOp, nil, bearer(session), "X-Refresh-Token: "+refresh.Token).code(); code != "UNAUTHENTICATED" || reason != "EXPIRED" {
		t.Errorf("a plain refresh token beside an expired access token: %q %q", code, reason)
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
		for header, want := range map[string]string{"X-Access-Token": "usher-at+jwe", "X-Id-Token": "usher-id+jwe", "X-Refresh-Token": "usher-rt+jwe"} {
			got := a.header.Get(header)
			if got == "" || typ(t, got) != want || got != answers[0].header.Get(header) {
				t.Fatalf("request %d: %s is %q; %s", i, header, got, a.body)
			}
		}
	}
	fresh := tokens{AccessToken: answers[0].header.Get("X-Access-Token")}
	if who := field[me](t, in.call(meOp, nil, bearer(fresh)), "me"); who.Email != "ann@example.com" || counted.of("GetUser") != 0 {
		t.Errorf("with the new token: %+v, %d calls for the profile", who, counted.of("GetUser"))
	}
}

func TestKeysCommand(t *testing.T) {
	keys := func(args string, environ ...string) (code int, out, errs string) {
		var stdout, stderr bytes.Buffer
		code = run(t.Context(), strings.Fields(args), environ, &stdout, &stderr)
		return code, strings.TrimSuffix(stdout.String(), "\n"), stderr.String()
	}
	code, first, help := keys("keys new")
	if ring, err := seal.ParseKeys(first); code != exitOK || err != nil || strings.Join(ring.IDs(), " ") != "k1" || !strings.Contains(help, "USHER_SEAL_KEYS") {
		t.Fatalf("keys new: %d, %v, %s", code, err, help)
	}
	if _, again, _ := keys("keys new"); again == first {
		t.Error("two new keys are the same")
	}
	code, rotated, help := keys("keys rotate", "USHER_SEAL_KEYS="+first)
	if ring, err := seal.ParseKeys(rotated); code != exitOK || err != nil || strings.Join(ring.IDs(), " ") != "k2 k1" || !strings.HasSuffix(rotated, ","+first) {
		t.Errorf("keys rotate: %d, %v, %s", code, err, help)
	}
	file := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, []byte(rotated+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, text, _ := keys("keys rotate", "USHER_SEAL_KEYS_FILE="+file); !strings.HasSuffix(text, ","+rotated) {
		t.Error("the file is not read")
	}
	for name, environ := range map[string]string{"nothing set": "X=y", "no key": "USHER_SEAL_KEYS=k1:c2hvcnQ", "no file": "USHER_SEAL_KEYS_FILE=/nowhere"} {
		code, out, help := keys("keys rotate", environ)
		if code != exitUsage || out != "" || !strings.Contains(help, "USHER_SEAL_KEYS") || strings.Contains(help, "c2hvcnQ") {
			t.Errorf("%s: %d, %q, %s", name, code, out, help)
		}
	}
	if code, _, _ := keys("keys"); code != exitUsage {
		t.Errorf("keys alone: %d", code)
	}
	if strings.Contains(help, strings.TrimPrefix(first, "k1:")) {
		t.Error("the explanation repeats the key")
	}
}
