package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// notes are the service's short-lived memories about a name: when a code was last sent, that a
// code was proven (the receipt), how often a receipt was shown. Names and codes appear in it as
// HMACs only, so a dump of the store tells nothing.
//
// A note that cannot be written or read costs comfort, never safety: the flows fail closed
// without it.
type notes struct {
	store Store
	key   []byte
	now   func() time.Time
	log   *slog.Logger
}

const (
	receiptLife     = 15 * time.Minute
	receiptAttempts = 5
	claimLife       = 30 * time.Second // longer than the calls it spans
	// sentLife outlives the longest-lived code, so that a late one is told from a wrong one.
	sentLife = 2 * SignUpCodeLife
)

// tag hashes parts of a note, each prefixed by its length so that no two lists collide.
func (n notes) tag(parts ...string) string {
	mac := hmac.New(sha256.New, n.key)
	for _, p := range parts {
		mac.Write(fmt.Appendf(nil, "%d:%s", len(p), p))
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// writeReceipt notes that this code of this name was proven, after the pool accepted it.
func (n notes) writeReceipt(ctx context.Context, name, code string) (written bool) {
	return n.set(ctx, n.tag("receipt", name), n.tag("code", name, code), receiptLife)
}

// hasReceipt reports whether a proven sign-up is still unfinished.
func (n notes) hasReceipt(ctx context.Context, name string) bool {
	_, found := n.get(ctx, n.tag("receipt", name))
	return found
}

// holdsReceipt reports whether this very code of this name was proven before. Each look counts;
// after a few the receipt is of no use, so that it cannot be guessed at.
func (n notes) holdsReceipt(ctx context.Context, name, code string) bool {
	key := n.tag("receipt", name)
	want, found := n.get(ctx, key)
	if !found {
		return false
	}
	tries, err := n.store.Count(ctx, n.tag("receipt tries", name), receiptLife)
	if err != nil || tries > receiptAttempts {
		n.warn("count receipt tries", err)
		return false
	}
	return hmac.Equal([]byte(want), []byte(n.tag("code", name, code)))
}

// claim makes the caller the only one who finishes this name's sign-up, so that one code sets one
// password however many requests carry it. Only a proven code leads here, so a stranger cannot
// hold the claim. It ends by itself should its holder die.
func (n notes) claim(ctx context.Context, name string) (release func(), ok bool) {
	key := n.tag("finishing", name)
	count, err := n.store.Count(ctx, key, claimLife)
	if err != nil || count != 1 {
		n.warn("claim a sign-up", err)
		return nil, false
	}
	return func() {
		if err := n.store.Delete(context.WithoutCancel(ctx), key); err != nil {
			n.warn("release a sign-up", err)
		}
	}, true
}

// finish forgets all that was noted about a sign-up or recovery under way.
func (n notes) finish(ctx context.Context, name string) {
	for _, kind := range []string{"receipt", "receipt tries"} {
		n.warn("delete a note", n.store.Delete(ctx, n.tag(kind, name)))
	}
}

// codeKind tells the kinds of mailed codes apart; they live differently long.
type codeKind string

const (
	signUpCode   codeKind = "sign-up"
	recoveryCode codeKind = "recovery"
	emailCode    codeKind = "e-mail address"
	phoneCode    codeKind = "phone number"
)

func (k codeKind) life() time.Duration {
	switch k {
	case recoveryCode:
		return RecoveryCodeLife
	case emailCode, phoneCode:
		return VerificationCodeLife
	}
	return SignUpCodeLife
}

// codeSent notes when a code was last asked for, known account or not: this clock, and not the
// pool's answer, tells an expired code from a wrong one, and so tells nothing about accounts. Where
// clients see the time without having proven anything it must be one from before the pool was asked: the
// time after it tells how long the pool took.
func (n notes) codeSent(ctx context.Context, at time.Time, name string, kinds ...codeKind) time.Time {
	at = at.UTC()
	for _, kind := range kinds {
		n.set(ctx, n.tag("sent", string(kind), name), at.Format(time.RFC3339Nano), sentLife)
	}
	return at
}

// codeExpired reports whether every code of these kinds that was asked for has outlived its life.
func (n notes) codeExpired(ctx context.Context, name string, kinds ...codeKind) bool {
	asked := false
	for _, kind := range kinds {
		text, found := n.get(ctx, n.tag("sent", string(kind), name))
		if !found {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(text))
		if err != nil || n.now().Before(at.Add(kind.life())) {
			return false
		}
		asked = true
	}
	return asked
}

// codeLives reports whether a code of this kind was asked for that has not outlived its life.
func (n notes) codeLives(ctx context.Context, name string, kind codeKind) bool {
	_, asked := n.get(ctx, n.tag("sent", string(kind), name))
	return asked && !n.codeExpired(ctx, name, kind)
}

func (n notes) set(ctx context.Context, key, value string, life time.Duration) (written bool) {
	err := n.store.Set(ctx, key, []byte(value), life)
	n.warn("write a note", err)
	return err == nil
}

func (n notes) get(ctx context.Context, key string) (string, bool) {
	value, found, err := n.store.Get(ctx, key)
	if err != nil {
		n.warn("read a note", err)
	}
	return string(value), found && err == nil
}

func (n notes) warn(what string, err error) {
	if err != nil {
		n.log.Warn("the store of short-lived notes failed", "doing", what, "error", err)
	}
}
