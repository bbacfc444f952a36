package localpool_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"usher/internal/localpool"
)

// Passwords that satisfy the seeded policy (length 8, a lower-case letter, a digit).
const (
	goodPassword  = "correct-horse-7"
	otherPassword = "battery-staple-8"
	wrongPassword = "not-the-password-9"
)

// The texts that clients match on, spelled once.
const (
	textWrongPassword  = "Incorrect username or password."
	textLockedOut      = "Password attempts exceeded"
	textNoUser         = "User does not exist."
	textNoUserRecovery = "Username/client id combination not found."
	textCodeMismatch   = "Invalid verification code provided, please try again."
	textCodeExpired    = "Invalid code provided, please request a code again."
	textAttemptLimit   = "Attempt limit exceeded, please try after some time."
	textConfirmed      = "User cannot be confirmed. Current status is CONFIRMED"
	textInvalidAccess  = "Invalid Access Token"
	textExpiredAccess  = "Access Token has expired"
	textRevokedAccess  = "Access Token has been revoked"
	textInvalidRefresh = "Invalid Refresh Token"
	textRevokedRefresh = "Refresh Token has been revoked"
	textEmailTaken     = "An account with the given email already exists."
)

// clock is a hand-wound clock: time passes only when a test says so.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, time.March, 2, 9, 30, 0, 250_000_000, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// dataFileName is what the pool calls its one file.
const dataFileName = "userpool.db"

// lowCost keeps argon2id out of the way of tests that are not about it.
var lowCost = localpool.HashCost{MemoryKiB: 64, Time: 1}

var errMailDown = errors.New("mail server is down")

// inbox collects what the pool delivers; fail, when set, is what delivery answers instead.
type inbox struct {
	mu       sync.Mutex
	messages []localpool.Message
	fail     error
}

func (b *inbox) Deliver(_ context.Context, m localpool.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.messages = append(b.messages, m)
	return nil
}

func (b *inbox) FailWith(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

func (b *inbox) To(address string) []localpool.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []localpool.Message
	for _, m := range b.messages {
		if strings.EqualFold(m.To, address) {
			found = append(found, m)
		}
	}
	return found
}

// app is one app client of a pool; an empty secret means a public client.
type app struct{ pool, id, secret string }

// hash is SECRET_HASH for the given Username string, or nil for a public client.
func (a app) hash(username string) *string {
	if a.secret == "" {
		return nil
	}
	mac := hmac.New(sha256.New, []byte(a.secret))
	mac.Write([]byte(username + a.id))
	return aws.String(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

func (a app) secretOrNil() *string {
	if a.secret == "" {
		return nil
	}
	return aws.String(a.secret)
}

// rig is one open pool with everything a test steers it by.
type rig struct {
	t     *testing.T
	pool  *localpool.Pool
	api   *cip.Client
	clock *clock
	mail  *inbox
	seed  localpool.Seed
	// secure is the seeded confidential client, open the seeded public one.
	secure, open app
}

// seededFile is the data file of a pool that was just seeded. Making its RSA keys costs more than most tests, so they are
// made once and each test starts from a copy.
var seededFile = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "localpool-seeded")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	pool, err := tryOpen(dir)
	if err != nil {
		return nil, err
	}
	if err := pool.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, dataFileName))
})

// newRig opens a pool on a folder of its own; the edits change the options before it opens.
func newRig(t *testing.T, edits ...func(*localpool.Options)) *rig {
	t.Helper()
	content, err := seededFile()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, dataFileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return newRigIn(t, dir, edits...)
}

// newMemoryRig opens a pool that keeps nothing and shares no key with any other.
func newMemoryRig(t *testing.T, edits ...func(*localpool.Options)) *rig {
	t.Helper()
	return newRigIn(t, "", edits...)
}

// newRigIn opens the pool of a folder, or makes it there.
func newRigIn(t *testing.T, dir string, edits ...func(*localpool.Options)) *rig {
	t.Helper()
	r := &rig{t: t, clock: newClock(), mail: &inbox{}}
	options := localpool.Options{Dir: dir, Now: r.clock.Now, Deliver: r.mail.Deliver, Hash: lowCost}
	localpool.SpareSigningKeys(&options)
	for _, edit := range edits {
		edit(&options)
	}
	pool, err := localpool.Open(options)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	r.pool, r.seed, r.api = pool, pool.Seed(), sdkClient(pool.Transport())
	r.secure = app{r.seed.PoolID, r.seed.ClientID, r.seed.ClientSecret}
	r.open = app{pool: r.seed.PoolID, id: r.seed.PublicClientID}
	return r
}

// tryOpen opens a folder with nothing but the cost of hashing changed.
func tryOpen(dir string) (*localpool.Pool, error) {
	return localpool.Open(localpool.Options{Dir: dir, Hash: lowCost})
}

// fakeCredentials sign admin calls; the pool takes any key.
func fakeCredentials(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example"}, nil
}

func sdkClient(transport cip.HTTPClient, edits ...func(*cip.Options)) *cip.Client {
	options := cip.Options{
		Region:      "us-east-1",
		HTTPClient:  transport,
		Credentials: aws.CredentialsProviderFunc(fakeCredentials),
		Retryer:     aws.NopRetryer{},
	}
	return cip.New(options, edits...)
}

// failure is what a refused call says: the exception type and its message.
type failure struct{ code, text string }

func failureOf(err error) failure {
	if err == nil {
		return failure{}
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return failure{api.ErrorCode(), api.ErrorMessage()}
	}
	return failure{"(no API error)", err.Error()}
}

// wantFailure asserts the exception type and, unless text is empty, the exact message.
func wantFailure(t *testing.T, err error, code, text string) {
	t.Helper()
	got := failureOf(err)
	switch {
	case err == nil:
		t.Errorf("call succeeded, want %s %q", code, text)
	case got.code != code, text != "" && got.text != text:
		t.Errorf("got %s %q, want %s %q", got.code, got.text, code, text)
	}
}

func attribute(name, value string) types.AttributeType {
	return types.AttributeType{Name: aws.String(name), Value: aws.String(value)}
}

func attributeMap(list []types.AttributeType) map[string]string {
	found := make(map[string]string, len(list))
	for _, a := range list {
		found[aws.ToString(a.Name)] = aws.ToString(a.Value)
	}
	return found
}

// productionCost leaves the cost of hashing at its default.
func productionCost(o *localpool.Options) { o.Hash = localpool.HashCost{} }
