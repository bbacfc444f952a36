package deployment

import (
	"context"
	"time"

	"usher/internal/kv"
	"usher/internal/quota"
)

// Budgets counts the calls to Cognito where instances share what they count, as Cognito counts an
// account's calls in a region. A store counts in milliseconds, rounded up: of quotas of hundreds of
// calls a second it leaves more unused than a fifth.
type Budgets struct {
	Store  kv.Store
	Region string
}

// Spend implements cognito.Budgets.
func (b Budgets) Spend(ctx context.Context, class string, perSecond float64) (wait time.Duration, err error) {
	interval, burst := quota.Pace(perSecond)
	spent, err := b.Store.Spend(ctx, []kv.Bucket{{Key: "quota/" + b.Region + "/" + class, Interval: interval, Burst: burst}})
	return spent.Wait, err
}
