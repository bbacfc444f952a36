package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

// backend is an instance, the user pool behind it, and a client that keeps its connections.
type backend struct {
	name   string
	skewed bool
	in     *instance
	clock  *runningClock
	client *http.Client
}

// timingBackends are the embedded pool, whose passwords cost what they cost, and a fake of Cognito over
// the wire that is slow, and slower for the names that it knows.
func timingBackends(t *testing.T, answerTime string) []*backend {
	t.Helper()
	// All names are asked for from one machine, within minutes; what is counted per name stays on.
	settings := []string{"USHER_ANSWER_TIME=" + answerTime, "USHER_LIMITS=" + fromOneMachine + ",mail.all=off"}
	local := newBackend("local")
	local.in = local.clock.start(t, append(settings, "USHER_LOCAL_LISTEN=127.0.0.1:0")...)
	addKnown(t, sdk(local.in), logged(t, local.in, "pool"), publicClient(t, local.in))

	far := newBackend("cognito")
	far.skewed = true
	// The hashes of the fake cost nothing: its time is made by the skew alone.
	pool, err := localpool.Open(localpool.Options{Now: far.clock.Now, Hash: localpool.HashCost{MemoryKiB: 64, Time: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	direct := httptest.NewServer(pool)
	t.Cleanup(direct.Close)
	addKnown(t, sdk(&instance{wire: direct.URL}), pool.Seed().PoolID, pool.Seed().PublicClientID)
	skewed := httptest.NewServer(newSkew(pool))
	t.Cleanup(skewed.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "id")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "key")
	far.in = far.clock.start(t, append(settings, "COGNITO_USER_POOL_ID="+pool.Seed().PoolID, "COGNITO_CLIENT_ID="+pool.Seed().ClientID,
		"COGNITO_CLIENT_SECRET="+pool.Seed().ClientSecret, "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER="+skewed.URL, "USHER_SHUTDOWN_DELAY=0s")...)
	return []*backend{local, far}
}

func newBackend(name string) *backend {
	return &backend{name: name, clock: &runningClock{}, client: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: maxUnderWay}, Timeout: 20 * time.Second,
	}}
}

// addKnown makes the known names: one half confirmed, the other not.
func addKnown(t *testing.T, admin *cip.Client, pool, client string) {
	t.Helper()
	const password = "correct horse 9"
	for i := range timingNames {
		name := knownName(i)
		var err error
		if i%2 == 0 {
			_, err = admin.SignUp(t.Context(), &cip.SignUpInput{
				ClientId: &client, Username: &name, Password: aws.String(password),
				UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &name}},
			})
		} else if _, err = admin.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
			UserPoolId: &pool, Username: &name, MessageAction: types.MessageActionTypeSuppress,
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &name}, {Name: aws.String("email_verified"), Value: aws.String("true")}},
		}); err == nil {
			_, err = admin.AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{UserPoolId: &pool, Username: &name, Password: aws.String(password), Permanent: true})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// skew delays calls as a pool far away does: about 40 ms each with some spread, 120 ms more for a name
// that it knows, and one in fifty takes a Pareto-distributed time on top.
type skew struct {
	pool http.Handler

	mu     sync.Mutex
	random *rand.Rand
}

const (
	skewBase, skewSpread  = 40 * time.Millisecond, 0.4
	skewKnown             = 120 * time.Millisecond
	skewTailShare         = 0.02
	skewTail, skewTailMax = 100 * time.Millisecond, 2 * time.Second
	skewTailShape         = 1.5
	maxSkewedBody         = 1 << 20
)

func newSkew(pool http.Handler) *skew {
	return &skew{pool: pool, random: rand.New(rand.NewPCG(timingSeed, 2))} //nolint:gosec // it only spreads
}

func (s *skew) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxSkewedBody))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	var call struct {
		Username       string
		AuthParameters struct{ Username string } // matched whatever its case
	}
	_ = json.Unmarshal(body, &call)
	known := isKnownName(call.Username) || isKnownName(call.AuthParameters.Username)
	if !linger(r.Context(), s.delay(known)) {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.pool.ServeHTTP(w, r)
}

func (s *skew) delay(known bool) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := time.Duration(float64(skewBase) * math.Exp(skewSpread*s.random.NormFloat64()))
	if known {
		d += skewKnown
	}
	if s.random.Float64() < skewTailShare {
		d += min(time.Duration(float64(skewTail)*math.Pow(1-s.random.Float64(), -1/skewTailShape)), skewTailMax)
	}
	return d
}

func linger(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
