package graph

import (
	"context"
	"errors"
	"math"
	"time"

	"usher/graph/generated"
	"usher/internal/auth"
)

// defaultRetryAfter is said where nobody knows how long a limit lasts.
const defaultRetryAfter = time.Minute

// result is the end of every mutation that answers a union: the success, or the problem as a
// member of the union U, or an error. A problem that the union does not hold becomes an error
// and, since no client could act on it, a fault.
func result[U any](ctx context.Context, r *Resolver, success U, err error) (U, error) {
	if err == nil {
		return success, nil
	}
	var none U
	if p := r.problem(ctx, err); p != nil {
		if member, ok := p.(U); ok {
			return member, nil
		}
		return none, auth.Errorf(auth.Internal, "the answer has no member for this outcome: %w", err)
	}
	return none, err
}

// problem words an expected outcome as a type of the schema; nil when it is none.
func (r *Resolver) problem(ctx context.Context, err error) generated.Problem {
	e, ok := errors.AsType[*auth.Error](err)
	if !ok {
		return nil
	}
	row, known := outcomes[e.Code]
	if !known || row.shape != asProblem {
		return nil
	}
	code, message := generated.ProblemCode(row.code), row.message
	switch e.Code {
	case auth.InvalidCredentials:
		return generated.InvalidCredentials{Code: code, Message: message}
	case auth.InvalidCode, auth.CodeExpired:
		return generated.InvalidCode{Code: code, Message: message, Expired: e.Code == auth.CodeExpired}
	case auth.WeakPassword, auth.PasswordReused:
		return generated.WeakPassword{
			Code: code, Message: message, Violated: violated(e), Policy: policy(r.Auth.Settings(ctx).PasswordPolicy),
		}
	case auth.NotConfirmed:
		return notConfirmed(code, message, e.Delivery)
	case auth.PasswordResetRequired:
		return generated.PasswordResetRequired{Code: code, Message: message}
	case auth.ChallengeExpired:
		return generated.ChallengeExpired{Code: code, Message: message}
	case auth.AliasInUse:
		return generated.AliasInUse{Code: code, Message: message}
	case auth.SessionExpired:
		return generated.SessionExpired{Code: code, Message: message}
	case auth.RateLimited:
		return generated.RateLimited{Code: code, Message: message, RetryAfter: wait(ctx, e.RetryAfter)}
	case auth.InvalidInput:
		return generated.InvalidInput{Code: code, Message: message, Fields: fieldProblems(e.Fields)}
	case auth.DeliveryFailed:
		return generated.DeliveryFailed{Code: code, Message: message}
	case auth.PasswordEnvelopeRefused, auth.PasswordEnvelopeExpired:
		return generated.PasswordEnvelopeRefused{Code: code, Message: message, Expired: e.Code == auth.PasswordEnvelopeExpired}
	case auth.ReauthenticationRequired:
		return generated.ReauthenticationRequired{Code: code, Message: message, MaxAge: e.MaxAge}
	case auth.NotEnabled:
		return generated.NotEnabled{Code: code, Message: message, Feature: e.Feature}
	}
	return nil
}

func notConfirmed(code generated.ProblemCode, message string, sent *auth.CodeDelivery) generated.NotConfirmed {
	out := generated.NotConfirmed{Code: code, Message: message}
	if sent != nil {
		out.Delivery = delivery(*sent)
	}
	return out
}

func violated(e *auth.Error) []auth.PasswordRule {
	if e.Code == auth.PasswordReused {
		return []auth.PasswordRule{auth.RuleNotReused}
	}
	return append([]auth.PasswordRule{}, e.Violated...)
}

func policy(p auth.PasswordPolicy) *generated.PasswordPolicy {
	return &generated.PasswordPolicy{MinLength: int32(min(p.MinLength, math.MaxInt32)), Rules: p.Rules()} //nolint:gosec // bounded on this line
}

// seconds rounds up, so that a client that waits that long is not too early.
func seconds(d time.Duration) int32 {
	if d <= 0 {
		d = defaultRetryAfter
	}
	return int32(min(math.Ceil(d.Seconds()), math.MaxInt32))
}

func fieldProblems(fields []auth.FieldProblem) []generated.FieldProblem {
	if len(fields) == 0 {
		return []generated.FieldProblem{{Path: []string{"input"}, Message: "The user pool does not accept one of these values; it does not say which."}}
	}
	out := make([]generated.FieldProblem, 0, len(fields))
	for _, f := range fields {
		out = append(out, generated.FieldProblem{Path: f.Path, Message: f.Message})
	}
	return out
}
