package quota

import (
	"maps"
	"slices"
	"time"
)

// Class is a category of operations that share one rate, by Cognito's name for it.
type Class string

// The classes of the operations that Usher calls.
const (
	UserAuthentication   Class = "UserAuthentication"
	UserCreation         Class = "UserCreation"
	UserAccountRecovery  Class = "UserAccountRecovery"
	UserRead             Class = "UserRead"
	UserUpdate           Class = "UserUpdate"
	UserToken            Class = "UserToken"
	UserResourceRead     Class = "UserResourceRead"
	UserResourceUpdate   Class = "UserResourceUpdate"
	UserPoolRead         Class = "UserPoolRead"
	UserPoolResourceRead Class = "UserPoolResourceRead"

	// ChallengeAnswers is the allowance of RespondToAuthChallenge, which Cognito counts apart: it
	// has no quota of its own but follows that of UserAuthentication.
	ChallengeAnswers Class = "UserAuthenticationAnswers"
)

const (
	// answersPerSignIn is how many answers to challenges Cognito allows for each call of
	// UserAuthentication.
	answersPerSignIn = 3

	// share is the part of a quota that is used. What is left over carries the burst of [Pace], and
	// what else calls the account: the console, a trigger, another program.
	share = 0.8
)

// defaults are the quotas of an account whose quotas nobody has changed, in calls a second. Cognito
// counts them per account and region, over all user pools.
func defaults() map[Class]int {
	return map[Class]int{
		UserAuthentication:   120,
		UserCreation:         50,
		UserAccountRecovery:  30,
		UserRead:             120,
		UserUpdate:           25,
		UserToken:            120,
		UserResourceRead:     50,
		UserResourceUpdate:   25,
		UserPoolRead:         15,
		UserPoolResourceRead: 20,
	}
}

// Classes are the classes that have a quota of their own, in the order of their names.
func Classes() []Class { return slices.Sorted(maps.Keys(defaults())) }

// Rates are the quotas of an account. The zero value is Cognito's defaults.
type Rates struct {
	changed map[Class]int
}

// Quota is what Cognito grants a class, in calls a second; 0 for a class that there is not.
func (r Rates) Quota(c Class) int {
	if c == ChallengeAnswers {
		return answersPerSignIn * r.Quota(UserAuthentication)
	}
	if rate, ok := r.changed[c]; ok {
		return rate
	}
	return defaults()[c]
}

// Budget is how many calls of a class may be made in a second.
func (r Rates) Budget(c Class) float64 { return share * float64(r.Quota(c)) }

// Pace turns a budget into a limit of the generic cell rate algorithm: burst calls at once, then one
// per interval. The burst is what the budget leaves of its quota, a quarter of the budget itself, so
// that no second ever sees more calls than the quota: the burst and a second's worth of intervals
// add up to it.
func Pace(perSecond float64) (interval time.Duration, burst int) {
	return time.Duration(float64(time.Second) / perSecond), max(1, int(perSecond*(1-share)/share+rounding))
}

// rounding makes up for what binary fractions lose: a quarter of 24 must come out as 6.
const rounding = 1e-9
