package auth

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
)

// passkeyRequest is what a passkey was asked for: a part of PublicKeyCredentialRequestOptions.
type passkeyRequest struct {
	Challenge string `json:"challenge"` // base64url
	RPID      string `json:"rpId"`
}

// requestOf reads the options of a challenge; nil where they do not say, and the pool alone judges.
func requestOf(options WebAuthnJSON) *passkeyRequest {
	var asked passkeyRequest
	if json.Unmarshal([]byte(options), &asked) != nil || asked.Challenge == "" || asked.RPID == "" {
		return nil
	}
	return &asked
}

var errOtherChallenge = errors.New("the passkey answers another challenge")

// check refuses a credential that shows on its face that it does not answer the request (WebAuthn
// Level 3, section 7.2, steps 10 to 15). The pool refuses it, too, but in one word with a wrong
// signature: this is for those who set up pages and domains. It tells a forger what anybody can read
// in the options.
//
// InvalidInput (made on another page or for another site, or no assertion at all), ChallengeExpired
// (made for another challenge).
func (asked passkeyRequest) check(credential WebAuthnJSON) error {
	var sent struct {
		Response struct {
			ClientData        string `json:"clientDataJSON"`
			AuthenticatorData string `json:"authenticatorData"`
		} `json:"response"`
	}
	var client struct {
		Type        string `json:"type"`
		Challenge   string `json:"challenge"`
		Origin      string `json:"origin"`
		CrossOrigin bool   `json:"crossOrigin"`
	}
	refuse := func(why string) error { return invalidField(why, "input", "answer", "passkey") }
	unreadable := refuse("This is not the toJSON() of a credential that signs in.")
	if json.Unmarshal([]byte(credential), &sent) != nil {
		return unreadable
	}
	clientData, err := base64.RawURLEncoding.DecodeString(sent.Response.ClientData)
	if err != nil || json.Unmarshal(clientData, &client) != nil || client.Type != "webauthn.get" {
		return unreadable
	}
	authenticator, err := base64.RawURLEncoding.DecodeString(sent.Response.AuthenticatorData)
	if err != nil || len(authenticator) < sha256.Size {
		return unreadable
	}
	party := sha256.Sum256([]byte(asked.RPID))
	switch {
	case client.Challenge != asked.Challenge:
		return &Error{Code: ChallengeExpired, Err: errOtherChallenge}
	case client.CrossOrigin || !asked.mayAsk(client.Origin):
		return refuse("This page may not use passkeys of " + asked.RPID + ". Sign in on a page of that domain.")
	case !bytes.Equal(authenticator[:sha256.Size], party[:]):
		return refuse("This passkey was used for another site than " + asked.RPID + ".")
	}
	return nil
}

// mayAsk tells whether a page is of the relying party. What is no page, an app on a phone, is the
// pool's to judge.
func (asked passkeyRequest) mayAsk(origin string) bool {
	page, err := url.Parse(origin)
	if err != nil {
		return false
	}
	host := page.Hostname()
	within := host == asked.RPID || strings.HasSuffix(host, "."+asked.RPID)
	switch page.Scheme {
	case "https":
		return within
	case "http":
		return within && (host == "localhost" || strings.HasSuffix(host, ".localhost"))
	}
	return true
}
