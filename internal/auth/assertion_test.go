package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"
)

var asked = passkeyRequest{Challenge: "Y2hhbGxlbmdl", RPID: "example.com"}

// assertion is a credential made on a page, for a party.
func assertion(t testing.TB, client map[string]any, party string) WebAuthnJSON {
	t.Helper()
	data, err := json.Marshal(client)
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256([]byte(party))
	credential, err := json.Marshal(map[string]any{"id": "k1", "response": map[string]any{
		"clientDataJSON":    base64.RawURLEncoding.EncodeToString(data),
		"authenticatorData": base64.RawURLEncoding.EncodeToString(append(hash[:], 5, 0, 0, 0, 1)),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return WebAuthnJSON(credential)
}

func TestWhatACredentialShowsOnItsFace(t *testing.T) {
	made := func(origin string, more ...any) WebAuthnJSON {
		client := map[string]any{"type": "webauthn.get", "challenge": asked.Challenge, "origin": origin}
		for i := 0; i < len(more); i += 2 {
			client[more[i].(string)] = more[i+1] //nolint:forcetypeassert // pairs of this file
		}
		return assertion(t, client, asked.RPID)
	}
	for name, c := range map[string]struct {
		credential WebAuthnJSON
		want       Code
	}{
		"on the page of the domain":    {made("https://example.com"), ""},
		"on a page below it":           {made("https://login.example.com:8443"), ""},
		"in an app on a phone":         {made("android:apk-key-hash:abc"), ""},
		"on another page":              {made("https://example.org"), InvalidInput},
		"on a page that ends alike":    {made("https://badexample.com"), InvalidInput},
		"over plain http":              {made("http://example.com"), InvalidInput},
		"in a frame":                   {made("https://example.com", "crossOrigin", true), InvalidInput},
		"on no page":                   {made("://"), InvalidInput},
		"for another site":             {assertion(t, map[string]any{"type": "webauthn.get", "challenge": asked.Challenge, "origin": "https://example.com"}, "example.org"), InvalidInput},
		"for another challenge":        {made("https://example.com", "challenge", "b3RoZXI"), ChallengeExpired},
		"by a registration":            {made("https://example.com", "type", "webauthn.create"), InvalidInput},
		"no object":                    {"[]", InvalidInput},
		"no client data":               {`{"response":{}}`, InvalidInput},
		"client data that is no JSON":  {`{"response":{"clientDataJSON":"eA"}}`, InvalidInput},
		"authenticator data cut short": {assertionWithout(t), InvalidInput},
	} {
		if err := asked.check(c.credential); CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	local := passkeyRequest{Challenge: asked.Challenge, RPID: "localhost"}
	if !local.mayAsk("http://localhost:3000") || local.mayAsk("http://localhost.example.com") {
		t.Error("pages of this machine are not told from others")
	}
}

func assertionWithout(t testing.TB) WebAuthnJSON {
	t.Helper()
	data := base64.RawURLEncoding.EncodeToString([]byte(`{"type":"webauthn.get","challenge":"` + asked.Challenge + `","origin":"https://example.com"}`))
	return WebAuthnJSON(`{"response":{"clientDataJSON":"` + data + `","authenticatorData":"c2hvcnQ"}}`)
}

func TestOptionsThatSayTooLittleAreLeftToThePool(t *testing.T) {
	for _, options := range []WebAuthnJSON{"", "{}", "[]", `{"challenge":"x"}`, `{"rpId":"example.com"}`} {
		if got := requestOf(options); got != nil {
			t.Errorf("%d bytes of options are read as %+v", len(options), got)
		}
	}
}

func FuzzAssertion(f *testing.F) {
	f.Add(string(assertion(f, map[string]any{"type": "webauthn.get", "challenge": asked.Challenge, "origin": "https://example.com"}, asked.RPID)))
	f.Add(string(assertionWithout(f)))
	f.Add(`{"response":{"clientDataJSON":"e30"}}`)
	f.Fuzz(func(t *testing.T, credential string) {
		switch err := asked.check(WebAuthnJSON(credential)); CodeOf(err) {
		case "", InvalidInput, ChallengeExpired:
		default:
			t.Errorf("%v", err)
		}
	})
}
