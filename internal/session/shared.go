package session

import (
	"context"
	"io"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/seal"
)

// shared lets one of several instances trade a refresh token and hands what it got to the others.
//
// It makes things better where it can and worse nowhere: whenever the store is of no help, the
// caller trades by itself, as it would alone. A token that is traded twice yields two answers
// within the pool's grace.
type shared struct {
	store  kv.Store
	sealer *seal.Sealer
	random io.Reader
	now    func() time.Time
}

const (
	// lockLife is longer than a trade may take. A holder that dies is waited for no longer than
	// sharedPatience.
	lockLife = 10 * time.Second
	// sharedPatience leaves time for a trade of one's own within refreshLimit.
	sharedPatience = refreshLimit - 3*time.Second
	// sharedPoll is how often those who wait look for the result.
	sharedPoll = 30 * time.Millisecond
)

// once returns what another instance has got for the token, or what trade gets now.
func (s *shared) once(ctx context.Context, key tokenHash, trade func() result) result {
	poll := time.NewTicker(sharedPoll)
	defer poll.Stop()
	patience := time.NewTimer(sharedPatience)
	defer patience.Stop()
	for {
		if r, ok := s.read(ctx, key); ok {
			return r
		}
		unlock, held, err := kv.Lock(ctx, s.store, s.random, lockKey(key), lockLife)
		switch {
		case held:
			defer unlock()
			// The holder before may have finished between the look and the lock.
			if r, ok := s.read(ctx, key); ok {
				return r
			}
			return s.write(ctx, key, trade())
		case err != nil:
			return s.write(ctx, key, trade())
		}
		select {
		case <-poll.C:
		case <-patience.C:
			return s.write(ctx, key, trade())
		case <-ctx.Done():
			return result{err: &auth.Error{Code: auth.UpstreamUnavailable, Err: ctx.Err()}}
		}
	}
}

// read returns the result for a token, if there is one that can be read and is of use.
func (s *shared) read(ctx context.Context, key tokenHash) (result, bool) {
	sealed, found, err := s.store.Get(ctx, resultKey(key))
	if err != nil || !found {
		return result{}, false
	}
	// A value that is not ours may come from an instance that has other keys, or from somebody
	// who writes into the store. Whoever can do that must not choose what a token is traded for.
	value, at, err := s.sealer.OpenResult(string(sealed))
	if err != nil || value.For != key {
		return result{}, false
	}
	if value.Access == "" {
		return result{at: at, err: auth.Errorf(auth.SessionExpired, "another instance was told so")}, true
	}
	tokens := auth.Tokens{Access: value.Access, ID: value.ID, Refresh: value.Refresh, ExpiresAt: value.ExpiresAt}
	return result{at: at, tokens: tokens}, s.now().Before(tokens.ExpiresAt)
}

// write leaves a definitive result for the others and returns it. Where a second trade found the
// token dead because the first one had used it up, the result of the first stands.
func (s *shared) write(ctx context.Context, key tokenHash, r result) result {
	ctx = context.WithoutCancel(ctx) // the trade may have taken all the time there was
	value := seal.ResultValue{For: key}
	switch auth.CodeOf(r.err) {
	case "":
		value.Access, value.ID, value.Refresh, value.ExpiresAt = r.tokens.Access, r.tokens.ID, r.tokens.Refresh, r.tokens.ExpiresAt
	case auth.SessionExpired, auth.RefreshTokenReused:
		if first, ok := s.read(ctx, key); ok {
			return first
		}
	default:
		return r // nothing that holds for others
	}
	sealed, err := s.sealer.SealResult(value)
	if err != nil {
		return r // too large to be shared: others trade for themselves
	}
	if r.err == nil {
		_ = s.store.Set(ctx, resultKey(key), []byte(sealed), resultLife)
		return r
	}
	_, _ = s.store.SetIfAbsent(ctx, resultKey(key), []byte(sealed), resultLife)
	return r
}

// take removes the result for a token and returns it.
func (s *shared) take(ctx context.Context, key tokenHash) (result, bool) {
	r, ok := s.read(ctx, key)
	if ok {
		_ = s.store.Delete(ctx, resultKey(key))
	}
	return r, ok
}

// end has the others know that a refresh token was signed out, should one of them be trading it.
func (s *shared) end(ctx context.Context, key tokenHash) {
	_ = s.store.Set(context.WithoutCancel(ctx), endKey(key), []byte{1}, resultLife)
}

func (s *shared) ended(ctx context.Context, key tokenHash) bool {
	_, found, err := s.store.Get(context.WithoutCancel(ctx), endKey(key))
	return err == nil && found
}

func endKey(key tokenHash) string    { return "refresh/ended/" + key.String() }
func resultKey(key tokenHash) string { return "refresh/result/" + key.String() }
func lockKey(key tokenHash) string   { return "refresh/lock/" + key.String() }
