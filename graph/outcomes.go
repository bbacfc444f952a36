package graph

import (
	"usher/graph/generated"
	"usher/internal/auth"
)

// shape is how an outcome reaches a client.
type shape int

const (
	asProblem shape = iota // data: a type of the schema that implements Problem
	asError                // a top-level error with a code
	asFault                // a top-level error that says no more than that the server is at fault
	neverOut               // an answer of the pool that the flows fold into another
)

// outcome is one row of the table between the domain's codes and what a client sees.
type outcome struct {
	shape   shape
	code    string // ProblemCode, or extensions.code
	message string // one sentence for a person
	retry   bool   // the same request may succeed later
}

// outcomes has a row for every code of the domain; a test walks both. docs/errors.md is made
// from it.
var outcomes = map[auth.Code]outcome{
	auth.InvalidCredentials:    {asProblem, code(generated.ProblemCodeInvalidCredentials), "The password is wrong, or the user name.", false},
	auth.InvalidCode:           {asProblem, code(generated.ProblemCodeInvalidCode), "The code is wrong or was used before. Check it, or ask for a new one.", false},
	auth.CodeExpired:           {asProblem, code(generated.ProblemCodeCodeExpired), "The code has expired. Ask for a new one.", false},
	auth.WeakPassword:          {asProblem, code(generated.ProblemCodePasswordPolicy), "The password does not meet the rules. Choose another.", false},
	auth.PasswordReused:        {asProblem, code(generated.ProblemCodePasswordReused), "This password was used before. Choose another.", false},
	auth.NotConfirmed:          {asProblem, code(generated.ProblemCodeNotConfirmed), "The address is not confirmed yet. Confirm it with the code that was mailed.", false},
	auth.PasswordResetRequired: {asProblem, code(generated.ProblemCodePasswordResetRequired), "The password must be reset before you can sign in: ask for a code with “forgot password”.", false},
	auth.ChallengeExpired:      {asProblem, code(generated.ProblemCodeChallengeExpired), "This step is over, or was tried too often. Begin again.", false},
	auth.SessionExpired:        {asProblem, code(generated.ProblemCodeSessionExpired), "The session is over. Sign in again.", false},
	auth.RateLimited:           {asProblem, code(generated.ProblemCodeRateLimited), "Too many tries. Wait before you try again.", true},
	auth.InvalidInput:          {asProblem, code(generated.ProblemCodeInvalidInput), "Some of the values cannot be used. Mend them and try again.", false},
	auth.AliasInUse:            {asProblem, code(generated.ProblemCodeAliasInUse), "This belongs to another account. Use another.", false},
	auth.DeliveryFailed:        {asProblem, code(generated.ProblemCodeDeliveryFailed), "The message could not be sent. Ask for it again later.", true},
	auth.NotEnabled:            {asProblem, code(generated.ProblemCodeNotEnabled), "This is switched off here. Whoever runs the service can switch it on.", false},

	auth.ReauthenticationRequired: {asProblem, code(generated.ProblemCodeReauthenticationRequired), "You signed in too long ago for this. Sign in again, then repeat it.", false},

	auth.PasswordEnvelopeRefused: {asProblem, code(generated.ProblemCodePasswordEnvelopeRefused), "The sealed password cannot be used here. Seal it anew, for this operation and account.", false},
	auth.PasswordEnvelopeExpired: {asProblem, code(generated.ProblemCodePasswordEnvelopeExpired), "What the password was sealed with is out of use. Get it anew, and seal the password again.", true},

	auth.Unauthenticated:     {asError, CodeUnauthenticated, "Sign in to use this field.", false},
	auth.Forbidden:           {asError, CodeForbidden, "You may not use this field.", false},
	auth.UpstreamUnavailable: {asError, CodeUpstreamUnavailable, "The user pool does not answer at the moment. Try again; what was begun is finished then.", true},
	auth.UpstreamThrottled:   {asError, CodeUpstreamThrottled, "The user pool is busy. Try again in a moment.", true},
	auth.OutcomeUnknown:      {asError, CodeOutcomeUnknown, "The user pool's answer was lost, so this may or may not have happened. Try again; if a code is refused, ask for a new one.", true},
	auth.SessionTooLarge:     {asError, CodeSessionTooLarge, "This account is in too many groups for its session to be sent. Whoever runs the service can take it out of some, or shorten their names.", false},

	auth.Misconfigured: {asFault, CodeInternal, "", false},
	auth.Internal:      {asFault, CodeInternal, "", false},

	auth.UserExists:         {neverOut, CodeInternal, "", false},
	auth.UserNotFound:       {neverOut, CodeInternal, "", false},
	auth.AlreadyConfirmed:   {neverOut, CodeInternal, "", false},
	auth.RefreshTokenReused: {neverOut, CodeInternal, "", false},
}

// internalMessage is all that a client learns of a fault; the request id leads to the log.
const internalMessage = "Something went wrong on the server. Quote the request id when you ask about it."

func code(c generated.ProblemCode) string { return string(c) }
