package cognito

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"

	"usher/internal/auth"
)

// StartPasskeyRegistration implements [auth.UserPool].
func (p *Pool) StartPasskeyRegistration(ctx context.Context, accessToken string) (auth.WebAuthnJSON, error) {
	if !looksLikeToken(accessToken) {
		return "", malformedAccess()
	}
	out, err := do(ctx, p, call{startWebAuthn, proving, []string{accessToken}}, p.api.StartWebAuthnRegistration, &cip.StartWebAuthnRegistrationInput{AccessToken: &accessToken})
	if err != nil {
		return "", err
	}
	if out.CredentialCreationOptions == nil {
		return "", auth.Errorf(auth.Internal, "the user pool answered without options for a passkey")
	}
	text, err := out.CredentialCreationOptions.MarshalSmithyDocument()
	if err != nil {
		return "", auth.Errorf(auth.Internal, "the user pool's options for a passkey cannot be read")
	}
	return auth.WebAuthnJSON(text), nil
}

// FinishPasskeyRegistration implements [auth.UserPool].
func (p *Pool) FinishPasskeyRegistration(ctx context.Context, accessToken string, credential auth.WebAuthnJSON) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	var object map[string]any
	if json.Unmarshal([]byte(credential), &object) != nil {
		return auth.Errorf(auth.InvalidInput, "the credential is not a JSON object")
	}
	secrets := append(webAuthnSecrets(credential), accessToken)
	_, err := do(ctx, p, call{completeWebAuthn, spending, secrets}, p.api.CompleteWebAuthnRegistration, &cip.CompleteWebAuthnRegistrationInput{
		AccessToken: &accessToken, Credential: document.NewLazyDocument(object),
	})
	return err
}

const (
	// passkeysPerPage is the most that Cognito lists at once, and as many as a user can have.
	passkeysPerPage = 20
	maxPasskeyPages = 5
)

// Passkeys implements [auth.UserPool].
func (p *Pool) Passkeys(ctx context.Context, accessToken string) ([]auth.Passkey, error) {
	if !looksLikeToken(accessToken) {
		return nil, malformedAccess()
	}
	passkeys := []auth.Passkey{}
	request := &cip.ListWebAuthnCredentialsInput{AccessToken: &accessToken, MaxResults: aws.Int32(passkeysPerPage)}
	for range maxPasskeyPages {
		out, err := do(ctx, p, call{listWebAuthn, reading, []string{accessToken}}, p.api.ListWebAuthnCredentials, request)
		if err != nil {
			return nil, err
		}
		for _, c := range out.Credentials {
			passkeys = append(passkeys, auth.Passkey{
				ID:             aws.ToString(c.CredentialId),
				Name:           aws.ToString(c.FriendlyCredentialName),
				RelyingPartyID: aws.ToString(c.RelyingPartyId),
				Attachment:     aws.ToString(c.AuthenticatorAttachment),
				Transports:     c.AuthenticatorTransports,
				CreatedAt:      aws.ToTime(c.CreatedAt),
			})
		}
		if aws.ToString(out.NextToken) == "" {
			break
		}
		request.NextToken = out.NextToken
	}
	return passkeys, nil
}

// DeletePasskey implements [auth.UserPool].
func (p *Pool) DeletePasskey(ctx context.Context, accessToken, id string) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	_, err := do(ctx, p, call{deleteWebAuthn, ending, []string{accessToken}}, p.api.DeleteWebAuthnCredential, &cip.DeleteWebAuthnCredentialInput{
		AccessToken: &accessToken, CredentialId: &id,
	})
	return err
}

// minWebAuthnSecret is the length from which a text in a credential is taken for key material, and
// not for a word such as "public-key".
const minWebAuthnSecret = 16

// webAuthnSecrets lists the texts of a credential one by one: on the wire it may be written
// otherwise than the browser wrote it.
func webAuthnSecrets(credential auth.WebAuthnJSON) []string {
	var object any
	if credential == "" || json.Unmarshal([]byte(credential), &object) != nil {
		return nil
	}
	var secrets []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if len(v) >= minWebAuthnSecret {
				secrets = append(secrets, v)
			}
		case []any:
			for _, element := range v {
				walk(element)
			}
		case map[string]any:
			for _, member := range v {
				walk(member)
			}
		}
	}
	walk(object)
	return secrets
}
