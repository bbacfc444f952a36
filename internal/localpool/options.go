package localpool

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"
)

const (
	region       = "us-east-1"
	seedPoolID   = "us-east-1_UsherPool"
	issuerPrefix = "https://cognito-idp." + region + ".amazonaws.com/"

	defaultAccessTTL = time.Hour
	maxAccessTTL     = 24 * time.Hour

	// OWASP's first recommendation for argon2id with 19 MiB of memory.
	defaultHashMemoryKiB = 19 * 1024
	defaultHashTime      = 2
)

// Options configures Open. The zero value of each field is usable.
type Options struct {
	// Dir is the data folder. "" keeps everything in memory.
	Dir string
	// Now is the clock of every lifetime and limit. Nil means time.Now.
	Now func() time.Time
	// Rand is the source of ids, codes, secrets and salts. Nil means crypto/rand.Reader. The standard library takes the
	// randomness of RSA keys from the operating system whatever is set here.
	Rand io.Reader
	// Issuer is the `iss` of the seeded pool's tokens and must end in its id. "" means Cognito's ORIGINAL form. Pools made
	// by CreateUserPool have the same prefix followed by their own id.
	Issuer string
	// AccessTTL is the life of access and ID tokens of the seeded clients, in whole seconds. 0 means one hour.
	AccessTTL time.Duration
	// FixedCode replaces every random code that is sent. "" means six random digits.
	FixedCode string
	// Custom answers for the triggers of CUSTOM_AUTH. Nil sends a random word to the user and asks for it.
	Custom CustomAuth
	// Deliver is called after the state is durable and before the answer. Its error becomes CodeDeliveryFailureException.
	// Nil drops the message.
	Deliver func(context.Context, Message) error
	// Logger never receives a secret. Nil discards.
	Logger *slog.Logger
	// Hash is the cost of argon2id. The zero value is fit for production; tests may lower it.
	Hash HashCost

	// signingKey makes one RSA key, which takes a good part of a second. Nil makes it anew; this package's tests hand out
	// some again.
	signingKey func() (*rsa.PrivateKey, error)
}

// HashCost is the work argon2id spends on one password.
type HashCost struct {
	MemoryKiB uint32
	Time      uint32
}

// Message is one mail or text the pool sends.
type Message struct {
	To string
	// Medium is "EMAIL" or "SMS".
	Medium  string
	Subject string
	Text    string
	// Code is the code in the text, or the temporary password of AdminCreateUser.
	Code string
	// Purpose is SignUp, ResendCode, Authentication, ForgotPassword, AdminCreateUser, UpdateUserAttribute, VerifyUserAttribute
	// or CustomChallenge.
	Purpose string
	// Username is the user's internal name: a UUID in pools that sign in by email.
	Username string
	SentAt   time.Time
}

// lockedReader serialises a caller's source of randomness, which need not be safe for concurrent use.
type lockedReader struct {
	mu   sync.Mutex
	from io.Reader
}

func (r *lockedReader) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := io.ReadFull(r.from, b)
	if err != nil {
		return n, fmt.Errorf("localpool: the source of randomness failed: %w", err)
	}
	return n, nil
}

// withDefaults fills what is unset and refuses what cannot work.
func (o Options) withDefaults() (Options, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	} else {
		o.Rand = &lockedReader{from: o.Rand}
	}
	if o.signingKey == nil {
		o.signingKey = func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(o.Rand, rsaBits) }
	}
	if o.Issuer == "" {
		o.Issuer = issuerPrefix + seedPoolID
	}
	if !strings.HasSuffix(o.Issuer, "/"+seedPoolID) {
		return o, fmt.Errorf("localpool: the issuer %q does not name the pool: end it in /%s", o.Issuer, seedPoolID)
	}
	if o.AccessTTL == 0 {
		o.AccessTTL = defaultAccessTTL
	}
	if o.AccessTTL < time.Second || o.AccessTTL > maxAccessTTL || o.AccessTTL%time.Second != 0 {
		return o, fmt.Errorf("localpool: an access token life of %s is not possible: choose whole seconds from 1s to %s", o.AccessTTL, maxAccessTTL)
	}
	if strings.ContainsFunc(o.FixedCode, func(r rune) bool { return r <= ' ' }) {
		return o, errors.New("localpool: the fixed code holds white space, which no client can send: choose digits such as 123456")
	}
	if o.Custom == nil {
		o.Custom = &mailedWord{random: o.Rand, fixed: o.FixedCode}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Hash.MemoryKiB == 0 {
		o.Hash.MemoryKiB = defaultHashMemoryKiB
	}
	if o.Hash.Time == 0 {
		o.Hash.Time = defaultHashTime
	}
	return o, nil
}
