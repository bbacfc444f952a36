package ratelimit

import (
	"fmt"
	"slices"
	"time"
)

// Dimension is what a limit counts by.
type Dimension string

// The dimensions, in the order of the table.
const (
	ByIP        Dimension = "ip"        // the client's address; of IPv6 the network of 64 bits
	ByAccount   Dimension = "account"   // the name that is signed in, per standing
	ByRecipient Dimension = "recipient" // the address that a message goes to, per standing
	ByAll       Dimension = "all"       // everybody together, per standing
)

func dimensions() []Dimension { return []Dimension{ByIP, ByAccount, ByRecipient, ByAll} }

// Limit is Burst at once, then Count in every Per, evenly spread.
type Limit struct {
	By    Dimension
	Count int
	Per   time.Duration
	Burst int
	// Budget names a bucket that several policies share; "" is one of the policy's own.
	Budget string
}

// interval is how long a bucket takes to give one more.
func (l Limit) interval() time.Duration { return l.Per / time.Duration(l.Count) }

// String writes the limit as a setting has it, such as 30/1h+10.
func (l Limit) String() string {
	text := fmt.Sprintf("%d/%s", l.Count, shortly(l.Per))
	if l.Burst != l.Count {
		text += fmt.Sprintf("+%d", l.Burst)
	}
	return text
}

// setting writes the limit of a policy as [Policies.Override] reads it.
func (l Limit) setting(policy string) string {
	if l.Budget != "" {
		return l.target() + "=" + l.String()
	}
	return policy + "." + string(l.By) + "=" + l.String()
}

// shortly writes a duration in its largest whole unit: 80m and not 1h20m0s.
func shortly(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if d%unit.size == 0 {
			return fmt.Sprintf("%d%s", d/unit.size, unit.name)
		}
	}
	return d.String()
}

// Policy is what one kind of operation is held to: each of its limits.
type Policy struct {
	Name   string
	About  string // what it is for, in a few words
	Limits []Limit
}

// Policies are the table of policies, or the decision to have none. The zero value knows no policy.
type Policies struct {
	list []Policy
	off  bool
}

// Off reports whether the limits are switched off as a whole.
func (p Policies) Off() bool { return p.off }

// All returns the policies in the order of the table.
func (p Policies) All() []Policy {
	list := slices.Clone(p.list)
	for i := range list {
		list[i].Limits = slices.Clone(list[i].Limits)
	}
	return list
}

// Get returns the policy of a name.
func (p Policies) Get(name string) (Policy, bool) {
	for _, policy := range p.list {
		if policy.Name == name {
			return policy, true
		}
	}
	return Policy{}, false
}

// names lists the policies.
func (p Policies) names() []string {
	var names []string
	for _, policy := range p.list {
		names = append(names, policy.Name)
	}
	return names
}
