package auth

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// challengeState is what the sealed token of a running challenge holds. It is all that is needed to
// go on, so that any instance can.
type challengeState struct {
	ID       string        `json:"id"`
	Kind     ChallengeKind `json:"kind"`
	Name     string        `json:"name"` // as the client typed it, normalised
	Username string        `json:"user"` // as the pool wants it in the answer
	Session  string        `json:"session"`
	Expires  time.Time     `json:"expires"`
	Factors  []Factor      `json:"factors,omitempty"`
	Required []string      `json:"required,omitempty"`
	// Passkey is what a passkey was asked for.
	Passkey *passkeyRequest `json:"passkey,omitempty"`
	// Proven tells that a factor was proven before: the caller may know what the pool knows.
	Proven bool `json:"proven,omitempty"`
	// Verified tells that the new authenticator app was proven and only the sign-in is left.
	Verified bool `json:"verified,omitempty"`
}

const (
	challengeIDBytes = 16
	// challengeTries is how many answers of the right shape one challenge takes.
	challengeTries = 5
	// challengePadding is what the length of a state is rounded up to: a Session's length, which
	// hangs on what the pool knows of the user, must not show in the token.
	challengePadding = 1 << 10
	// maxChallengeToken bounds what is handed to the sealer. A Session has 2048 characters at most.
	maxChallengeToken = 16 << 10
)

// challenges keeps running challenges: sealed with the client, and what must be the same for all
// holders of a token, whether it is used up and how often it was tried, in the store.
type challenges struct {
	sealer ChallengeSealer // nil: none can be handed out
	rand   io.Reader
	notes  notes
}

// issue names and seals a state.
func (c challenges) issue(st challengeState) (string, error) {
	id := make([]byte, challengeIDBytes)
	if _, err := io.ReadFull(c.rand, id); err != nil {
		return "", Errorf(Internal, "no randomness for a challenge: %w", err)
	}
	st.ID = base64.RawURLEncoding.EncodeToString(id)
	return c.seal(st)
}

func (c challenges) seal(st challengeState) (string, error) {
	if c.sealer == nil {
		return "", &Error{Code: NotEnabled, Feature: "the sign-in step " + string(st.Kind)}
	}
	text, err := json.Marshal(st)
	if err != nil {
		return "", Errorf(Internal, "a challenge cannot be written: %w", err)
	}
	padding := (challengePadding - len(text)%challengePadding) % challengePadding
	token, err := c.sealer.Seal(append(text, bytes.Repeat([]byte{' '}, padding)...))
	if err != nil {
		return "", Errorf(Internal, "a challenge cannot be sealed: %w", err)
	}
	return token, nil
}

// open reads a token. Every way in which it can be bad is ChallengeExpired: the way out is the same.
func (c challenges) open(token string) (challengeState, error) {
	expired := func(why string) (challengeState, error) {
		return challengeState{}, &Error{Code: ChallengeExpired, Err: errors.New(why)}
	}
	if c.sealer == nil || token == "" || len(token) > maxChallengeToken {
		return expired("it is not a challenge of this service")
	}
	text, _, err := c.sealer.Open(token)
	if err != nil {
		return expired("it does not open")
	}
	var st challengeState
	if err := json.Unmarshal(text, &st); err != nil || st.ID == "" || st.Kind == "" {
		return expired("it holds no challenge")
	}
	if !c.notes.now().Before(st.Expires) {
		return expired("it is too old")
	}
	return st, nil
}

// ChallengeName is the name, as its user typed it, that a running challenge belongs to: guesses at it
// are guesses at that account. ok is false for what is no running challenge.
func (s *Service) ChallengeName(token string) (name string, ok bool) {
	st, err := s.challenges.open(token)
	return st.Name, err == nil
}

// take makes the caller the only one who answers a challenge, and counts the try. The state it
// returns is the newest. done must be called: used up or not, as told.
func (c challenges) take(ctx context.Context, st challengeState) (newest challengeState, done func(spent bool), err error) {
	busy := c.notes.tag("challenge answered", st.ID)
	count, err := c.notes.store.Count(ctx, busy, claimLife)
	if err != nil || count != 1 {
		c.notes.warn("take a challenge", err)
		return st, nil, &Error{Code: RateLimited, RetryAfter: time.Second, Err: errors.New("the same challenge is being answered")}
	}
	done = func(spent bool) { c.done(context.WithoutCancel(ctx), st, busy, spent) }
	if err := c.usable(ctx, st); err != nil {
		done(false)
		return st, nil, err
	}
	if token, found := c.notes.get(ctx, c.notes.tag("challenge newest", st.ID)); found {
		if newer, err := c.open(token); err == nil && newer.ID == st.ID {
			st = newer
		}
	}
	return st, done, nil
}

// usable refuses a challenge that is used up or was tried too often. Where the store cannot tell, it
// is refused, too.
func (c challenges) usable(ctx context.Context, st challengeState) error {
	_, spent, err := c.notes.store.Get(ctx, c.notes.tag("challenge spent", st.ID))
	if err == nil && spent {
		return &Error{Code: ChallengeExpired, Err: errors.New("it was used")}
	}
	var tries int64
	if err == nil {
		tries, err = c.notes.store.Count(ctx, c.notes.tag("challenge tries", st.ID), ChallengeLife)
	}
	if err != nil {
		c.notes.warn("look a challenge up", err)
		return &Error{Code: UpstreamUnavailable, Err: errors.New("the store cannot tell whether the challenge was used")}
	}
	if tries > challengeTries {
		return &Error{Code: ChallengeExpired, Err: errors.New("it was tried too often")}
	}
	return nil
}

// done ends take. A spent challenge is let go only once that is noted; where it cannot be, the
// claim itself keeps others out for a while, and the pool takes a Session once.
func (c challenges) done(ctx context.Context, st challengeState, busy string, spent bool) {
	if spent && !c.notes.set(ctx, c.notes.tag("challenge spent", st.ID), "1", ChallengeLife) {
		return
	}
	if err := c.notes.store.Delete(ctx, busy); err != nil {
		c.notes.warn("let a challenge go", err)
	}
}

// renew keeps a newer Session of a challenge whose token the client holds already.
func (c challenges) renew(ctx context.Context, st challengeState) {
	token, err := c.seal(st)
	if err != nil {
		c.notes.warn("seal a newer session", err)
		return
	}
	c.notes.set(context.WithoutCancel(ctx), c.notes.tag("challenge newest", st.ID), token, ChallengeLife)
}
