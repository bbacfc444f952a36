package localpool

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

const (
	// maxSessionText is the longest Session of the service model, in characters.
	maxSessionText = 2048
	// sealedUnit is what fits into the longest Session beside the client id, and the nonce and tag of AES-GCM (12 and 16
	// bytes). Whatever is sealed fills whole units: its length would tell users from names that belong to nobody.
	sealedUnit = maxSessionText/4*3 - clientIDLength - 28
	// maxWrongCodes is how often one session takes a wrong code. Cognito was seen to take six; a code of eight digits stands
	// far more, and each further session costs a message, of which there are only so many.
	maxWrongCodes = 20
)

// errSessionExpired tells a session that ended from one that never was.
var errSessionExpired = fail(notAuthorized, textSessionExpired)

// sessionRecord is the ledger of one session: what must survive a restart for it to work once. It is made when there is
// something to say.
type sessionRecord struct {
	Expires time.Time
	Spent   bool `json:",omitempty"`
	Wrong   int  `json:",omitempty"`
}

// sealSession encrypts with AES-256-GCM under the pool's session key. The client id stands in front in the clear, because
// AssociateSoftwareToken names no client, and is bound by the additional data.
func (p *Pool) sealSession(s *scope, session *challengeSession) (string, error) {
	plain, err := json.Marshal(session)
	if err != nil {
		return "", fmt.Errorf("localpool: encode a session: %w", err)
	}
	sealed, err := p.seal(s, plain, session.ClientID)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(append([]byte(session.ClientID), sealed...))
	if len(text) > maxSessionText && session.Custom != nil {
		return "", fail(invalidLambdaResponse, "The parameters of the challenge are too long for a session.")
	}
	if len(text) > maxSessionText {
		return "", fmt.Errorf("localpool: a session of %d characters is longer than the %d that clients may send back", len(text), maxSessionText)
	}
	return text, nil
}

// openSession opens the Session of one of the attempt's client. Whatever is not a session of this client is refused alike.
func (s *scope) openSession(text string, now time.Time) (*challengeSession, error) {
	refuse := fail(notAuthorized, textSessionInvalid)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < clientIDLength || string(raw[:clientIDLength]) != s.client.ID {
		return nil, refuse
	}
	plain, ok := s.unseal(raw[clientIDLength:], s.client.ID)
	var session challengeSession
	if !ok || json.Unmarshal(plain, &session) != nil || session.ClientID != s.client.ID {
		return nil, refuse
	}
	if !now.Before(session.Expires) {
		return nil, errSessionExpired
	}
	return &session, nil
}

// sessionClient reads the client id that a session begins with. It proves nothing: openSession does.
func sessionClient(text string) (string, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < clientIDLength {
		return "", false
	}
	return string(raw[:clientIDLength]), true
}

func (p *Pool) seal(s *scope, plain []byte, bound string) ([]byte, error) {
	gcm, err := s.realm.sealer()
	if err != nil {
		return nil, err
	}
	nonce, err := randomBytes(p.random, gcm.NonceSize())
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nonce, nonce, padded(plain), []byte(bound)), nil
}

// padded fills JSON up with blanks, which its reader skips.
func padded(plain []byte) []byte {
	units := (len(plain) + sealedUnit - 1) / sealedUnit
	return append(plain, bytes.Repeat([]byte{' '}, units*sealedUnit-len(plain))...)
}

func (s *scope) unseal(sealed []byte, bound string) ([]byte, bool) {
	gcm, err := s.realm.sealer()
	if err != nil || len(sealed) < gcm.NonceSize() {
		return nil, false
	}
	plain, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(bound))
	return plain, err == nil
}

func (r *realm) sealer() (cipher.AEAD, error) {
	block, err := aes.NewCipher(r.sessionKey)
	if err != nil {
		return nil, fmt.Errorf("localpool: seal a session: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("localpool: seal a session: %w", err)
	}
	return gcm, nil
}

// unspent refuses a session that was used up.
func unspent(t tx, session *challengeSession) error {
	book, _, err := load[sessionRecord](t, bucketSessions, session.ID)
	switch {
	case err != nil:
		return err
	case book.Spent:
		return fail(notAuthorized, textSessionUsed)
	case book.Wrong >= maxWrongCodes:
		return fail(notAuthorized, textSessionInvalid)
	}
	return nil
}

// burn makes a session useless. The caller does so in the transaction of whatever the session led to.
func burn(t tx, session *challengeSession) error {
	return save(t, bucketSessions, session.ID, sessionRecord{Expires: session.Expires, Spent: true})
}

// countWrong counts a wrong code against its session.
func countWrong(t tx, session *challengeSession) error {
	book, _, err := load[sessionRecord](t, bucketSessions, session.ID)
	if err != nil {
		return err
	}
	book.Expires, book.Wrong = session.Expires, book.Wrong+1
	return save(t, bucketSessions, session.ID, book)
}
