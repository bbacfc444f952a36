package kv_test

import (
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"usher/internal/kv"
)

// The model of a bucket: something drips into it every millisecond, and one costs as much as drips
// in an interval.
type model struct {
	level, capacity, cost int // in drips
}

func (m *model) drip(milliseconds int) {
	for range milliseconds {
		if m.level < m.capacity {
			m.level++
		}
	}
}

// modelSpend is Spend, slowly.
func modelSpend(models []*model) (wait time.Duration, refused int) {
	refused = -1
	for i, m := range models {
		probe, missing := *m, 0
		for probe.level < probe.cost {
			probe.drip(1)
			missing++
		}
		if w := time.Duration(missing) * time.Millisecond; w > wait {
			wait, refused = w, i
		}
	}
	if refused < 0 {
		for _, m := range models {
			m.level -= m.cost
		}
	}
	return wait, refused
}

// maxSteps bounds a fuzzed program; miniredis interprets each script anew.
const maxSteps = 64

// FuzzBuckets runs a program on the stores and on the model. A byte of it is a step: its low two
// bits say what to do, the others with which buckets or for how long.
func FuzzBuckets(f *testing.F) {
	for _, program := range []string{
		"\x04\x04\x04\x04\x04\x04",         // one bucket until it is empty
		"\x1c\x1c\x1d\x1c\x05\x3e\x1c\x1c", // several, refunds, time
		"\x0c\x14\x18\x1c\x0e\x16\x1e\x0f\x17\x1c",
		"\xff\xfc\xfe\xfd\x04\x04\x04\x7e\x04\x05\x05\x05\x04",
	} {
		f.Add([]byte(program), uint8(3), uint8(1), uint8(2), uint16(10), uint16(1), uint16(700))
	}
	f.Fuzz(func(t *testing.T, program []byte, burstA, burstB, burstC uint8, everyA, everyB, everyC uint16) {
		var buckets []kv.Bucket
		var models []*model
		for i, burst := range []uint8{burstA, burstB, burstC} {
			every := 1 + int([]uint16{everyA, everyB, everyC}[i])%1000
			n := 1 + int(burst)%20
			buckets = append(buckets, kv.Bucket{
				Key: string(rune('a' + i)), Interval: time.Duration(every) * time.Millisecond, Burst: n,
			})
			models = append(models, &model{level: n * every, capacity: n * every, cost: every})
		}
		clock := newStopped()
		memory := kv.NewMemory(clock.now, 0)
		server := miniredis.RunT(t)
		redis := openRedis(t, "redis://"+server.Addr(), patient())
		for step, b := range program[:min(len(program), maxSteps)] {
			var chosen []kv.Bucket
			var chosenModels []*model
			for i := range buckets {
				if b>>2&(1<<i) != 0 {
					chosen, chosenModels = append(chosen, buckets[i]), append(chosenModels, models[i])
				}
			}
			switch what := b & 3; {
			case what == 2:
				passed := int(b>>2) * 13
				for _, m := range models {
					m.drip(passed)
				}
				clock.at = clock.at.Add(time.Duration(passed) * time.Millisecond)
				server.FastForward(time.Duration(passed) * time.Millisecond)
			case len(chosen) == 0:
			case what == 3:
				for _, m := range chosenModels {
					m.drip(m.cost)
				}
				for name, s := range map[string]kv.Store{"memory": memory, "redis": redis} {
					if err := s.Refund(t.Context(), chosen); err != nil {
						t.Fatalf("step %d: %s: %v", step, name, err)
					}
				}
			default:
				wait, refused := modelSpend(chosenModels)
				for name, s := range map[string]kv.Store{"memory": memory, "redis": redis} {
					got, err := s.Spend(t.Context(), chosen)
					if err != nil || got.Wait != wait || got.Refused != refused {
						t.Fatalf("step %d: %s: Spend = %+v, %v; want a wait of %v, refused by %d", step, name, got, err, wait, refused)
					}
				}
			}
		}
	})
}
