package cognito

import (
	"crypto/rand"
	"errors"
	"math/big"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"usher/internal/auth"
)

// class is a kind of call: how long it may take in all, when it is sent again, and whether a lost
// answer leaves something spent.
type class struct {
	budget  time.Duration
	retries retries
	spends  bool // a code, a session, a token or a password is used up: a lost answer is OutcomeUnknown
}

// The classes of call.
//
// Reading and ending may be sent twice: the second time changes nothing. Refreshing, setting and
// endingOnce are sent again only when Cognito refused the first for its rate, which proves that it
// did nothing. All others are sent once.
var (
	spending   = class{budget: slowBudget, retries: never, spends: true}
	sending    = class{budget: slowBudget, retries: never}
	proving    = class{budget: quickBudget, retries: never}
	refreshing = class{budget: quickBudget, retries: afterRefusal, spends: true}
	setting    = class{budget: quickBudget, retries: afterRefusal, spends: true}
	reading    = class{budget: quickBudget, retries: afterFault}
	ending     = class{budget: quickBudget, retries: afterFault}
	endingOnce = class{budget: quickBudget, retries: afterRefusal}
)

const (
	// quickBudget holds everything a user waits for: attempts, pauses, dialling.
	quickBudget = 3 * time.Second
	// slowBudget is for calls that send mail or run the pool's triggers, and that must not be
	// repeated: cutting them short would make "outcome unknown" out of success.
	slowBudget = 8 * time.Second

	maxAttempts   = 2
	maxRetryPause = 300 * time.Millisecond
)

// retries says after what a call is sent a second time.
type retries int

const (
	never        retries = iota
	afterRefusal         // Cognito said that it did nothing: too many requests, or our clock is off
	afterFault           // that, or the call failed on the way, or within Cognito
)

// retryers are the SDK's retryers. Each keeps a token bucket over all its calls, so that an outage
// does not double the load.
type retryers map[retries]aws.Retryer

func newRetryers() retryers {
	return retryers{
		never:        aws.NopRetryer{},
		afterRefusal: newRetryer(finalRefusals, retry.RetryableError{}, refusals),
		afterFault: newRetryer(finalRefusals, retry.RetryableError{}, refusals,
			retry.RetryableConnectionError{}, retry.RetryableHTTPStatusCode{Codes: retry.DefaultRetryableHTTPStatusCodes}),
	}
}

func newRetryer(when ...retry.IsErrorRetryable) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.Backoff = retry.BackoffDelayerFunc(retryPause)
		o.Retryables = append([]retry.IsErrorRetryable{retry.NoRetryCanceledError{}}, when...)
	})
}

// finalRefusals are answers that asking again cannot change, whatever else their type suggests.
// LimitExceededException is an account's own cap or the mail budget: the SDK takes it for a
// throttle, and each further try would burn another of the user's attempts. A request that had no
// budget did not leave, and the SDK would take that for a broken connection.
var finalRefusals = retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
	if asThrottled(err) != nil {
		return aws.FalseTernary
	}
	e, ok := errors.AsType[smithy.APIError](err)
	if ok && e.ErrorCode() == "LimitExceededException" {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
})

var refusals = retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
	e, ok := errors.AsType[smithy.APIError](err)
	if ok && exceptions[e.ErrorCode()].code == auth.UpstreamThrottled {
		return aws.TrueTernary
	}
	return aws.UnknownTernary
})

// retryPause spreads the second attempts of many callers.
func retryPause(int, error) (time.Duration, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(maxRetryPause)))
	if err != nil {
		return 0, err
	}
	return time.Duration(n.Int64()), nil
}
