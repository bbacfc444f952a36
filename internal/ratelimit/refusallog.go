package ratelimit

import (
	"log/slog"
	"sync"
	"time"
)

// logEvery is how often a limit that refuses is told of in the log, however much it refuses.
const logEvery = time.Minute

// refusalLog tells that limits are being hit, not by whom: an attacker must not write the log. Its
// size is that of the table of policies.
type refusalLog struct {
	now  func() time.Time
	log  *slog.Logger
	mu   sync.Mutex
	held map[limitName]*held
}

type limitName struct {
	policy string
	by     Dimension
}

// held is a limit that has refused.
type held struct {
	toldAt time.Time
	more   int // refusals since
}

// add counts a refusal, and tells of it with the limit as a setting names it, so that whoever reads the
// log knows what to change.
func (r *refusalLog) add(refusal *Refusal, limit Limit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := limitName{refusal.Policy, refusal.By}
	h := r.held[name]
	if h == nil {
		h = &held{}
		r.held[name] = h
	}
	h.more++
	now := r.now()
	if now.Sub(h.toldAt) < logEvery && !now.Before(h.toldAt) {
		return
	}
	r.log.Warn("a limit refuses callers; USHER_LIMITS can change it",
		"policy", name.policy, "by", string(name.by), "limit", limit.setting(name.policy), "refusals", h.more)
	h.toldAt, h.more = now, 0
}
