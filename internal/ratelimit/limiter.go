package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"sync/atomic"
	"time"

	"usher/internal/kv"
)

// minSecret is the size in bytes of the shortest secret that keys are made with.
const minSecret = 16

// Config is what a Limiter is told. Store, Policies, Secret and Now are needed.
type Config struct {
	Store    kv.Store
	Policies Policies
	// Secret makes the keys; instances that share a store share it.
	Secret []byte
	Now    func() time.Time
	// ExemptLoopback leaves callers on this machine uncounted by ip, where all are on it.
	ExemptLoopback bool
	Logger         *slog.Logger
	// OnRefusal is told of every refusal; nil is nobody.
	OnRefusal func(policy string, by Dimension)
}

// Caller is who is counted. What is empty is not known, and nothing is counted by it; except that
// all callers without an address count as one.
type Caller struct {
	IP netip.Addr
	// Account and Recipient must be spelled in one way for one account or address.
	Account   string
	Recipient string
	// Device is the proven id of a device that this very account or recipient was used on before.
	// It is counted apart from strangers, who are counted together: they cannot shut it out.
	Device string
	// SignedIn tells that a session is proven. Like those on known devices such callers share
	// nothing with strangers that is counted for everybody.
	SignedIn bool
}

// Refusal is the error of a caller who has to wait.
type Refusal struct {
	Policy string
	By     Dimension // of the limit with the longest wait
	Wait   time.Duration
}

// Error implements error.
func (r *Refusal) Error() string {
	return fmt.Sprintf("ratelimit: the limit of %s by %s is reached; try again in %s", r.Policy, r.By, r.Wait)
}

// Limiter holds callers to the policies. It is safe for concurrent use.
type Limiter struct {
	c        Config
	refusals refusalLog
}

// New makes a Limiter.
func New(c Config) (*Limiter, error) {
	switch {
	case c.Store == nil:
		return nil, errors.New("ratelimit: no store to count in")
	case c.Now == nil:
		return nil, errors.New("ratelimit: no clock")
	case len(c.Policies.list) == 0:
		return nil, errors.New("ratelimit: no policies; begin with Defaults")
	case len(c.Secret) < minSecret:
		return nil, fmt.Errorf("ratelimit: the secret for keys has %d bytes; give it %d or more", len(c.Secret), minSecret)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.OnRefusal == nil {
		c.OnRefusal = func(string, Dimension) {}
	}
	c.Secret = slices.Clone(c.Secret)
	return &Limiter{c: c, refusals: refusalLog{now: c.Now, log: c.Logger, held: map[limitName]*held{}}}, nil
}

// Known reports whether there is a policy of this name.
func (l *Limiter) Known(policy string) bool {
	_, found := l.c.Policies.Get(policy)
	return found
}

// Take counts one operation against all limits of the policy, or against none of them and returns a
// *[Refusal]. Any other error is a fault, and the operation must not go on either.
func (l *Limiter) Take(ctx context.Context, policy string, who Caller) (Ticket, error) {
	p, found := l.c.Policies.Get(policy)
	if !found {
		return Ticket{}, fmt.Errorf("ratelimit: there is no policy %q", policy)
	}
	if l.c.Policies.off {
		return Ticket{}, nil
	}
	var taken taken
	var counted []Limit
	for _, limit := range p.Limits {
		if key, counts := l.key(p.Name, limit, who); counts {
			counted = append(counted, limit)
			taken.by = append(taken.by, limit.By)
			taken.buckets = append(taken.buckets, kv.Bucket{Key: key, Interval: limit.interval(), Burst: limit.Burst})
		}
	}
	if len(taken.buckets) == 0 {
		return Ticket{}, nil
	}
	spent, err := l.c.Store.Spend(ctx, taken.buckets)
	if err != nil {
		return Ticket{}, fmt.Errorf("ratelimit: the limits of %s cannot be counted: %w", p.Name, err)
	}
	if spent.Refused >= 0 {
		refusal := &Refusal{Policy: p.Name, By: taken.by[spent.Refused], Wait: spent.Wait}
		l.c.OnRefusal(refusal.Policy, refusal.By)
		l.refusals.add(refusal, counted[spent.Refused])
		return Ticket{}, refusal
	}
	taken.store, taken.log, taken.returned = l.c.Store, l.c.Logger, make([]atomic.Bool, len(taken.by))
	return Ticket{&taken}, nil
}

// Ticket is what an operation was counted as. The zero value was not counted.
type Ticket struct{ taken *taken }

type taken struct {
	store    kv.Store
	log      *slog.Logger
	by       []Dimension
	buckets  []kv.Bucket
	returned []atomic.Bool
}

// Refund gives back what did not count after all, such as the guess that was right; each of the
// dimensions at most once. It also does so for a caller who has left.
func (t Ticket) Refund(ctx context.Context, by ...Dimension) {
	if t.taken == nil {
		return
	}
	var back []kv.Bucket
	for i, dimension := range t.taken.by {
		if slices.Contains(by, dimension) && !t.taken.returned[i].Swap(true) {
			back = append(back, t.taken.buckets[i])
		}
	}
	if len(back) == 0 {
		return
	}
	if err := t.taken.store.Refund(context.WithoutCancel(ctx), back); err != nil {
		t.taken.log.WarnContext(ctx, "a limit stays stricter than it should be", "error", err)
	}
}
