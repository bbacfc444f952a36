package deployment

import (
	"context"
	"math"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"usher/internal/kv"
	"usher/internal/quota"
)

// laneRate is how many calls a second one bucket counts. Buckets count intervals in whole
// milliseconds, rounded up: a rate of hundreds a second would lose up to half of itself that way. More
// lanes lose a tenth at most.
const laneRate = 100

// Budgets counts the calls to Cognito over all instances that share a store, as Cognito counts those of
// an account in a region. It implements cognito.Budgets.
type Budgets struct {
	Store  kv.Store
	Region string
	turns  sync.Map // the next lane of each class, as *atomic.Uint64
}

// Spend takes one of a class's calls. A class of many calls a second is counted in several lanes, taken
// in turns, each with its part of the rate.
func (b *Budgets) Spend(ctx context.Context, class string, perSecond float64) (time.Duration, error) {
	lanes := max(1, uint64(math.Ceil(perSecond/laneRate)))
	turn, _ := b.turns.LoadOrStore(class, new(atomic.Uint64))
	lane := turn.(*atomic.Uint64).Add(1) % lanes
	interval, burst := quota.Pace(perSecond / float64(lanes))
	spent, err := b.Store.Spend(ctx, []kv.Bucket{{
		Key: "quota/" + b.Region + "/" + class + "/" + strconv.FormatUint(lane, 10), Interval: interval, Burst: burst,
	}})
	return spent.Wait, err
}
