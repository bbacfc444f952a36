package cognito

import (
	"maps"
	"strings"
	"time"

	"usher/internal/auth"
)

// meaning is what an exception means to the flows. Which of its parts holds is decided in this
// order: a text, where Cognito merges outcomes in one type; the operation; the type.
type meaning struct {
	code    auth.Code
	reason  auth.Reason
	feature string
	wait    time.Duration
	why     string // of InvalidInput: what is wrong with the value, a sentence for a person
	alert   bool   // the operator should know, although the code does not say so

	texts []text
	in    map[operation]meaning
}

// text is a meaning that holds when the message begins with these words.
type text struct {
	prefix string
	means  meaning
}

// settled is the code of a failure that means success: what was to be ended had ended.
const settled auth.Code = "SETTLED"

// at is the meaning of an exception for one operation and message.
func (m meaning) at(o operation, message string) meaning {
	for _, t := range m.texts {
		if strings.HasPrefix(message, t.prefix) {
			return t.means.at(o, message)
		}
	}
	if here, ok := m.in[o]; ok {
		return here.at(o, message)
	}
	return m
}

// What a caller is told to wait, where Cognito does not say. None of it is a promise.
const (
	// throttledAgain: quotas count requests per second.
	throttledAgain = 2 * time.Second
	// lockedAgain: a lock-out lasts from one second to fifteen minutes and doubles with each wrong
	// password; trying during it does not prolong it.
	lockedAgain = time.Minute
	// attemptsAgain: attempts are counted per user and hour.
	attemptsAgain = 15 * time.Minute
)

// Features that an answer can name as switched off.
const (
	featureSignUp   = "sign-up"
	featurePassword = "signing in with a password"
	featureRecovery = "password recovery for this account"
	featureMFA      = "the second step that this account asks for"
	featurePasskeys = "passkeys"
	featureFactors  = "signing in without a password"
	featureTrigger  = "this step, by the rules of the user pool"
	featureState    = "this step in the account's present state"
	featureAdmin    = "calls that need AWS credentials"

	featureApps         = "authenticator apps"
	featureAppNotBegun  = "an authenticator app, or its set-up was not begun: begin it anew"
	featureSecondFactor = "one of these second factors"
	featureTemporary    = "this temporary password, which has expired: ask whoever invited you for a new one"
	featureMorePasskeys = "another passkey for this account, which has as many as it may: delete one first"
)

// Meanings that recur in the table.
var (
	misconfigured = meaning{code: auth.Misconfigured}
	unavailable   = meaning{code: auth.UpstreamUnavailable}
	throttled     = meaning{code: auth.UpstreamThrottled, wait: throttledAgain}
	tooManyTries  = meaning{code: auth.RateLimited, wait: attemptsAgain}
	badInput      = meaning{code: auth.InvalidInput}
	badLogin      = meaning{code: auth.InvalidCredentials}
	badCode       = meaning{code: auth.InvalidCode}
	weak          = meaning{code: auth.WeakPassword}
	dead          = meaning{code: auth.SessionExpired}
	confirmed     = meaning{code: auth.AlreadyConfirmed}
	expiredToken  = meaning{code: auth.Unauthenticated, reason: auth.ReasonExpired}
	revokedToken  = meaning{code: auth.Unauthenticated, reason: auth.ReasonRevoked}
	invalidToken  = meaning{code: auth.Unauthenticated, reason: auth.ReasonInvalid}
	nothingToDo   = meaning{code: settled}
	challengeOver = meaning{code: auth.ChallengeExpired}
	// outOfPlace is for exceptions of operations that this package does not call.
	outOfPlace  = meaning{code: auth.Internal}
	unreadable  = meaning{code: auth.InvalidInput, why: "This is not a credential as the browser makes it, or it is registered already."}
	unsupported = meaning{
		code: auth.InvalidInput, why: "The credential does not hold, or its authenticator cannot do what is asked: know its user, and sign with ES256 or RS256.",
		in: map[operation]meaning{respondToChallenge: badLogin},
	}
)

// foreignPasskey is a passkey of another site. At sign-in it is like any wrong one: what it is would help
// only whoever forged it.
func foreignPasskey(why string) meaning {
	return meaning{code: auth.InvalidInput, alert: true, why: why, in: map[operation]meaning{
		respondToChallenge: {code: auth.InvalidCredentials, alert: true},
	}}
}

// secondFactor is a factor that is off, or that the user has not set up, as the call came upon it.
func secondFactor() meaning {
	m := notEnabled(featureMFA)
	m.in = map[operation]meaning{
		associateToken: notEnabled(featureApps), verifyToken: notEnabled(featureAppNotBegun), setMFAPreference: notEnabled(featureSecondFactor),
	}
	return m
}

func notEnabled(feature string) meaning { return meaning{code: auth.NotEnabled, feature: feature} }

// withSession completes a meaning by what it comes to where a token stands for the user: whatever
// is wrong with the account, the token is of no use any more.
func withSession(m meaning) meaning {
	in := byToken(revokedToken, map[operation]meaning{getTokens: dead})
	maps.Copy(in, m.in)
	m.in = in
	return m
}

// byToken completes meanings by one for every operation that an access token stands for.
func byToken(m meaning, in map[operation]meaning) map[operation]meaning {
	for _, o := range tokenOperations() {
		in[o] = m
	}
	return in
}
