package kv_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/kv"
)

// cancelStorm lets many readers of few connections give up at every moment of a call. A reply
// that is left behind on a connection would go to the next reader of it.
func cancelStorm(t *testing.T, store kv.Store) {
	const readers, calls = 32, 150
	value := func(reader int) string { return strings.Repeat(strconv.Itoa(reader)+",", 1+reader*40) }
	for reader := range readers {
		if err := store.Set(t.Context(), strconv.Itoa(reader), []byte(value(reader)), time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	var answered, cut atomic.Int64
	for reader := range readers {
		all.Go(func() {
			for call := range calls {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(call*131%20_000)*time.Microsecond)
				if call%4 == 0 {
					ctx, cancel = context.WithCancel(t.Context())
					go cancel()
				}
				got, found, err := store.Get(ctx, strconv.Itoa(reader))
				cancel()
				if err != nil {
					cut.Add(1)
					continue
				}
				answered.Add(1)
				if !found || string(got) != value(reader) {
					t.Errorf("reader %d got %.20q, %v", reader, got, found)
				}
			}
			if got, found, err := store.Get(t.Context(), strconv.Itoa(reader)); !found || err != nil || string(got) != value(reader) {
				t.Errorf("after the storm, reader %d got %.20q, %v, %v", reader, got, found, err)
			}
		})
	}
	all.Wait()
	t.Logf("%d calls were answered, %d cut off", answered.Load(), cut.Load())
	if cut.Load() == 0 || answered.Load() == 0 {
		t.Error("the storm has cut off none or all: it shows nothing")
	}
}
