package seal

import "errors"

// ErrNotOurs means that a value does not open: treat it as if it had not come, and clear it. Why it
// does not is for metrics alone ([OutcomeOf]): an answer that tells would help whoever forges.
var ErrNotOurs = errors.New("seal: not a value of ours")

// ErrTooLarge means that a value is longer than can be sealed or opened.
var ErrTooLarge = errors.New("seal: too large to be sealed")

// Outcome is how an attempt to open a value ended: a word fit to label a metric.
type Outcome string

// The outcomes.
const (
	Opened       Outcome = "opened"
	Malformed    Outcome = "malformed"     // not the form of a sealed value, or too long for one
	OtherPurpose Outcome = "other_purpose" // sealed for something else
	UnknownKey   Outcome = "unknown_key"   // by a key that is not, or no more, in the ring
	Expired      Outcome = "expired"       // longer ago than the purpose allows
	Future       Outcome = "future"        // by a clock too far ahead of ours
	Altered      Outcome = "altered"       // under a right header, but not with its key
	OtherPool    Outcome = "other_pool"    // for another user pool or app client
	Unreadable   Outcome = "unreadable"    // by our key, in a form this version does not know
)

// refusal is the only error that opening returns.
type refusal struct{ outcome Outcome }

func (r *refusal) Error() string { return ErrNotOurs.Error() + ": " + string(r.outcome) }

func (r *refusal) Unwrap() error { return ErrNotOurs }

func refuse(outcome Outcome) error { return &refusal{outcome} }

// OutcomeOf returns how the call that returned err ended, and "" for an error of another origin.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return Opened
	}
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.outcome
	}
	return ""
}
