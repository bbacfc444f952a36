package localpool

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

const (
	challengeNewPassword = "NEW_PASSWORD_REQUIRED"
	attributeParameter   = "userAttributes."
)

// challengeSession is what the Session of a challenge holds, sealed: clients see an opaque text.
type challengeSession struct {
	ID              string    `json:"id"`
	Challenge       string    `json:"challenge"`
	ClientID        string    `json:"client"`
	Username        string    `json:"user"`
	PasswordVersion uint64    `json:"version"`
	Expires         time.Time `json:"expires"`
}

// newPasswordChallenge answers the right temporary password.
func (p *Pool) newPasswordChallenge(s *scope, user *userRecord, now time.Time) (*authOutput, error) {
	id, err := randomUUID(p.random)
	if err != nil {
		return nil, err
	}
	session, err := p.sealSession(s, challengeSession{
		ID: id, Challenge: challengeNewPassword, ClientID: s.client.ID, Username: user.Username,
		PasswordVersion: user.PasswordVersion, Expires: now.Add(s.client.Settings.authSessionLife()),
	})
	if err != nil {
		return nil, err
	}
	required := []string{}
	for _, name := range s.pool.missingAttributes(user.Attributes) {
		required = append(required, attributeParameter+name)
	}
	readable := maps.Clone(user.Attributes)
	maps.DeleteFunc(readable, func(name, _ string) bool { return !s.client.mayRead(name) })
	requiredJSON, err := json.Marshal(required)
	if err != nil {
		return nil, fmt.Errorf("localpool: encode required attributes: %w", err)
	}
	readableJSON, err := json.Marshal(readable)
	if err != nil {
		return nil, fmt.Errorf("localpool: encode user attributes: %w", err)
	}
	return &authOutput{
		ChallengeName: challengeNewPassword, Session: session,
		ChallengeParameters: map[string]string{
			"USER_ID_FOR_SRP": user.Username, "requiredAttributes": string(requiredJSON), "userAttributes": string(readableJSON),
		},
	}, nil
}

// sealSession encrypts with AES-256-GCM under the pool's session key, bound to the client by the additional data.
func (p *Pool) sealSession(s *scope, session challengeSession) (string, error) {
	plain, err := json.Marshal(session)
	if err != nil {
		return "", fmt.Errorf("localpool: encode a session: %w", err)
	}
	block, err := aes.NewCipher(s.realm.sessionKey)
	if err != nil {
		return "", fmt.Errorf("localpool: seal a session: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return "", fmt.Errorf("localpool: seal a session: %w", err)
	}
	nonce, err := randomBytes(p.random, gcm.NonceSize())
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(gcm.Seal(nonce, nonce, plain, []byte(s.client.ID))), nil
}
