package deployment_test

import (
	"testing"
	"time"

	"usher/internal/deployment"
	"usher/internal/kv"
	"usher/internal/quota"
)

// Two instances send as fast as they can for ten seconds: every second stays within the quota, all of
// them come to nine tenths of the budget at least, and another class is not touched.
func TestBudgetsHoldAQuotaOverInstances(t *testing.T) {
	for _, rate := range []int{1, 15, 25, 30, 50, 120, 360, 500, 1500} {
		now := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
		store := kv.NewMemory(func() time.Time { return now }, 100)
		instances := []*deployment.Budgets{{Store: store}, {Store: store}}
		budget := 0.8 * float64(rate)
		const seconds, step = 10, time.Millisecond
		var sent []time.Time
		for range int(seconds * time.Second / step) {
			for i := range 4 { // 4,000 tries a second
				wait, err := instances[i%2].Spend(t.Context(), "UserRead", budget)
				if err != nil {
					t.Fatal(err)
				}
				if wait == 0 {
					sent = append(sent, now)
				}
			}
			now = now.Add(step)
		}
		worst, first := 0, 0
		for last := range sent {
			for sent[last].Sub(sent[first]) >= time.Second {
				first++
			}
			worst = max(worst, last-first+1)
		}
		if worst > rate {
			t.Errorf("quota %d: %d calls in one second", rate, worst)
		}
		if least := 0.9*budget*seconds - 1; float64(len(sent)) < least {
			t.Errorf("quota %d: %d calls in %d seconds, want at least %.0f", rate, len(sent), seconds, least)
		}
		if wait, err := instances[0].Spend(t.Context(), "UserToken", (quota.Rates{}).Budget(quota.UserToken)); wait != 0 || err != nil {
			t.Errorf("another class waits %s, %v", wait, err)
		}
	}
}
