package main

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"
)

// mannWhitney is the chance that one of the first took longer than one of the second, where equal ones
// count half: the area under the curve of whoever tells them apart by a threshold.
func mannWhitney(first, second []time.Duration) float64 {
	type one struct {
		took  time.Duration
		first bool
	}
	var all []one
	for _, d := range first {
		all = append(all, one{d, true})
	}
	for _, d := range second {
		all = append(all, one{d, false})
	}
	slices.SortFunc(all, func(a, b one) int { return cmp.Compare(a.took, b.took) })
	var ranks float64
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].took == all[i].took {
			j++
		}
		for _, o := range all[i:j] {
			if o.first {
				ranks += float64(i+1+j) / 2
			}
		}
		i = j
	}
	n, m := float64(len(first)), float64(len(second))
	return (ranks - n*(n+1)/2) / (n * m)
}

// delta is how far the medians are apart.
func delta(a, b []time.Duration) time.Duration { return (median(a) - median(b)).Abs() }

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func TestTheAreaUnderTheCurve(t *testing.T) {
	for name, test := range map[string]struct {
		first, second []time.Duration
		auc           float64
		delta         time.Duration
	}{
		"always longer":  {[]time.Duration{3, 4}, []time.Duration{1, 2}, 1, 2},
		"always shorter": {[]time.Duration{1, 2}, []time.Duration{3, 4, 5}, 0, 3},
		"all equal":      {[]time.Duration{7, 7, 7}, []time.Duration{7, 7}, 0.5, 0},
		"interleaved":    {[]time.Duration{1, 4}, []time.Duration{2, 3}, 0.5, 0},
		"three of four":  {[]time.Duration{2, 4}, []time.Duration{1, 3}, 0.75, 1},
		"a tie":          {[]time.Duration{1, 2}, []time.Duration{2, 3}, 0.125, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if auc, d := mannWhitney(test.first, test.second), delta(test.first, test.second); math.Abs(auc-test.auc) > 1e-9 || d != test.delta {
				t.Errorf("AUC %v and %v, want %v and %v", auc, d, test.auc, test.delta)
			}
		})
	}
}
