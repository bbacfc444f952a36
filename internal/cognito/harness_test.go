package cognito_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/pquerna/otp/totp"

	"usher/internal/auth"
	"usher/internal/cognito"
	"usher/internal/localpool"
)

// handClock moves only when a test says so.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *handClock {
	return &handClock{now: time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)}
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// inbox keeps the newest code sent to each address.
type inbox struct {
	mu    sync.Mutex
	codes map[string]string
	fail  error
}

func (b *inbox) Deliver(_ context.Context, m localpool.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.codes[strings.ToLower(m.To)] = m.Code
	return nil
}

func (b *inbox) code(t *testing.T, email string) string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	code, sent := b.codes[strings.ToLower(email)]
	if !sent {
		t.Fatalf("no code was sent to %s", email)
	}
	return code
}

func (b *inbox) breakDown(t *testing.T) {
	set := func(err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.fail = err
	}
	set(errors.New("the mail server is down"))
	t.Cleanup(func() { set(nil) })
}

// rig is a local pool and what is needed to steer it.
type rig struct {
	pool  *localpool.Pool
	seed  localpool.Seed
	clock *handClock
	mail  *inbox
	made  int
}

// Passwords that the seeded policy takes.
const (
	goodPassword  auth.Password = "correct-horse-7"
	otherPassword auth.Password = "battery-staple-8"
)

// aToken has the shape of a token and is none.
const aToken = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{clock: newClock(), mail: &inbox{codes: map[string]string{}}}
	pool, err := localpool.Open(localpool.Options{
		Now: r.clock.Now, Deliver: r.mail.Deliver, Hash: localpool.HashCost{MemoryKiB: 64, Time: 1},
	})
	if err != nil {
		t.Fatalf("localpool.Open: %v", err)
	}
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	r.pool, r.seed = pool, pool.Seed()
	return r
}

// config is that of the confidential client, with credentials.
func (r *rig) config() cognito.Config {
	return cognito.Config{
		Region: r.seed.Region, UserPoolID: r.seed.PoolID, ClientID: r.seed.ClientID, ClientSecret: r.seed.ClientSecret,
		HTTPClient: r.pool.Transport(), Credentials: aws.CredentialsProviderFunc(anyCredentials), Now: r.clock.Now,
	}
}

func (r *rig) open(t *testing.T, edits ...func(*cognito.Config)) *cognito.Pool {
	t.Helper()
	return open(t, append([]func(*cognito.Config){func(c *cognito.Config) { *c = r.config() }}, edits...)...)
}

func open(t *testing.T, edits ...func(*cognito.Config)) *cognito.Pool {
	t.Helper()
	c := cognito.Config{Region: "us-east-1", UserPoolID: "us-east-1_Example", ClientID: "client"}
	for _, edit := range edits {
		edit(&c)
	}
	p, err := cognito.New(c)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return p
}

func anyCredentials(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example"}, nil
}

// operator is the SDK's own client, for what the pool's operator does.
func (r *rig) operator() *cip.Client {
	return cip.New(cip.Options{
		Region: r.seed.Region, HTTPClient: r.pool.Transport(),
		Credentials: aws.CredentialsProviderFunc(anyCredentials), Retryer: aws.NopRetryer{},
	})
}

func (r *rig) newEmail() string {
	r.made++
	return fmt.Sprintf("user-%d@example.com", r.made)
}

// newUser makes a confirmed account.
func (r *rig) newUser(t *testing.T, p *cognito.Pool) string {
	t.Helper()
	email := r.newEmail()
	if _, err := p.SignUp(t.Context(), auth.NewUser{Username: email, Password: goodPassword}); err != nil {
		t.Fatalf("SignUp: %v", err)
	}
	if err := p.ConfirmSignUp(t.Context(), email, r.mail.code(t, email)); err != nil {
		t.Fatalf("ConfirmSignUp: %v", err)
	}
	return email
}

func (r *rig) session(t *testing.T, p *cognito.Pool, email string) auth.Tokens {
	t.Helper()
	step, err := p.SignIn(t.Context(), auth.SignIn{Username: email, Password: goodPassword})
	if err != nil || step.Tokens == nil {
		t.Fatalf("SignIn: %v, tokens %t", err, step.Tokens != nil)
	}
	return *step.Tokens
}

// totp is what an authenticator app shows at the pool's time.
func (r *rig) totp(t *testing.T, secret auth.Secret) string {
	t.Helper()
	code, err := totp.GenerateCode(string(secret), r.clock.Now())
	if err != nil {
		t.Fatalf("the secret is none: %v", err)
	}
	return code
}

func wantCode(t *testing.T, err error, want auth.Code) *auth.Error {
	t.Helper()
	if got := auth.CodeOf(err); got != want {
		t.Errorf("outcome %q, want %q (%v)", got, want, err)
	}
	e, typed := errors.AsType[*auth.Error](err)
	if err != nil && !typed {
		t.Errorf("the error is a %T, want *auth.Error", err)
	}
	if e == nil {
		e = &auth.Error{}
	}
	return e
}
