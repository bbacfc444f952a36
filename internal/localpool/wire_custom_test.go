package localpool_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

func word(w string) map[string]string { return map[string]string{"ANSWER": w} }

func TestMailedWordSignsIn(t *testing.T) {
	r := newRig(t)
	const email = "word@example.com"
	r.newUser(email, goodPassword)
	out := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge)
	if got := out.ChallengeParameters; got["medium"] != "EMAIL" || got["destination"] != "w***@e***" {
		t.Errorf("parameters %v, want where the word went", got)
	}
	mailed := r.mail.To(email)
	last := mailed[len(mailed)-1]
	if last.Purpose != "CustomChallenge" || !strings.Contains(last.Text, last.Code) || len(last.Code) != 10 {
		t.Errorf("message %+v", last)
	}
	r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, out.Session, email, word(last.Code), "")
	_, err := r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, out.Session, email, word(last.Code))
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
}

func TestMailedWordIsAskedForThreeTimes(t *testing.T) {
	r := newRig(t)
	const email = "tries@example.com"
	r.newUser(email, goodPassword)
	before := len(r.mail.To(email))
	first := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge).Session
	second := r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, first, email, word("wrong"), types.ChallengeNameTypeCustomChallenge).Session
	_, err := r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, first, email, word(r.lastCode(email)))
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
	third := r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, second, email, word("wrong"), types.ChallengeNameTypeCustomChallenge).Session
	_, err = r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, third, email, word("wrong"))
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	_, err = r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, third, email, word(r.lastCode(email)))
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
	if sent := len(r.mail.To(email)) - before; sent != 1 {
		t.Errorf("%d words were sent, want one for all tries", sent)
	}
	again := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge).Session
	again = r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, again, email, word("wrong"), types.ChallengeNameTypeCustomChallenge).Session
	r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, again, email, word(r.lastCode(email)), "")
}

func TestNobodyLooksLikeAUserInCustomAuth(t *testing.T) {
	r := newRig(t)
	r.newUser("real@example.com", goodPassword)
	if _, err := r.signUp(r.open, "early@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"nobody@example.com", "early@example.com"} {
		r.sub(email, func(r *rig) {
			before := len(r.mail.To(email))
			out := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge)
			if got := out.ChallengeParameters; got["medium"] != "EMAIL" || got["destination"] != email[:1]+"***@e***" || !uuidShape.MatchString(got["USERNAME"]) {
				r.t.Errorf("parameters %v", got)
			}
			session := out.Session
			for range 2 {
				session = r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, session, email, word("wrong"), types.ChallengeNameTypeCustomChallenge).Session
			}
			_, err := r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, session, email, word(""))
			wantFailure(r.t, err, "InvalidParameterException", "Missing required parameter ANSWER")
			_, err = r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, session, email, word("wrong"))
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
			for range 19 {
				r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge)
			}
			_, err = r.begin(r.secure, types.AuthFlowTypeCustomAuth, email, nil)
			wantFailure(r.t, err, "LimitExceededException", textAttemptLimit)
			if sent := len(r.mail.To(email)) - before; sent != 0 {
				r.t.Errorf("%d messages to an address that nobody proved", sent)
			}
		})
	}
}

func TestCustomAuthAfterSRP(t *testing.T) {
	r := newRig(t)
	const email = "srpword@example.com"
	sub := r.newUser(email, goodPassword)
	before := len(r.mail.To(email))
	begin := func(r *rig, password string) (*cip.RespondToAuthChallengeOutput, error) {
		c := newSRPClient(r.t)
		out := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email,
			map[string]string{"CHALLENGE_NAME": "SRP_A", "SRP_A": c.public.Text(16)}, types.ChallengeNameTypePasswordVerifier)
		if sent := len(r.mail.To(email)) - before; sent != 0 {
			r.t.Errorf("%d words were sent before the password", sent)
		}
		return r.answer(r.secure, types.ChallengeNameTypePasswordVerifier, out.Session, sub, c.prove(r.t, r.secure.pool, password, r.clock.Now(), out.ChallengeParameters))
	}
	_, err := begin(r, wrongPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	out, err := begin(r, goodPassword)
	if err != nil || out.ChallengeName != types.ChallengeNameTypeCustomChallenge {
		t.Fatalf("challenge %v, %v; want CUSTOM_CHALLENGE", out, err)
	}
	r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, out.Session, email, word(r.lastCode(email)), "")
}

func TestCustomAuthDoesNotPassTheSecondFactor(t *testing.T) {
	r := newRig(t)
	const email = "guarded@example.com"
	secret := r.guarded(email, factors{app: true})
	session := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge).Session
	out := r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, session, email, word(r.lastCode(email)), types.ChallengeNameTypeSoftwareTokenMfa)
	r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, out.Session, email, r.appAnswer(secret), "")
}

// triggers is a CustomAuth of functions; a nil one answers with its zero value.
type triggers struct {
	define func(*localpool.CustomRequest) (localpool.CustomDecision, error)
	create func(*localpool.CustomRequest) (localpool.CustomChallenge, error)
	verify func(*localpool.CustomRequest, map[string]string, string) (bool, error)
}

func (f triggers) Define(_ context.Context, request *localpool.CustomRequest) (localpool.CustomDecision, error) {
	return f.define(request)
}

func (f triggers) Create(_ context.Context, request *localpool.CustomRequest) (localpool.CustomChallenge, error) {
	if f.create == nil {
		return localpool.CustomChallenge{}, nil
	}
	return f.create(request)
}

func (f triggers) Verify(_ context.Context, request *localpool.CustomRequest, private map[string]string, answer string) (bool, error) {
	if f.verify == nil {
		return false, nil
	}
	return f.verify(request, private, answer)
}

func TestTriggersOfCustomAuth(t *testing.T) {
	challenge := func(*localpool.CustomRequest) (localpool.CustomDecision, error) {
		return localpool.CustomDecision{Challenge: "CUSTOM_CHALLENGE"}, nil
	}
	cases := map[string]struct {
		triggers   triggers
		code, text string
	}{
		"refuse": {triggers{define: func(*localpool.CustomRequest) (localpool.CustomDecision, error) {
			return localpool.CustomDecision{Fail: true}, nil
		}}, "NotAuthorizedException", textWrongPassword},
		"decide nothing": {triggers{define: func(*localpool.CustomRequest) (localpool.CustomDecision, error) {
			return localpool.CustomDecision{}, nil
		}}, "InvalidLambdaResponseException", ""},
		"fail to decide": {triggers{define: func(*localpool.CustomRequest) (localpool.CustomDecision, error) {
			return localpool.CustomDecision{}, errors.New("no luck")
		}}, "UserLambdaValidationException", "DefineAuthChallenge failed with error no luck."},
		"fail to make one": {triggers{define: challenge, create: func(*localpool.CustomRequest) (localpool.CustomChallenge, error) {
			return localpool.CustomChallenge{}, errors.New("no ink")
		}}, "UserLambdaValidationException", "CreateAuthChallenge failed with error no ink."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(o *localpool.Options) { o.Custom = c.triggers })
			r.newUser("any@example.com", goodPassword)
			_, err := r.begin(r.secure, types.AuthFlowTypeCustomAuth, "any@example.com", nil)
			wantFailure(t, err, c.code, c.text)
		})
	}
	t.Run("learn what they need and keep secrets sealed", func(t *testing.T) {
		var seen []localpool.CustomRequest
		r := newRig(t, func(o *localpool.Options) {
			o.Custom = triggers{
				define: func(q *localpool.CustomRequest) (localpool.CustomDecision, error) {
					seen = append(seen, *q)
					if n := len(q.Rounds); n > 0 && q.Rounds[n-1].Passed {
						return localpool.CustomDecision{IssueTokens: true}, nil
					}
					return challenge(q)
				},
				create: func(*localpool.CustomRequest) (localpool.CustomChallenge, error) {
					return localpool.CustomChallenge{Public: map[string]string{"question": "6 x 7"}, Private: map[string]string{"answer": "42"}, Metadata: "sum"}, nil
				},
				verify: func(_ *localpool.CustomRequest, private map[string]string, answer string) (bool, error) {
					return private["answer"] == answer, nil
				},
			}
		})
		sub := r.newUser("any@example.com", goodPassword)
		begun, err := r.api.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
			ClientId: &r.secure.id, AuthFlow: types.AuthFlowTypeCustomAuth, AuthParameters: r.secure.values("any@example.com", nil),
			ClientMetadata: map[string]string{"page": "7"},
		})
		if err != nil || begun.ChallengeParameters["question"] != "6 x 7" || begun.ChallengeParameters["answer"] != "" {
			t.Fatalf("%+v, %v", begun, err)
		}
		if q := seen[0]; q.Username != sub || q.UserNotFound || q.Attributes["email"] != "any@example.com" || q.ClientMetadata["page"] != "7" || q.ClientID != r.secure.id {
			t.Errorf("request %+v", q)
		}
		r.mustAnswer(r.secure, types.ChallengeNameTypeCustomChallenge, begun.Session, "any@example.com", word("42"), "")
		if last := seen[len(seen)-1]; len(last.Rounds) != 1 || last.Rounds[0] != (localpool.CustomRound{Challenge: "CUSTOM_CHALLENGE", Passed: true, Metadata: "sum"}) {
			t.Errorf("rounds %+v", last.Rounds)
		}
	})
	t.Run("cannot let nobody in", func(t *testing.T) {
		r := newRig(t, func(o *localpool.Options) {
			o.Custom = triggers{define: func(*localpool.CustomRequest) (localpool.CustomDecision, error) {
				return localpool.CustomDecision{IssueTokens: true}, nil
			}}
		})
		_, err := r.begin(r.secure, types.AuthFlowTypeCustomAuth, "nobody@example.com", nil)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		if _, err := r.signUp(r.open, "early@example.com", goodPassword); err != nil {
			t.Fatal(err)
		}
		_, err = r.begin(r.secure, types.AuthFlowTypeCustomAuth, "early@example.com", nil)
		wantFailure(t, err, "UserNotConfirmedException", "")
	})
}

func TestOneMailedWordSignsInOnce(t *testing.T) {
	r := newRig(t)
	const email = "wordcrowd@example.com"
	r.newUser(email, goodPassword)
	session := r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, email, nil, types.ChallengeNameTypeCustomChallenge).Session
	answer := word(r.lastCode(email))
	wantOneWinner(t, race(func(int) error {
		_, err := r.answer(r.secure, types.ChallengeNameTypeCustomChallenge, session, email, answer)
		return err
	}), "NotAuthorizedException")
	if aws.ToString(session) == "" {
		t.Error("no session")
	}
}
