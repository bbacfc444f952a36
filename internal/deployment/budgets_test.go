package deployment_test

import (
	"testing"
	"time"

	"usher/internal/deployment"
	"usher/internal/kv"
)

func TestABudgetIsSharedByInstancesAndByNoOtherClassOrRegion(t *testing.T) {
	now := time.Now()
	store := kv.NewMemory(func() time.Time { return now }, 100)
	here, there := deployment.Budgets{Store: store, Region: "eu-west-1"}, deployment.Budgets{Store: store, Region: "eu-west-1"}
	elsewhere := deployment.Budgets{Store: store, Region: "us-east-1"}
	const perSecond, atOnce = 24, 6 // a quota of 30
	wait := func(b deployment.Budgets, class string) time.Duration {
		t.Helper()
		wait, err := b.Spend(t.Context(), class, perSecond)
		if err != nil {
			t.Fatal(err)
		}
		return wait
	}
	for i := range atOnce {
		if got := wait([]deployment.Budgets{here, there}[i%2], "UserAccountRecovery"); got != 0 {
			t.Fatalf("call %d waits %v", i+1, got)
		}
	}
	if got := wait(there, "UserAccountRecovery"); got <= 0 || got > time.Second/perSecond+time.Millisecond {
		t.Errorf("one call too many waits %v", got)
	}
	if wait(here, "UserAuthentication") != 0 || wait(elsewhere, "UserAccountRecovery") != 0 {
		t.Error("another class or region waits, too")
	}
	now = now.Add(time.Second/perSecond + time.Millisecond)
	if got := wait(here, "UserAccountRecovery"); got != 0 {
		t.Errorf("after its interval a call waits %v", got)
	}
}
