package main

import (
	"encoding/json"
	"testing"

	"usher/internal/passkeytest"
)

const (
	startPasskeyOp  = `mutation { startPasskeyRegistration { __typename ... on PasskeyOptions { options } ... on Problem { code message } } }`
	finishPasskeyOp = `mutation($input: RegisterPasskeyInput!) { finishPasskeyRegistration(input: $input) { __typename
		... on PasskeyRegistered { passkey { id name relyingPartyId authenticatorAttachment transports createdAt } me { passkeys { id } } }
		... on InvalidInput { fields { path message } } ... on Problem { code message } } }`
	deletePasskeyOp = `mutation($input: DeletePasskeyInput!) { deletePasskey(input: $input) { __typename
		... on FactorsUpdated { me { passkeys { id } } } ... on Problem { code message } } }`
	passkeysOp = `{ me { passkeys { id name relyingPartyId } } }`
)

type passkey struct{ ID, Name, RelyingPartyID, AuthenticatorAttachment, CreatedAt string }

type passkeyAnswer struct {
	Typename string `json:"__typename"`
	Options  json.RawMessage
	Passkey  passkey
	Me       struct{ Passkeys []passkey }
	Code     string
	Message  string
}

// register makes a passkey for a session's user, as a page would.
func (in *instance) register(browser *passkeytest.Authenticator, session tokens) passkeyAnswer {
	in.t.Helper()
	begun := field[passkeyAnswer](in.t, in.call(startPasskeyOp, nil, bearer(session)), "startPasskeyRegistration")
	credential, err := browser.Create(begun.Options)
	if err != nil {
		in.t.Fatalf("%v, with the options of %+v", err, begun)
	}
	return in.finish(credential, session)
}

func (in *instance) finish(credential []byte, session tokens) passkeyAnswer {
	in.t.Helper()
	input := map[string]any{"input": map[string]any{"credential": json.RawMessage(credential)}}
	return field[passkeyAnswer](in.t, in.call(finishPasskeyOp, input, bearer(session)), "finishPasskeyRegistration")
}

func (in *instance) passkeys(session tokens) []passkey {
	in.t.Helper()
	return field[struct{ Passkeys []passkey }](in.t, in.call(passkeysOp, nil, bearer(session)), "me").Passkeys
}

func TestAPasskeySignsIn(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	browser := &passkeytest.Authenticator{Origin: "http://localhost:3000"}

	made := in.register(browser, session)
	if made.Typename != "PasskeyRegistered" || made.Passkey.RelyingPartyID != "localhost" || made.Passkey.CreatedAt == "" || len(made.Me.Passkeys) != 1 {
		t.Fatalf("the passkey: %+v", made)
	}
	if listed := in.passkeys(session); len(listed) != 1 || listed[0].ID != made.Passkey.ID {
		t.Errorf("listed: %+v", listed)
	}

	begun := in.begin("PasskeyChallenge", map[string]any{"username": "ann@example.com", "factor": "PASSKEY"})
	assertion, err := browser.Get(begun.Options)
	if err != nil {
		t.Fatal(err)
	}
	done := in.respond("Session", begun.Challenge, map[string]any{"passkey": json.RawMessage(assertion)})
	if got := field[me](t, in.call(meOp, nil, bearer(done.Tokens)), "me"); got.Email != "ann@example.com" {
		t.Errorf("me = %+v", got)
	}
	in.respond("ChallengeExpired", begun.Challenge, map[string]any{"passkey": json.RawMessage(assertion)})

	gone := field[passkeyAnswer](t, in.call(deletePasskeyOp, map[string]any{"input": map[string]any{"id": made.Passkey.ID}}, bearer(session)), "deletePasskey")
	if gone.Typename != "FactorsUpdated" || len(gone.Me.Passkeys) != 0 {
		t.Errorf("deleting: %+v", gone)
	}
	if again := in.call(deletePasskeyOp, map[string]any{"input": map[string]any{"id": made.Passkey.ID}}, bearer(session)); len(again.Errors) > 0 {
		t.Errorf("deleting it twice: %s", again.body)
	}
}

func TestAPasskeyThatWasNotAskedForIsNotKept(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	browser := &passkeytest.Authenticator{Origin: "http://localhost:3000"}

	if got := in.finish([]byte(`{"id":"abc"}`), session); got.Typename != "ChallengeExpired" && got.Typename != "InvalidInput" {
		t.Errorf("without a start: %+v", got)
	}
	if got := in.finish([]byte(`{}`), session); got.Typename != "InvalidInput" {
		t.Errorf("an empty credential: %+v", got)
	}
	browser.Forgery = passkeytest.Forgery{Challenge: []byte("an older challenge of 32 bytes..")}
	if got := in.register(browser, session); got.Typename != "InvalidInput" && got.Typename != "ChallengeExpired" {
		t.Errorf("an answer to another challenge: %+v", got)
	}
	if listed := in.passkeys(session); len(listed) != 0 {
		t.Errorf("kept: %+v", listed)
	}
}
