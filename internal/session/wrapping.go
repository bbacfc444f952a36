package session

import (
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"usher/internal/auth"
	"usher/internal/seal"
)

// wrapping is the form that single tokens travel in. Opening answers ok = false for everything
// that is not of this form; why is the sealer's to count.
type wrapping interface {
	openAccess(text string) (access string, profile *seal.Profile, ok bool)
	openIdentity(text string) (id string, ok bool)
	openRefresh(text string) (refresh refreshToken, ok bool)
	wrap(p parcel) (auth.Tokens, error)
}

// plain leaves tokens as they are; whether they are any good is the verifier's to say.
type plain struct{}

func (plain) openAccess(text string) (string, *seal.Profile, bool) { return text, nil, true }
func (plain) openIdentity(text string) (string, bool)              { return text, true }
func (plain) openRefresh(text string) (refreshToken, bool)         { return refreshToken{token: text}, true }
func (plain) wrap(p parcel) (auth.Tokens, error)                   { return p.tokens, nil }

// sealed seals every token for this deployment.
type sealed struct {
	sealer *seal.Sealer
	now    func() time.Time

	mu     sync.Mutex
	recent *lru.Cache[sealedName, sealedText]
}

// sealedName names a token that was sealed, without keeping it.
type sealedName [sha256.Size]byte

type sealedText struct {
	text string
	at   time.Time
}

// maxRecent bounds what is kept for those who get the same tokens within resultLife, about 2 KB
// each.
const maxRecent = 4096

// sealAgain is the age at which a refresh token is due to be sealed and set anew, so that the cookie
// of a session in use does not come to its end.
const sealAgain = 24 * time.Hour

func newSealed(sealer *seal.Sealer, now func() time.Time) (*sealed, error) {
	recent, err := lru.New[sealedName, sealedText](maxRecent)
	if err != nil {
		return nil, err
	}
	return &sealed{sealer: sealer, now: now, recent: recent}, nil
}

func (s *sealed) openAccess(text string) (string, *seal.Profile, bool) {
	value, _, err := s.sealer.OpenAccess(text)
	return value.Token, value.Profile, err == nil
}

func (s *sealed) openIdentity(text string) (string, bool) {
	id, _, err := s.sealer.OpenIdentity(text)
	return id, err == nil
}

func (s *sealed) openRefresh(text string) (refreshToken, bool) {
	value, at, err := s.sealer.OpenRefresh(text)
	if err != nil {
		return refreshToken{}, false
	}
	aged := !s.sealer.UsesNewest(text) || s.now().Sub(at) >= sealAgain
	return refreshToken{token: value.Token, session: value.Session, aged: aged}, true
}

// wrap seals what was issued. A refresh token that was not rotated is sealed again: so every
// session in use moves to the newest key.
func (s *sealed) wrap(p parcel) (auth.Tokens, error) {
	out := auth.Tokens{ExpiresAt: p.tokens.ExpiresAt, AskedAt: p.tokens.AskedAt}
	var faults [3]error
	out.Access, faults[0] = s.access(p)
	if p.tokens.ID != "" {
		out.ID, faults[1] = s.once(seal.Identity, p.tokens.ID, func() (string, error) {
			return s.sealer.SealIdentity(p.tokens.ID)
		})
	}
	if refresh := p.lasting(); refresh != "" {
		out.Refresh, faults[2] = s.once(seal.Refresh, refresh, func() (string, error) {
			return s.sealer.SealRefresh(seal.RefreshValue{Token: refresh, Session: p.session})
		})
	}
	return out, sealingFault(errors.Join(faults[:]...))
}

func (s *sealed) access(p parcel) (string, error) {
	if p.bare {
		return s.sealer.SealAccess(seal.AccessValue{Token: p.tokens.Access})
	}
	if text, ok := s.recall(recentName(seal.Access, p.tokens.Access)); ok {
		return text, nil
	}
	profile := p.profile() // before the lock: it may wait for the pool's keys
	return s.once(seal.Access, p.tokens.Access, func() (string, error) {
		return s.sealer.SealAccess(seal.AccessValue{Token: p.tokens.Access, Profile: profile})
	})
}

// once seals a token once for all who are handed it within resultLife: the requests that share a
// refresh get the same values, down to the byte.
func (s *sealed) once(purpose seal.Purpose, token string, sealIt func() (string, error)) (string, error) {
	name := recentName(purpose, token)
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, ok := s.recall(name); ok {
		return text, nil
	}
	text, err := sealIt()
	if err == nil {
		s.recent.Add(name, sealedText{text: text, at: s.now()})
	}
	return text, err
}

func (s *sealed) recall(name sealedName) (text string, ok bool) {
	kept, ok := s.recent.Get(name)
	return kept.text, ok && s.now().Sub(kept.at) < resultLife
}

func recentName(purpose seal.Purpose, token string) sealedName {
	return sha256.Sum256(append([]byte{byte(purpose)}, token...))
}

func sealingFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, seal.ErrTooLarge):
		return &auth.Error{Code: auth.SessionTooLarge, Err: err}
	}
	return auth.Errorf(auth.Internal, "tokens cannot be sealed: %w", err)
}

// lasting is the refresh token that the session goes on with.
func (p parcel) lasting() string {
	if p.tokens.Refresh != "" {
		return p.tokens.Refresh
	}
	return p.used.token
}
