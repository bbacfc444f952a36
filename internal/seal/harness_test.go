package seal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"usher/internal/seal"
)

const (
	pool   = "us-east-1_UsherPool"
	client = "1example23456789abcdefghij"
)

var start = time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// entry is a ring's entry with a key that the id determines.
func entry(id string) string {
	secret := bytes.Repeat([]byte(id), 32)[:32]
	secret[31] = 0xfe
	return id + ":" + base64.StdEncoding.EncodeToString(secret)
}

func ring(tb testing.TB, ids ...string) seal.Keys {
	tb.Helper()
	var entries []string
	for _, id := range ids {
		entries = append(entries, entry(id))
	}
	keys, err := seal.ParseKeys(strings.Join(entries, ","))
	if err != nil {
		tb.Fatal(err)
	}
	return keys
}

func newSealer(tb testing.TB, edit func(*seal.Config)) *seal.Sealer {
	tb.Helper()
	cfg := seal.Config{
		Keys: ring(tb, "k1"), Pool: pool, Client: client,
		Now: func() time.Time { return start }, Rand: rand.Reader,
	}
	if edit != nil {
		edit(&cfg)
	}
	sealer, err := seal.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return sealer
}

func withKeys(tb testing.TB, ids ...string) func(*seal.Config) {
	return func(cfg *seal.Config) { cfg.Keys = ring(tb, ids...) }
}

func at(now time.Time) func(*seal.Config) {
	return func(cfg *seal.Config) { cfg.Now = func() time.Time { return now } }
}

func mustSeal(tb testing.TB, s *seal.Sealer, purpose seal.Purpose, payload string) string {
	tb.Helper()
	sealed, err := s.Seal(purpose, []byte(payload))
	if err != nil {
		tb.Fatal(err)
	}
	return sealed
}

// mustRefuse holds the whole promise of a refusal.
func mustRefuse(tb testing.TB, s *seal.Sealer, purpose seal.Purpose, sealed string, want seal.Outcome) {
	tb.Helper()
	payload, sealedAt, err := s.Open(purpose, sealed)
	if !errors.Is(err, seal.ErrNotOurs) {
		tb.Fatalf("%q: error = %v, want ErrNotOurs", sealed, err)
	}
	if payload != nil || !sealedAt.IsZero() {
		tb.Fatalf("%q: refused, and still gave %q of %v", sealed, payload, sealedAt)
	}
	if got := seal.OutcomeOf(err); want != "" && got != want {
		tb.Errorf("outcome = %s, want %s", got, want)
	}
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func noise(tb testing.TB, n int) []byte {
	tb.Helper()
	data := make([]byte, n)
	if _, err := rand.Read(data); err != nil {
		tb.Fatal(err)
	}
	return data
}

// cognitoAccess is a token with the members, their order and the key id of Cognito's, in a pool whose
// users sign in with an address: their names are UUIDs. No region has a longer name.
func cognitoAccess(tb testing.TB, groups int) string {
	tb.Helper()
	const id = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	named := ""
	for i := range groups {
		named += fmt.Sprintf(`,"department-%02d"`, i)
	}
	if groups > 0 {
		named = `"cognito:groups":[` + named[1:] + `],`
	}
	payload := `{"sub":"` + id + `",` + named + `"iss":"https:\/\/cognito-idp.ap-southeast-2.amazonaws.com\/ap-southeast-2_UsherPool","client_id":"` + client +
		`","origin_jti":"11111111-2222-4333-8444-555555555555","event_id":"66666666-7777-4888-9999-000000000000","token_use":"access",` +
		`"scope":"aws.cognito.signin.user.admin","auth_time":1795343400,"exp":1795347000,"iat":1795343400,` +
		`"jti":"99999999-8888-4777-a666-555555555555","username":"` + id + `"}`
	header := `{"kid":"` + base64.StdEncoding.EncodeToString(noise(tb, 32)) + `","alg":"RS256"}`
	token := b64([]byte(header)) + "." + b64([]byte(payload)) + "." + b64(noise(tb, 256))
	if groups == 0 && len(token) < 1083 {
		tb.Fatalf("modelled %d characters, Cognito's have 1083", len(token))
	}
	return token
}

// cognitoRefresh has the form of Cognito's refresh tokens: a JWE that only Cognito reads.
func cognitoRefresh(tb testing.TB) string {
	tb.Helper()
	const length = 1800
	token := b64([]byte(`{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`)) + "." + b64(noise(tb, 256)) + "." + b64(noise(tb, 12)) + "."
	tag := "." + b64(noise(tb, 16))
	token += b64(noise(tb, (length-len(token)-len(tag))*3/4)) + tag
	if len(token) != length {
		tb.Fatalf("modelled %d characters, want %d", len(token), length)
	}
	return token
}

func fullProfile() *seal.Profile {
	return &seal.Profile{
		Email: new("jane.doe@example.com"), EmailVerified: new(true),
		PhoneNumber: new("+15555550100"), PhoneNumberVerified: new(false),
		Name: new("Jane Doe"), GivenName: new("Jane"), FamilyName: new("Doe"),
		Locale: new("en-GB"), Zoneinfo: new("Europe/London"), Picture: new("https://example.com/jane.png"),
	}
}
