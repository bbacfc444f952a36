package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/ratelimit"
	"usher/internal/reqctx"
	"usher/internal/session"
)

// attempt says what a field's execution counts as, and for whom: the address always, and by what the
// input asks for the account that is guessed at or the recipient of a message. The input may turn one
// kind of attempt into another: a challenge that is answered with a password is a sign-in, a factor
// that sends a code is a message.
func (r *Resolver) attempt(ctx context.Context, policy string) (string, ratelimit.Caller) {
	who := ratelimit.Caller{IP: reqctx.ClientIP(ctx)}
	switch in := graphql.GetFieldContext(ctx).Args["input"].(type) {
	case generated.SignUpInput:
		who.Recipient = auth.AccountName(in.Email)
	case generated.UsernameInput:
		who.Recipient = auth.AccountName(in.Username)
	case generated.SignInInput:
		policy = firstStep(&who, in, policy)
	case generated.RespondToChallengeInput:
		policy = r.nextStep(&who, in, policy)
	case generated.ConfirmSignUpInput:
		who.Account = auth.AccountName(in.Username)
	case generated.ConfirmForgotPasswordInput:
		who.Account = auth.AccountName(in.Username)
	case *generated.DeleteAccountInput:
		if in != nil && in.Password != nil {
			who.Account = subject(ctx)
		}
	case generated.RequestEmailChangeInput:
		who.Account, who.Recipient = subject(ctx), auth.AccountName(in.Email)
	case generated.RequestPhoneChangeInput:
		who.Account, who.Recipient = subject(ctx), auth.AccountName(in.PhoneNumber)
	case generated.ChangePasswordInput, generated.ResendVerificationCodeInput, generated.VerifyContactInput, generated.ConfirmTotpInput:
		who.Account = subject(ctx)
	}
	who.SignedIn = strings.HasPrefix(who.Account, ofSession)
	if name := who.Account + who.Recipient; name != "" && r.Devices != nil && (who.Account == "" || who.Recipient == "") {
		who.Device = r.Devices(ctx, name)
	}
	return policy, who
}

// firstStep counts a beginning sign-in. One that brings neither a password nor a factor that sends a
// code guesses nothing, and is counted by its address alone.
func firstStep(who *ratelimit.Caller, in generated.SignInInput, policy string) string {
	switch name := auth.AccountName(in.Username); {
	case in.Password != nil:
		who.Account = name
	case given(in.Factor).SendsCode():
		who.Recipient = name
		return ratelimit.SendCode
	}
	return policy
}

// nextStep counts an answer to a challenge for the account that the challenge is of. What is no
// challenge guesses at nothing, and a passkey's signature cannot be guessed: those are counted by their
// address alone.
func (r *Resolver) nextStep(who *ratelimit.Caller, in generated.RespondToChallengeInput, policy string) string {
	name, _ := r.Auth.ChallengeName(in.Challenge)
	switch {
	case in.Answer.Password != nil:
		who.Account = name
		return ratelimit.SignIn
	case given(in.Answer.Factor).SendsCode():
		who.Recipient = name
		return ratelimit.SendCode
	case in.Answer.Factor == nil && in.Answer.Passkey == nil:
		who.Account = name
	}
	return policy
}

// ofSession stands before the name of who is signed in. White space is in no [auth.AccountName], so
// that a stranger who signs in by somebody's sub does not use up what that one may try.
const ofSession = "session "

// subject is who is signed in. @auth has seen to it that somebody is.
func subject(ctx context.Context) string {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return ""
	}
	return ofSession + caller.Subject
}
