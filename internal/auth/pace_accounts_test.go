package auth_test

import (
	"context"
	"sync/atomic"
	"time"

	"usher/internal/auth"
)

// kind is what a pool answers about one kind of account. A call that is not in it is not made.
type kind map[string]error

// slowPool answers each call for one kind of account after a delay, and counts the calls.
func (h *harness) slowPool(k kind, delay time.Duration) (calls *atomic.Int64) {
	calls = &atomic.Int64{}
	answer := func(call string) error {
		calls.Add(1)
		h.pass(delay)
		err, known := k[call]
		if !known {
			return auth.Errorf(auth.Internal, "nobody expected %s", call)
		}
		return err
	}
	h.pool.OnSignUp = func(context.Context, auth.NewUser) (auth.SignUpReceipt, error) {
		return auth.SignUpReceipt{CodeSent: true}, answer("SignUp")
	}
	h.pool.OnResendConfirmationCode = func(context.Context, string) error { return answer("Resend") }
	h.pool.OnForgotPassword = func(context.Context, string) error { return answer("Forgot") }
	h.pool.OnConfirmSignUp = func(context.Context, string, string) error { return answer("ConfirmSignUp") }
	h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return answer("ConfirmForgot") }
	h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		call := "SignIn"
		if in.Username != ann {
			call = "stand-in"
		}
		if err := answer(call); err != nil {
			return auth.Step{}, err
		}
		kind, choice := auth.ChallengeEmailOTP, []auth.Factor(nil)
		if in.Factor == "" {
			kind, choice = auth.ChallengeSelectFactor, []auth.Factor{auth.FactorPassword, auth.FactorEmail}
		}
		return auth.Step{Challenge: &auth.Challenge{Kind: kind, Username: in.Username, Session: "s", Factors: choice}}, nil
	}
	h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: in.Username, Session: "s"}}, answer("Respond")
	}
	return calls
}

// flow is one way to ask, and what pools answer for the kinds of account.
type flow struct {
	units time.Duration
	first auth.SignIn // the sign-in whose challenge is answered
	do    func(ctx context.Context, h *harness, challenge string) error
	kinds map[string]kind
}

// neutral are the operations with an answer that a stranger gets whether or not there is an account.
func neutral() map[string]flow {
	type kinds = map[string]kind
	says := func(code auth.Code) error { return &auth.Error{Code: code} }
	reminded := kinds{
		"unknown, hidden":   {"Resend": nil, "Forgot": nil},
		"unknown, revealed": {"Resend": says(auth.UserNotFound), "Forgot": says(auth.UserNotFound)},
		"confirmed":         {"Resend": says(auth.AlreadyConfirmed), "Forgot": nil},
		"unconfirmed":       {"Resend": nil, "Forgot": says(auth.InvalidInput)},
		"cannot be mailed":  {"Resend": says(auth.AlreadyConfirmed), "Forgot": says(auth.DeliveryFailed)},
		"the pool is down":  {"Resend": errDown, "Forgot": errDown},
	}
	again := kinds{"new": {"SignUp": nil}, "new, cannot be mailed": {"SignUp": says(auth.DeliveryFailed)}, "the pool is down": {"SignUp": errDown}}
	for name, k := range reminded {
		again["there, "+name] = kind{"SignUp": says(auth.UserExists), "Resend": k["Resend"], "Forgot": k["Forgot"]}
	}
	guesses := kinds{
		"unknown":          {"SignIn": says(auth.InvalidCredentials)},
		"revealed":         {"SignIn": says(auth.UserNotFound)},
		"locked":           {"SignIn": says(auth.RateLimited)},
		"to be reset":      {"SignIn": says(auth.PasswordResetRequired)},
		"the pool is down": {"SignIn": errDown},
	}
	firsts := kinds{
		"with the factor":  {"SignIn": nil},
		"disabled":         {"SignIn": says(auth.InvalidCredentials), "stand-in": nil},
		"cannot be mailed": {"SignIn": says(auth.DeliveryFailed), "stand-in": nil},
		"refused for all":  {"SignIn": says(auth.UserNotFound), "stand-in": says(auth.UserNotFound)},
		"the pool is down": {"SignIn": errDown},
	}
	chosen := kinds{
		"with the factor":  {"SignIn": nil, "Respond": nil},
		"cannot be mailed": {"SignIn": nil, "Respond": says(auth.DeliveryFailed), "stand-in": nil},
		"the pool is down": {"SignIn": nil, "Respond": errDown},
	}
	wrong := kinds{
		"known":           {"SignIn": nil, "Respond": says(auth.InvalidCode)},
		"unknown":         {"SignIn": nil, "Respond": says(auth.InvalidCredentials)},
		"asked once more": {"SignIn": nil, "Respond": nil},
		"over":            {"SignIn": nil, "Respond": says(auth.ChallengeExpired)},
	}
	codes := kinds{
		"unknown":     {"ConfirmSignUp": says(auth.UserNotFound), "ConfirmForgot": says(auth.UserNotFound)},
		"hidden":      {"ConfirmSignUp": says(auth.CodeExpired), "ConfirmForgot": says(auth.CodeExpired)},
		"confirmed":   {"ConfirmSignUp": says(auth.AlreadyConfirmed), "ConfirmForgot": says(auth.InvalidCode)},
		"unconfirmed": {"ConfirmSignUp": says(auth.InvalidCode), "ConfirmForgot": says(auth.NotConfirmed)},
		"capped":      {"ConfirmSignUp": says(auth.RateLimited), "ConfirmForgot": says(auth.RateLimited)},
	}
	proof := auth.Proof{Username: ann, Code: "000000", Password: annsSecret}
	return map[string]flow{
		"signUp": {units: 2, kinds: again, do: func(ctx context.Context, h *harness, _ string) error {
			_, err := h.SignUp(ctx, auth.SignUp{Email: ann})
			return err
		}},
		"resendConfirmationCode": {units: 2, kinds: reminded, do: func(ctx context.Context, h *harness, _ string) error {
			_, err := h.ResendConfirmationCode(ctx, ann)
			return err
		}},
		"forgotPassword": {units: 2, kinds: reminded, do: func(ctx context.Context, h *harness, _ string) error {
			_, err := h.ForgotPassword(ctx, ann)
			return err
		}},
		"confirmSignUp": {units: 2, kinds: codes, do: func(ctx context.Context, h *harness, _ string) error {
			_, err := h.ConfirmSignUp(ctx, proof)
			return err
		}},
		"confirmForgotPassword": {units: 2, kinds: codes, do: func(ctx context.Context, h *harness, _ string) error {
			return h.ConfirmForgotPassword(ctx, proof)
		}},
		"signIn with a password": {units: 1, kinds: guesses, do: func(ctx context.Context, h *harness, _ string) error {
			_, err := h.StartSignIn(ctx, auth.SignIn{Username: ann, Password: annsSecret})
			return err
		}},
		"signIn without one": {units: 2, kinds: firsts, do: func(ctx context.Context, h *harness, _ string) error {
			_, err := h.StartSignIn(ctx, auth.SignIn{Username: ann, Factor: auth.FactorEmail})
			return err
		}},
		"respondToChallenge by a choice": {units: 2, kinds: chosen, first: auth.SignIn{Username: ann}, do: func(ctx context.Context, h *harness, challenge string) error {
			_, err := h.RespondToChallenge(ctx, challenge, auth.Reply{Factor: auth.FactorEmail})
			return err
		}},
		"respondToChallenge by a wrong code": {units: 1, kinds: wrong, first: auth.SignIn{Username: ann, Factor: auth.FactorEmail}, do: func(ctx context.Context, h *harness, challenge string) error {
			_, err := h.RespondToChallenge(ctx, challenge, auth.Reply{Code: "00000000"})
			return err
		}},
	}
}
