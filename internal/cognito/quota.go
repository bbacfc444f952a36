package cognito

import (
	"context"
	"errors"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
	"usher/internal/quota"
)

// Budgets counts what may be sent. Cognito counts its quotas per account, so whoever implements it
// counts over all instances.
type Budgets interface {
	// Spend takes one call of a class that may make perSecond calls a second, or none and says how
	// long it is until there is one: a wait of 0 means taken. An error means that nobody could
	// tell. [quota.Pace] is the limit that a rate comes to.
	Spend(ctx context.Context, class string, perSecond float64) (wait time.Duration, err error)
}

// What became of the budget for one request to Cognito, for [Config.OnBudget].
const (
	BudgetSpent   = "spent"   // there was one, and the request left
	BudgetRefused = "refused" // there was none, and nothing left
	BudgetUnknown = "unknown" // the budget could not be asked, and the request left
)

// budgetPatience is how long a request waits for its budget. It is a part of the time that the
// call has in all.
const budgetPatience = 500 * time.Millisecond

// quotas says by which class Cognito counts each operation. Its list leaves passkeys out: they are
// counted here as what they are like, the other things that a user has.
var quotas = map[operation]quota.Class{
	signUp:                quota.UserCreation,
	confirmSignUp:         quota.UserCreation,
	resendCode:            quota.UserResourceRead,
	initiateAuth:          quota.UserAuthentication,
	respondToChallenge:    quota.ChallengeAnswers,
	getTokens:             quota.UserAuthentication,
	forgotPassword:        quota.UserAccountRecovery,
	confirmForgotPassword: quota.UserAccountRecovery,
	changePassword:        quota.UserAccountRecovery,
	getUser:               quota.UserRead,
	updateAttributes:      quota.UserUpdate,
	deleteAttributes:      quota.UserUpdate,
	sendAttributeCode:     quota.UserResourceRead,
	verifyAttribute:       quota.UserUpdate,
	deleteUser:            quota.UserUpdate,
	associateToken:        quota.UserResourceUpdate,
	verifyToken:           quota.UserResourceUpdate,
	getFactors:            quota.UserRead,
	setMFAPreference:      quota.UserResourceUpdate,
	startWebAuthn:         quota.UserResourceUpdate,
	completeWebAuthn:      quota.UserResourceUpdate,
	listWebAuthn:          quota.UserResourceRead,
	deleteWebAuthn:        quota.UserResourceUpdate,
	revokeToken:           quota.UserToken,
	globalSignOut:         quota.UserUpdate,
	adminSetUserPassword:  quota.UserAccountRecovery,
	adminGetUser:          quota.UserRead,
	adminGlobalSignOut:    quota.UserUpdate,
	describeUserPool:      quota.UserPoolRead,
	getPoolMFA:            quota.UserPoolResourceRead,
}

// quotaOf is the class by which Cognito counts a request. A new password as the answer to a challenge
// counts like every other way to set one.
func quotaOf(o operation, request any) quota.Class {
	answer, isAnswer := request.(*cip.RespondToAuthChallengeInput)
	if isAnswer && answer.ChallengeName == types.ChallengeNameTypeNewPasswordRequired {
		return quota.UserAccountRecovery
	}
	return quotas[o]
}

// overBudget keeps a request from leaving. It is no fault of the network, after which a call might be
// tried again.
type overBudget struct {
	class quota.Class
	wait  time.Duration
}

func (e *overBudget) Error() string {
	return "the share of the account's quota " + string(e.class) + " is used up: raise the quota at AWS and name it in USHER_COGNITO_QUOTAS, or send less"
}

// spend takes one request's budget before the request leaves. A budget that cannot be asked lets it
// pass: Cognito's own throttle still holds, and refusing everybody would be an outage of our making.
func (p *Pool) spend(ctx context.Context, class quota.Class) error {
	if p.budgets == nil {
		return nil
	}
	asked, cancel := context.WithTimeout(ctx, budgetPatience)
	defer cancel()
	wait, err := p.budgets.Spend(asked, string(class), p.quotas.Budget(class))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		p.onBudget(string(class), BudgetUnknown)
	case wait > 0:
		p.onBudget(string(class), BudgetRefused)
		return &overBudget{class: class, wait: wait}
	default:
		p.onBudget(string(class), BudgetSpent)
	}
	return nil
}

// asThrottled is the outcome of a request that had no budget, nil for any other failure.
func asThrottled(err error) *auth.Error {
	if e, ok := errors.AsType[*overBudget](err); ok {
		return &auth.Error{Code: auth.UpstreamThrottled, RetryAfter: e.wait, Err: e}
	}
	return nil
}
