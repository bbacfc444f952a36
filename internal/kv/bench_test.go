package kv_test

import (
	"log/slog"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/kv"
)

func BenchmarkStores(b *testing.B) {
	memory := kv.NewMemory(time.Now, 0)
	shared := openRedis(b, startRedis(b).URL(), patient())
	fallback := kv.NewFallback(shared, kv.NewMemory(time.Now, 0), kv.FallbackOptions{
		Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	b.Cleanup(fallback.Close)
	const keys = 1000
	value := make([]byte, 64)
	for name, store := range map[string]kv.Store{"memory": memory, "redis": shared, "redis with fallback": fallback} {
		for what, call := range map[string]func(key string) error{
			"Get":   func(key string) error { _, _, err := store.Get(b.Context(), key); return err },
			"Set":   func(key string) error { return store.Set(b.Context(), key, value, time.Hour) },
			"Count": func(key string) error { _, err := store.Count(b.Context(), key, time.Hour); return err },
			"Spend of 3": func(key string) error {
				_, err := store.Spend(b.Context(), []kv.Bucket{
					{Key: key, Interval: time.Millisecond, Burst: 30},
					{Key: "1" + key, Interval: 16 * time.Minute, Burst: 5},
					{Key: "all", Interval: time.Second, Burst: 300},
				})
				return err
			},
		} {
			for key := range keys {
				if err := store.Set(b.Context(), strconv.Itoa(key), value, time.Hour); err != nil {
					b.Fatal(err)
				}
			}
			b.Run(name+"/"+what, func(b *testing.B) {
				b.ReportAllocs()
				var n atomic.Int64
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := call(strconv.FormatInt(n.Add(1)%keys, 10)); err != nil {
							b.Error(err)
						}
					}
				})
			})
		}
	}
}
