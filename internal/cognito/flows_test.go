package cognito_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/cognito"
	"usher/internal/kv"
	"usher/internal/passkeytest"
)

// keptSealer seals by keeping: the token is the key of what it stands for.
type keptSealer struct {
	now  func() time.Time
	mu   sync.Mutex
	kept map[string][]byte
}

func (k *keptSealer) Seal(state []byte) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	token := rand.Text()
	k.kept[token] = slices.Clone(state)
	return token, nil
}

func (k *keptSealer) Open(token string) ([]byte, time.Time, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	state, found := k.kept[token]
	if !found {
		return nil, time.Time{}, errors.New("nobody sealed this")
	}
	return slices.Clone(state), k.now(), nil
}

// flows is the domain over the local pool, with everything logged.
type flows struct {
	*auth.Service
	*rig
	pool   *cognito.Pool
	log    bytes.Buffer
	sealer *keptSealer
}

func newFlows(t *testing.T) *flows {
	t.Helper()
	f := &flows{rig: newRig(t)}
	logger := slog.New(slog.NewJSONHandler(&f.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	f.pool = f.open(t, func(c *cognito.Config) { c.Logger = logger })
	f.sealer = &keptSealer{now: f.clock.Now, kept: map[string][]byte{}}
	service, err := auth.New(auth.Config{
		Pool: f.pool, Store: kv.NewMemory(f.clock.Now, 0), Sessions: authtest.NoSessions{}, Limits: authtest.NoLimits{}, Secret: bytes.Repeat([]byte{7}, 32),
		Challenges: f.sealer, Issuer: "Example & Co", Now: f.clock.Now, Logger: logger,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Service = service
	t.Cleanup(func() { service.Close(context.WithoutCancel(t.Context())) })
	return f
}

// caller is the principal of tokens, as far as the flows need it.
func (f *flows) caller(t *testing.T, tokens *auth.Tokens) auth.Principal {
	t.Helper()
	user, err := f.pool.User(t.Context(), tokens.Access)
	if err != nil {
		t.Fatalf("User: %v", err)
	}
	return auth.Principal{Subject: user.Username, Username: user.Username, AuthTime: f.clock.Now(), AccessToken: tokens.Access}
}

func (f *flows) start(t *testing.T, in auth.SignIn, want auth.ChallengeKind) auth.SignInStep {
	t.Helper()
	step, err := f.StartSignIn(t.Context(), in)
	return wantStep(t, step, err, want)
}

func (f *flows) reply(t *testing.T, step auth.SignInStep, r auth.Reply, want auth.ChallengeKind) auth.SignInStep {
	t.Helper()
	next, err := f.RespondToChallenge(t.Context(), step.Challenge.Token, r)
	return wantStep(t, next, err, want)
}

// wantStep is a challenge of this kind, or tokens when it is "".
func wantStep(t *testing.T, step auth.SignInStep, err error, want auth.ChallengeKind) auth.SignInStep {
	t.Helper()
	switch {
	case err != nil:
		t.Fatalf("outcome %v, want %q", err, want)
	case want == "" && step.Tokens == nil:
		t.Fatalf("challenge %s, want tokens", step.Challenge.Kind)
	case want != "" && (step.Challenge == nil || step.Challenge.Kind != want):
		t.Fatalf("%+v, want the challenge %s", step.Challenge, want)
	}
	return step
}

// One account goes every way in, and out of it; nothing that only its owner may know is logged.
func TestEveryWayInOverTheLocalPool(t *testing.T) {
	f := newFlows(t)
	email := f.newUser(t, f.pool)
	byPassword := auth.SignIn{Username: email, Password: goodPassword}
	caller := f.caller(t, f.start(t, byPassword, "").Tokens)

	byMail := f.start(t, auth.SignIn{Username: email, Factor: auth.FactorEmail}, auth.ChallengeEmailOTP)
	mailed := f.mail.code(t, email)
	f.reply(t, byMail, auth.Reply{Code: mailed}, "")
	_, err := f.RespondToChallenge(t.Context(), byMail.Challenge.Token, auth.Reply{Code: mailed})
	wantCode(t, err, auth.ChallengeExpired)

	device := &passkeytest.Authenticator{Origin: "http://localhost:3000"}
	options, err := f.StartPasskeyRegistration(t.Context(), caller)
	wantCode(t, err, "")
	credential, err := device.Create([]byte(options))
	if err != nil {
		t.Fatal(err)
	}
	made, err := f.FinishPasskeyRegistration(t.Context(), caller, auth.WebAuthnJSON(credential))
	if wantCode(t, err, ""); made.Name == "" {
		t.Errorf("%+v, want a passkey with a name", made)
	}
	byName := f.start(t, auth.SignIn{Username: email}, auth.ChallengeSelectFactor)
	byKey := f.reply(t, byName, auth.Reply{Factor: auth.FactorPasskey}, auth.ChallengePasskey)
	assertion, err := device.Get([]byte(byKey.Challenge.PasskeyOptions))
	if err != nil {
		t.Fatal(err)
	}
	f.reply(t, byKey, auth.Reply{Passkey: auth.WebAuthnJSON(assertion)}, "")

	enrolment, err := f.SetUpTOTP(t.Context(), caller)
	wantCode(t, err, "")
	key, err := otp.NewKeyFromURL(string(enrolment.URI))
	if err != nil || key.Issuer() != "Example & Co" || key.AccountName() != email || key.Secret() != string(enrolment.Secret) {
		t.Errorf("an app reads %v, %v", key, err)
	}
	wantCode(t, f.ConfirmTOTP(t.Context(), caller, auth.TOTPProof{Code: f.totp(t, enrolment.Secret)}, true), "")
	f.clock.Advance(time.Minute)
	byApp := f.start(t, byPassword, auth.ChallengeTOTP)
	shown := f.totp(t, enrolment.Secret)
	f.reply(t, byApp, auth.Reply{TOTPCode: shown}, "")
	wantCode(t, f.SetFactorPreference(t.Context(), caller, nil, ""), "")
	f.start(t, byPassword, "")

	wantCode(t, f.DeleteAccount(t.Context(), caller, otherPassword), auth.InvalidCredentials)
	wantCode(t, f.DeleteAccount(t.Context(), caller, goodPassword), "")
	_, err = f.StartSignIn(t.Context(), byPassword)
	wantCode(t, err, auth.InvalidCredentials)

	for what, secret := range map[string]string{
		"password": string(goodPassword), "mailed code": mailed, "app's code": shown, "app's secret": string(enrolment.Secret),
		"access token": caller.AccessToken, "challenge": byApp.Challenge.Token, "passkey": made.ID,
	} {
		if strings.Contains(f.log.String(), secret) {
			t.Errorf("the %s stands in the log", what)
		}
	}
}

func TestAnAppIsSetUpInsideTheSignInOverTheLocalPool(t *testing.T) {
	f := newFlows(t)
	email := f.newUser(t, f.pool)
	demandApp(t, f.operator(), f.seed.PoolID)
	step := f.start(t, auth.SignIn{Username: email, Password: goodPassword}, auth.ChallengeMFASetup)
	code := f.totp(t, step.Challenge.TOTP.Secret)
	_, err := f.RespondToChallenge(t.Context(), step.Challenge.Token, auth.Reply{TOTPSetup: &auth.TOTPProof{Code: "000000"}})
	wantCode(t, err, auth.InvalidCode)
	f.reply(t, step, auth.Reply{TOTPSetup: &auth.TOTPProof{Code: code, DeviceName: "phone"}}, "")
	f.clock.Advance(time.Minute)
	f.start(t, auth.SignIn{Username: email, Password: goodPassword}, auth.ChallengeTOTP)
}

// A stranger's name and an owner's meet the same challenge and fail alike.
func TestAStrangerIsPlayActedOverTheLocalPool(t *testing.T) {
	f := newFlows(t)
	owner, stranger := f.newUser(t, f.pool), f.newEmail()
	var lengths []int
	for _, name := range []string{owner, stranger} {
		step := f.start(t, auth.SignIn{Username: name, Factor: auth.FactorEmail}, auth.ChallengeEmailOTP)
		if got := step.Challenge.Delivery; got == nil || got.Destination != "u***@e***" || got.Channel != auth.ByEmail {
			t.Errorf("%s: delivery %+v", name, got)
		}
		lengths = append(lengths, len(f.sealer.kept[step.Challenge.Token]))
		_, err := f.RespondToChallenge(t.Context(), step.Challenge.Token, auth.Reply{Code: "00000000"})
		wantCode(t, err, auth.InvalidCode)
	}
	if lengths[0] != lengths[1] {
		t.Errorf("what is sealed has %d and %d bytes", lengths[0], lengths[1])
	}
}
