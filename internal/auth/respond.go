package auth

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// RespondToChallenge answers a running challenge. What follows is a session or the next challenge;
// either way the challenge is used up. After a wrong answer it can be answered again, a few times.
//
// InvalidInput (the answer does not fit the challenge), PasswordEnvelopeRefused, PasswordEnvelopeExpired, InvalidCode, CodeExpired,
// InvalidCredentials, WeakPassword, PasswordReused, NotConfirmed, PasswordResetRequired,
// ChallengeExpired, RateLimited, DeliveryFailed, NotEnabled, and faults.
func (s *Service) RespondToChallenge(ctx context.Context, token string, reply Reply) (SignInStep, error) {
	began := s.now()
	st, err := s.challenges.open(token)
	if err != nil {
		return SignInStep{}, err
	}
	if reply, err = s.checkReply(ctx, st, reply); err != nil {
		return SignInStep{}, err
	}
	st, done, err := s.challenges.take(ctx, st)
	if err != nil {
		return SignInStep{}, err
	}
	out, err := s.answer(ctx, &st, reply, done)
	switch {
	case st.Proven || out.Tokens != nil:
	case reply.Factor != "":
		s.pace.hold(ctx, began, paceOfSending)
	default:
		s.pace.hold(ctx, began, paceOfGuess)
	}
	return out, err
}

// answer answers a challenge that the caller took, and lets it go.
func (s *Service) answer(ctx context.Context, st *challengeState, reply Reply, done func(spent bool)) (SignInStep, error) {
	spent := false
	defer func() { done(spent) }()
	at := s.now()
	step, err := s.respond(ctx, st, reply)
	if reply.Factor != "" && !st.Proven && CodeOf(err) == DeliveryFailed {
		step, err = s.actOut(ctx, SignIn{Username: st.Name, Factor: reply.Factor}, step, err)
	}
	if err == nil && st.Kind.asksForCode() && step.Challenge != nil && step.Challenge.Kind == st.Kind {
		// Asking for the same again is how a pool may say that the code was wrong.
		st.Session, st.Username = string(step.Challenge.Session), step.Challenge.Username
		s.challenges.renew(ctx, *st)
		return SignInStep{}, &Error{Code: InvalidCode}
	}
	if err != nil {
		spent = CodeOf(err) == ChallengeExpired
		return SignInStep{}, s.answerProblem(ctx, *st, reply, err)
	}
	spent = true
	// Choosing a factor proves nothing, and a custom challenge may follow a wrong answer to one.
	st.Proven = st.Proven || reply.Factor == "" && st.Kind != ChallengeCustom
	return s.next(ctx, step, *st, at)
}

// respond gives the answer to the pool. Setting up an authenticator app takes two calls; the first
// is not made again once it has succeeded.
func (s *Service) respond(ctx context.Context, st *challengeState, reply Reply) (Step, error) {
	if st.Kind == ChallengeMFASetup && !st.Verified {
		session, err := s.pool.VerifyTOTP(ctx, TOTPGrant{Session: Secret(st.Session)}, *reply.TOTPSetup)
		if err != nil {
			return Step{}, err
		}
		st.Session, st.Verified = string(session), true
		s.challenges.renew(ctx, *st)
	}
	return s.pool.Respond(ctx, Answer{Kind: st.Kind, Username: st.Username, Session: Secret(st.Session), Reply: reply})
}

// answerProblem folds what the pool says of a wrong answer into what the challenge asked for, so
// that a stranger's challenge, which some pools play-act, fails as an owner's does.
func (s *Service) answerProblem(ctx context.Context, st challengeState, reply Reply, err error) error {
	switch CodeOf(err) {
	case AliasInUse: // only an attribute beside a new password can be somebody else's
		return invalidField("One of the attributes belongs to another account.", "input", "answer", "newPassword", "attributes")
	case CodeExpired:
		if !st.Proven {
			return &Error{Code: InvalidCode, Err: err}
		}
	}
	err = s.signInProblem(ctx, st.Name, st.Proven || reply.Password != "", err)
	if CodeOf(err) == InvalidCredentials && st.Kind.asksForCode() {
		return &Error{Code: InvalidCode, Err: err}
	}
	return err
}

// maxPasskeyJSON bounds a credential; an attestation with a chain of certificates has a few KiB.
const (
	maxPasskeyJSON  = 64 << 10
	maxCustomAnswer = 2048
	maxDeviceName   = 256
)

// checkReply refuses an answer that does not fit the challenge, before it counts as a try, and
// normalises the others.
func (s *Service) checkReply(ctx context.Context, st challengeState, r Reply) (Reply, error) {
	set := r.present()
	if len(set) != 1 || !slices.Contains(st.Kind.fits(), set[0]) {
		return r, invalidField("This challenge is answered with "+strings.Join(st.Kind.fits(), " or ")+", and nothing else.", "input", "answer")
	}
	path := []string{"input", "answer", set[0]}
	switch set[0] {
	case "totpCode":
		return r, codeInto(&r.TOTPCode, path...)
	case "code":
		return r, codeInto(&r.Code, path...)
	case "totpSetup":
		proof, err := checkProof(*r.TOTPSetup, path...)
		r.TOTPSetup = &proof
		return r, err
	case "password":
		return r, s.unseal(ctx, &r.Password, UseChallengePassword, st.Name, path...)
	case "newPassword":
		chosen := *r.NewPassword
		if err := s.unseal(ctx, &chosen.Password, UseChallengeNewPassword, st.Name, append(path, "password")...); err != nil {
			return r, err
		}
		r.NewPassword = &chosen
		return r, s.checkNewPassword(ctx, st, chosen, path)
	case "factor":
		switch {
		case r.Factor == FactorPassword:
			return r, invalidField("To go on with the password, answer with the password itself.", path...)
		case !slices.Contains(st.Factors, r.Factor):
			return r, invalidField("Choose one of the factors that the challenge offers.", path...)
		}
	case "passkey":
		if len(r.Passkey) > maxPasskeyJSON || !isJSONObject(string(r.Passkey)) {
			return r, invalidField("This is not the JSON of a credential.", path...)
		}
		if st.Passkey != nil {
			return r, st.Passkey.check(r.Passkey)
		}
	case "custom":
		if len(r.Custom) > maxCustomAnswer {
			return r, invalidField("The answer is too long.", path...)
		}
	}
	return r, nil
}

func (s *Service) checkNewPassword(ctx context.Context, st challengeState, in NewPassword, path []string) error {
	if in.Password == "" {
		return invalidField("Choose a new password.", append(path, "password")...)
	}
	names := append(namesIn(in.Attributes), st.Name, st.Username)
	if err := s.checkPassword(ctx, in.Password, names...); err != nil {
		return err
	}
	path = append(path, "attributes")
	given := make([]string, 0, len(in.Attributes))
	for _, a := range in.Attributes {
		if a.Value != "" {
			given = append(given, a.Name)
		}
	}
	for _, name := range st.Required {
		if !slices.Contains(given, name) {
			return invalidField("The attribute "+name+" is required.", path...)
		}
	}
	return checkAttributes(in.Attributes, st.Required, path...)
}

// checkProof normalises the first code of an authenticator app.
func checkProof(in TOTPProof, path ...string) (TOTPProof, error) {
	in.DeviceName = strings.TrimSpace(in.DeviceName)
	if len(in.DeviceName) > maxDeviceName {
		return in, invalidField("The name is too long.", append(path, "deviceName")...)
	}
	return in, codeInto(&in.Code, append(path, "code")...)
}

func codeInto(code *string, path ...string) error {
	digits, problem := normalizeCode(*code, path...)
	if problem != nil {
		return problem
	}
	*code = digits
	return nil
}

func isJSONObject(text string) bool {
	var object map[string]json.RawMessage
	return json.Unmarshal([]byte(text), &object) == nil && object != nil
}

// delivery says where the code of a challenge went, nil when it has none. Until a factor is proven
// it is masked from what the caller typed, where that tells the channel.
func (st challengeState) delivery(ch *Challenge, until time.Time) *CodeDelivery {
	channel := ch.Kind.codeChannel()
	if channel == "" {
		return nil
	}
	typed := CodeDelivery{Channel: channel, Destination: mask(st.Name), ExpiresAt: until}
	isAddress := strings.Contains(st.Name, "@") && channel == ByEmail || strings.HasPrefix(st.Name, "+") && channel == BySMS
	if ch.Delivery == nil || !st.Proven && isAddress {
		return &typed
	}
	return &CodeDelivery{Channel: ch.Delivery.Channel, Destination: ch.Delivery.Destination, ExpiresAt: until}
}
