package badinput

import (
	"strings"
	"testing"
)

func TestMemoryIsBoundByTheCaseUnderWay(t *testing.T) {
	var tally Tally
	failed := make(chan string, 1)
	stop := tally.boundMemory(0, func(why string) { failed <- why })
	tally.Try(t, "a", "greedy", func(t *testing.T) error {
		select {
		case why := <-failed:
			if !strings.Contains(why, `"a/greedy"`) {
				t.Error(why)
			}
		case <-t.Context().Done():
		}
		return nil
	})
	stop()
	tally.BoundMemory()() // and what stays below is left alone
}
