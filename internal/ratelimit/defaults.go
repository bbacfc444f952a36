package ratelimit

import "time"

// Names of the default policies.
const (
	SignUp   = "sign-up"
	SendCode = "send-code"
	SignIn   = "sign-in"
	Code     = "code"
	Refresh  = "refresh"
	Session  = "session"
	// DeadRefresh is taken for every refresh token that goes to the pool, and given back for the good.
	DeadRefresh = "dead-refresh"
)

// Buckets that the policies share which have messages sent.
const (
	mailBudget = "mail"  // of all messages together
	inbox      = "inbox" // of those to one address
)

// Defaults are the limits that hold where no setting changes them.
//
// Cognito locks an account for everybody, its owner included, after five wrong passwords in a row,
// and forgets them after 15 idle minutes. Strangers who have five and then one every 16 minutes
// bring about no more than its first second. Within an hour they guess at most 8 passwords and 12 codes of one
// account, 20 in all.
func Defaults() Policies {
	mail := Limit{By: ByAll, Count: 3600, Per: time.Hour, Burst: 300, Budget: mailBudget}
	recipient := Limit{By: ByRecipient, Count: 5, Per: time.Hour, Burst: 5, Budget: inbox}
	return Policies{list: []Policy{
		{SignUp, "new accounts", []Limit{
			{By: ByIP, Count: 30, Per: time.Hour, Burst: 10},
			recipient,
			mail,
		}},
		{SendCode, "messages with a code", []Limit{
			{By: ByIP, Count: 30, Per: time.Hour, Burst: 10},
			{By: ByAccount, Count: 5, Per: time.Hour, Burst: 5},
			recipient,
			mail,
		}},
		{SignIn, "guesses of a password", []Limit{
			{By: ByIP, Count: 30, Per: time.Minute, Burst: 30},
			{By: ByAccount, Count: 5, Per: 80 * time.Minute, Burst: 5},
		}},
		{Code, "guesses of a code, and other answers to a challenge", []Limit{
			{By: ByIP, Count: 30, Per: time.Minute, Burst: 30},
			{By: ByAccount, Count: 7, Per: time.Hour, Burst: 5},
		}},
		{Refresh, "new tokens for a session", []Limit{
			{By: ByIP, Count: 60, Per: time.Minute, Burst: 60},
		}},
		{Session, "what a session is used for", []Limit{
			{By: ByIP, Count: 60, Per: time.Minute, Burst: 60},
		}},
		// The burst is for the good ones of an office, which count while the pool looks at them.
		{DeadRefresh, "refresh tokens that the pool refuses", []Limit{
			{By: ByIP, Count: 60, Per: time.Minute, Burst: 300},
		}},
	}}
}
