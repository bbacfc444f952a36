package localpool

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// bench is a pool with a hand-wound clock, called without the SDK.
type bench struct {
	t    testing.TB
	pool *Pool
	at   time.Time
	sent []Message
}

const (
	benchUser     = "test@test.com"
	benchPassword = "correct-horse-7"
)

func newBench(t testing.TB, edits ...func(*Options)) *bench {
	t.Helper()
	b := &bench{t: t, at: time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)}
	opts := Options{
		Now:     func() time.Time { return b.at },
		Hash:    HashCost{MemoryKiB: 64, Time: 1},
		Deliver: func(_ context.Context, m Message) error { b.sent = append(b.sent, m); return nil },
	}
	SpareSigningKeys(&opts)
	for _, edit := range edits {
		edit(&opts)
	}
	pool, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	b.pool = pool
	return b
}

type members map[string]any

// call posts one operation and returns its answer, or the exception's name and text.
func (b *bench) call(operation string, in members) (members, error) {
	b.t.Helper()
	return b.callWith(b.t.Context(), operation, in)
}

func (b *bench) callWith(ctx context.Context, operation string, in members) (members, error) {
	b.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(string(body)))
	r.Header.Set("X-Amz-Target", targetPrefix+operation)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260302/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00")
	w := httptest.NewRecorder()
	b.pool.ServeHTTP(w, r)
	var out members
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		b.t.Fatalf("%s: %q: %v", operation, w.Body, err)
	}
	if w.Code != http.StatusOK {
		kind, _ := out["__type"].(string)
		text, _ := out["message"].(string)
		return nil, fail(exception(kind), text)
	}
	return out, nil
}

func (b *bench) must(operation string, in members) members {
	b.t.Helper()
	out, err := b.call(operation, in)
	if err != nil {
		b.t.Fatalf("%s: %v", operation, err)
	}
	return out
}

func (b *bench) wantFailure(err error, kind exception, text string) {
	b.t.Helper()
	if got, ok := errors.AsType[*apiError](err); !ok || got.Type != kind || got.Message != text {
		b.t.Errorf("got %v, want %s: %s", err, kind, text)
	}
}

// newUser signs up and confirms benchUser at the public client.
func (b *bench) newUser() {
	b.t.Helper()
	id := b.pool.Seed().PublicClientID
	b.must("SignUp", members{"ClientId": id, "Username": benchUser, "Password": benchPassword})
	b.must("ConfirmSignUp", members{"ClientId": id, "Username": benchUser, "ConfirmationCode": b.sent[len(b.sent)-1].Code})
}

func (b *bench) signIn(user, password string) (members, error) {
	b.t.Helper()
	return b.call("InitiateAuth", members{
		"AuthFlow": flowUserPassword, "ClientId": b.pool.Seed().PublicClientID,
		"AuthParameters": members{"USERNAME": user, "PASSWORD": password},
	})
}

// secretHash is SECRET_HASH for the confidential client.
func (b *bench) secretHash(username string) string {
	mac := hmac.New(sha256.New, []byte(b.pool.Seed().ClientSecret))
	mac.Write([]byte(username + b.pool.Seed().ClientID))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// record reads a stored user.
func (b *bench) record(name string) (*scope, *userRecord) {
	b.t.Helper()
	var s *scope
	var user *userRecord
	err := b.pool.view(func(t tx) (err error) {
		s, user, err = b.pool.adminUser(t, seedPoolID, name)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return s, user
}

// count returns how many records a bucket holds.
func (b *bench) count(bucket string) int {
	b.t.Helper()
	n := 0
	err := b.pool.view(func(t tx) error {
		return t.each(bucket, func(string, []byte) error { n++; return nil })
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}
