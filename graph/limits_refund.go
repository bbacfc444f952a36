package graph

import (
	"slices"

	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/ratelimit"
)

// notCounted is what an attempt is given back for by its answer. Its address never is: it pays for the
// work, whatever came of it.
//
// An answer that is not named here stays counted, a new one included. None of those named tells a known
// account from an unknown one to somebody who has proven nothing, so neither does what is left of a limit.
func notCounted(policy string, answer any, err error) []ratelimit.Dimension {
	switch policy {
	case ratelimit.SignIn:
		if wasNoGuess(answer, err) && !isSwitchedOff(answer) || isCustom(answer) {
			return []ratelimit.Dimension{ratelimit.ByAccount}
		}
	case ratelimit.Code:
		if wasNoGuess(answer, err) && !isSwitchedOff(answer) {
			return []ratelimit.Dimension{ratelimit.ByAccount}
		}
	case ratelimit.SignUp, ratelimit.SendCode:
		if sentNothing(answer, err) {
			return []ratelimit.Dimension{ratelimit.ByAccount, ratelimit.ByRecipient, ratelimit.ByAll}
		}
	}
	return nil
}

// wasNoGuess tells a right password or code, and what was refused before one was looked at. A sign-in
// that had a code sent stays counted: whoever has the password could otherwise send any number. So does
// a lost answer, because the pool may have counted a guess of which only the answer was lost; a caller who
// hangs up must not be able to bring that about.
func wasNoGuess(answer any, err error) bool {
	if err != nil {
		code := auth.CodeOf(err)
		return code == auth.UpstreamThrottled /* the pool looked at nothing */ || code == auth.SessionTooLarge
	}
	switch answer.(type) {
	case *generated.Session, generated.Session, generated.SignUpConfirmed, generated.PasswordChanged, generated.AccountDeleted,
		generated.ProfileUpdated, generated.FactorsUpdated, generated.PasskeyRegistered:
		return true
	case generated.TotpChallenge, generated.NewPasswordChallenge, generated.SelectFactorChallenge,
		generated.MfaSetupChallenge, generated.PasskeyChallenge:
		return true
	case generated.NotConfirmed, generated.AliasInUse: // only after the right one
		return true
	case generated.ReauthenticationRequired:
		return true
	}
	return sentNothing(answer, err)
}

// isCustom tells a challenge of the pool's own making. After a password it is a step on; after an answer
// to another such challenge it may be how the pool says no.
func isCustom(answer any) bool {
	_, custom := answer.(generated.CustomChallenge)
	return custom
}

// isSwitchedOff tells what is not to be had here. A trigger of the pool's refuses with it, too, and may do so
// because the answer to its challenge was wrong; and so does the pool where an invitation has expired, which
// a name without an account cannot.
func isSwitchedOff(answer any) bool {
	_, off := answer.(generated.NotEnabled)
	return off
}

// sentNothing tells the refusals that come before a message is sent or a guess looked at. That a password
// was used before is not one: only the pool knows it, and it may have looked at the code first.
func sentNothing(answer any, err error) bool {
	if err != nil {
		return false
	}
	switch answer := answer.(type) {
	case generated.WeakPassword:
		return !slices.Contains(answer.Violated, auth.RuleNotReused)
	case generated.InvalidInput, generated.PasswordEnvelopeRefused, generated.NotEnabled:
		return true
	}
	return false
}
