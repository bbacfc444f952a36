package deployment_test

import (
	"os"
	"strings"
	"testing"

	"usher/internal/kv/kvtest"
)

// A Redis that takes everything but buckets, such as one whose users may not run all commands or a
// cluster, leaves each instance with limits of its own: whoever runs them must be told.
func TestARedisThatCannotCountLimitsIsSaidToBeDegraded(t *testing.T) {
	redis := kvtest.StartRedis(t, os.Getenv("CI") == "true")
	store, log := open(t, "REDIS_URL="+redis.URL())
	if err := store.Degraded(t.Context()); err != nil || strings.Contains(log.String(), "WARN") {
		t.Fatalf("degraded %v, log %s", err, log)
	}
	if err := redis.Admin().Do(t.Context(), "ACL", "SETUSER", "default", "-zadd").Err(); err != nil {
		t.Fatal(err)
	}
	store, log = open(t, "REDIS_URL="+redis.URL())
	if err := store.Degraded(t.Context()); err == nil {
		t.Errorf("nobody is told that limits are not shared; log %s", log)
	}
}
