package auth

import (
	"context"
	"net/url"
	"slices"
	"strings"
)

// TOTPEnrollment is a new authenticator app that waits for its first code.
type TOTPEnrollment struct {
	Secret Secret // base32, to type in
	URI    Secret // otpauth://totp/…, to show as a QR code
}

// DefaultIssuer is what authenticator apps show where [Config] names no issuer.
const DefaultIssuer = "Usher"

// enrolment words a secret as authenticator apps read it (Google Authenticator's Key Uri Format).
// Cognito's codes have six digits of SHA-1 over thirty seconds, which is what apps take as given.
func (s *Service) enrolment(secret Secret, account string) TOTPEnrollment {
	issuer := uriComponent(s.issuer)
	return TOTPEnrollment{Secret: secret, URI: Secret(
		"otpauth://totp/" + issuer + ":" + uriComponent(account) + "?secret=" + uriComponent(string(secret)) + "&issuer=" + issuer,
	)}
}

// uriComponent escapes all that borders parts of a URI, the colon between issuer and account
// included. A space is %20, because not every app reads a plus sign as one; the @ of an address
// borders nothing here.
func uriComponent(text string) string {
	return strings.NewReplacer("+", "%20", "%40", "@").Replace(url.QueryEscape(text))
}

// enrolInSignIn makes the secret that a user sets up before the sign-in can go on.
func (s *Service) enrolInSignIn(ctx context.Context, ch *Challenge, name string) (TOTPEnrollment, Secret, error) {
	if !slices.Contains(ch.Factors, FactorTOTP) {
		return TOTPEnrollment{}, "", &Error{Code: NotEnabled, Feature: "setting up the second factor that this user pool demands"}
	}
	made, err := s.pool.AssociateTOTP(ctx, TOTPGrant{Session: ch.Session})
	if err != nil {
		return TOTPEnrollment{}, "", err
	}
	return s.enrolment(made.Secret, name), made.Session, nil
}

// SetUpTOTP makes the secret of a new authenticator app for the caller. Nothing changes until
// [Service.ConfirmTOTP]; an app set up before works until then.
//
// ReauthenticationRequired, NotEnabled, RateLimited, Unauthenticated, Forbidden, and faults.
func (s *Service) SetUpTOTP(ctx context.Context, p Principal) (TOTPEnrollment, error) {
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return TOTPEnrollment{}, err
	}
	user, err := s.pool.User(ctx, p.AccessToken)
	if err != nil {
		return TOTPEnrollment{}, err
	}
	account := user.Username
	if email := user.Profile().Email; email != nil {
		account = *email
	}
	made, err := s.pool.AssociateTOTP(ctx, TOTPGrant{AccessToken: p.AccessToken})
	if err != nil {
		return TOTPEnrollment{}, err
	}
	return s.enrolment(made.Secret, account), nil
}

// ConfirmTOTP proves the new authenticator app and turns it on.
//
// InvalidInput, InvalidCode, NotEnabled (set-up was not begun), RateLimited, Unauthenticated,
// Forbidden, and faults. After a fault the app may be proven and not turned on:
// [Service.SetFactorPreference] turns it on.
func (s *Service) ConfirmTOTP(ctx context.Context, p Principal, proof TOTPProof, preferred bool) error {
	proof, err := checkProof(proof, "input")
	if err != nil {
		return err
	}
	if _, err := s.pool.VerifyTOTP(ctx, TOTPGrant{AccessToken: p.AccessToken}, proof); err != nil {
		return err
	}
	return s.pool.SetFactorPreference(ctx, p.AccessToken, []FactorPreference{{Factor: FactorTOTP, Enabled: true, Preferred: preferred}})
}

// Factors reads the caller's factors.
//
// Unauthenticated, Forbidden, and faults.
func (s *Service) Factors(ctx context.Context, p Principal) (FactorSettings, error) {
	return s.pool.Factors(ctx, p.AccessToken)
}

// SetFactorPreference makes the named second factors the ones that are asked for; all others are
// turned off. preferred, which may be empty, is one of them.
//
// InvalidInput, ReauthenticationRequired, NotEnabled, Unauthenticated, Forbidden, and faults.
func (s *Service) SetFactorPreference(ctx context.Context, p Principal, enabled []Factor, preferred Factor) error {
	for _, f := range enabled {
		if !f.mayComeSecond() {
			return invalidField("Only TOTP, SMS and EMAIL can be asked for after the password.", "input", "enabled")
		}
	}
	if preferred != "" && !slices.Contains(enabled, preferred) {
		return invalidField("Prefer one of the factors that are enabled.", "input", "preferred")
	}
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return err
	}
	now, err := s.pool.Factors(ctx, p.AccessToken)
	if err != nil {
		return err
	}
	var changes []FactorPreference
	for _, f := range []Factor{FactorTOTP, FactorSMS, FactorEmail} {
		on := slices.Contains(enabled, f)
		// What is off and stays off is not named: the pool may not know it at all.
		if on || slices.Contains(now.Enabled, f) {
			changes = append(changes, FactorPreference{Factor: f, Enabled: on, Preferred: on && f == preferred})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	err = s.pool.SetFactorPreference(ctx, p.AccessToken, changes)
	return refusedValue(err, "Enable only factors that are set up, and at least one where the pool demands it.", "input", "enabled")
}
