package registry_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
)

func TestACopiedRefreshTokenEndsItsSession(t *testing.T) {
	for name, c := range map[string]struct {
		rotated bool
		after   time.Duration
		known   auth.Principal
		want    string // the session that ends
	}{
		"known by the token that was rotated out":     {rotated: true, want: "s1"},
		"the same, whatever access token came along":  {rotated: true, known: auth.Principal{Subject: "ann", SessionID: "s2"}, want: "s1"},
		"named by a sealed token":                     {known: auth.Principal{SessionID: "s1"}, want: "s1"},
		"named by the access token that came along":   {known: auth.Principal{Subject: "ann", SessionID: "s1"}, want: "s1"},
		"a day later, with nothing but the old token": {rotated: true, after: 24 * time.Hour},
		"nobody knows": {},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			r, s1, s2 := d.instance(t, 5), d.begun("s1"), d.begun("s2")
			r.Seen(t.Context(), s1)
			r.Seen(t.Context(), s2)
			if c.rotated {
				r.Rotated(t.Context(), "hash", s1)
			}
			d.pass(c.after)
			r.Reused(t.Context(), "hash", c.known)
			for _, p := range []auth.Principal{s1, s2} {
				accepted, err := d.set.Accepts(t.Context(), "ann", p.SessionID, p.AuthTime)
				if err != nil || accepted == (p.SessionID == c.want) {
					t.Errorf("%s is accepted: %v, %v", p.SessionID, accepted, err)
				}
			}
			line := d.trail.String()
			if strings.Count(line, "token.reuse_detected") != 1 || c.want != "" && !strings.Contains(line, "sid="+c.want) {
				t.Errorf("the audit trail says %q", line)
			}
		})
	}
}

// remote is a store that, like Redis, does not answer a caller who has gone.
type remote struct{ kv.Store }

func (r remote) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	return r.Store.Get(ctx, key)
}

func TestWhoHangsUpWasThereAllTheSame(t *testing.T) {
	d := newDesk(t)
	d.store = remote{d.store}
	r, s1 := d.instance(t, 5), d.begun("s1")
	r.Rotated(t.Context(), "hash", s1)
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	r.Seen(gone, s1)
	if got := ids(t, d.instance(t, 5), d.begun("s2")); got != "s2* s1" {
		t.Errorf("sessions %s, want s2* s1", got)
	}
	r.Reused(gone, "hash", auth.Principal{})
	if accepted, err := d.set.Accepts(t.Context(), "ann", "s1", s1.AuthTime); accepted || err != nil {
		t.Errorf("a copied token's session is accepted: %v, %v", accepted, err)
	}
}
