package cognito_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/cognito"
	"usher/internal/quota"
)

// cells counts by the generic cell rate algorithm at the pace of package quota, like the store that
// instances share, but in memory and by a clock of the test's.
type cells struct {
	clock *handClock

	mu   sync.Mutex
	next map[string]time.Time
}

func (c *cells) Spend(_ context.Context, class string, perSecond float64) (time.Duration, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	interval, burst := quota.Pace(perSecond)
	now, next := c.clock.Now(), c.next[class]
	if next.Before(now) {
		next = now
	}
	if wait := next.Add(interval).Sub(now.Add(time.Duration(burst) * interval)); wait > 0 {
		return wait, nil
	}
	c.next[class] = next.Add(interval)
	return 0, nil
}

// countingPool answers on a socket like Cognito, and throttles nobody: what it counts is what would
// have to fit the quota.
type countingPool struct {
	url string

	mu   sync.Mutex
	seen map[string]int
}

func newCountingPool(t *testing.T) *countingPool {
	t.Helper()
	answers := map[string]string{
		"InitiateAuth":   `{"AuthenticationResult":{"AccessToken":"a.b.c","IdToken":"d.e.f","RefreshToken":"r","ExpiresIn":3600,"TokenType":"Bearer"}}`,
		"ForgotPassword": `{"CodeDeliveryDetails":{"DeliveryMedium":"EMAIL","Destination":"a***@e***"}}`,
	}
	c := &countingPool{seen: map[string]int{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		c.mu.Lock()
		c.seen[operation]++
		c.mu.Unlock()
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_, _ = io.WriteString(w, answers[operation])
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// take returns how often an operation was called since it was last asked.
func (c *countingPool) take(operation string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.seen[operation]
	c.seen[operation] = 0
	return n
}

// Two instances are flooded with resets. Cognito sees no more of them than the quota in any second,
// and every sign-in meanwhile.
func TestAFloodOfResetsDoesNotReachSignIn(t *testing.T) {
	const floodPerStep, signInsPerStep, seconds = 20, 5, 4
	const step = 100 * time.Millisecond // so 200 resets a second against a quota of 30
	pool := newCountingPool(t)
	shared := &cells{clock: newClock(), next: map[string]time.Time{}}
	var instances []*cognito.Pool
	for range 2 {
		instances = append(instances, open(t, func(c *cognito.Config) { c.Endpoint, c.Budgets = pool.url, shared }))
	}
	reset, signIn := methodNamed(t, "ForgotPassword"), methodNamed(t, "SignIn")
	for second := range seconds {
		refused, longest := 0, time.Duration(0)
		for range int(time.Second / step) {
			for i := range floodPerStep {
				err := reset.call(t.Context(), instances[i%2])
				if err == nil {
					continue
				}
				longest = max(longest, wantCode(t, err, auth.UpstreamThrottled).RetryAfter)
				refused++
			}
			for i := range signInsPerStep {
				if err := signIn.call(t.Context(), instances[i%2]); err != nil {
					t.Fatalf("second %d: a sign-in failed: %v", second, err)
				}
			}
			shared.clock.Advance(step)
		}
		resets, signIns := pool.take("ForgotPassword"), pool.take("InitiateAuth")
		if resets > 30 || resets < 24 || resets+refused != 10*floodPerStep {
			t.Errorf("second %d: %d resets were sent and %d refused, want from 24 to 30 sent of %d", second, resets, refused, 10*floodPerStep)
		}
		if signIns != 10*signInsPerStep {
			t.Errorf("second %d: %d sign-ins were sent, want all %d", second, signIns, 10*signInsPerStep)
		}
		if longest <= 0 || longest > time.Second {
			t.Errorf("second %d: a caller is told to wait %s, want at most a second", second, longest)
		}
	}
}

// Each class in turn is used up: its methods are refused without a request, and all others go on.
func TestAClassThatIsUsedUpStopsNoOther(t *testing.T) {
	classes := map[string]method{}
	for _, m := range methods() {
		classes[classOf(m)] = m
	}
	if len(classes) != len(quota.Classes()) { // the answers have no quota of their own, GetUserPoolMfaConfig no method
		t.Fatalf("methods of %d classes, want %d", len(classes), len(quota.Classes()))
	}
	for class, flooder := range classes {
		t.Run(class, func(t *testing.T) {
			w := refusing("ABrandNewException", "")
			budgets := &cells{clock: newClock(), next: map[string]time.Time{}}
			p := over(t, w, func(c *cognito.Config) { c.Budgets = budgets })
			for auth.CodeOf(flooder.call(t.Context(), p)) != auth.UpstreamThrottled {
				if int(w.sent.Load()) > (quota.Rates{}).Quota(quota.Class(class)) {
					t.Fatal("the flood is not refused within the quota")
				}
			}
			if got, want := float64(w.sent.Load()), (quota.Rates{}).Budget(quota.Class(class))/4; got != want {
				t.Errorf("%v requests left at once, want %v", got, want)
			}
			full := budgets.next[class]
			for _, m := range methods() {
				budgets.next = map[string]time.Time{class: full} // some classes have more methods than burst
				before, want := w.sent.Load(), auth.Internal
				if classOf(m) == class {
					want = auth.UpstreamThrottled
				}
				if got := auth.CodeOf(m.call(t.Context(), p)); got != want {
					t.Errorf("%s: outcome %q, want %q", m.name, got, want)
				}
				if sent := w.sent.Load() > before; sent != (want == auth.Internal) {
					t.Errorf("%s: sent %t", m.name, sent)
				}
			}
		})
	}
}
