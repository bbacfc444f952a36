package authtest

import (
	"testing"

	"usher/internal/auth"
)

// withPasskey registers a passkey for an account.
func (s *suite) withPasskey(t *testing.T, a account, device Authenticator) (accessToken string) {
	t.Helper()
	access := s.session(t, a).Access
	expect(t, s.Pool.FinishPasskeyRegistration(t.Context(), access, s.newCredential(t, access, device)), "")
	return access
}

// newCredential begins a registration and has the device make its credential.
func (s *suite) newCredential(t *testing.T, accessToken string, device Authenticator) auth.WebAuthnJSON {
	t.Helper()
	options, err := s.Pool.StartPasskeyRegistration(t.Context(), accessToken)
	if err != nil {
		t.Fatalf("StartPasskeyRegistration: %v", err)
	}
	credential, err := device.Create([]byte(options))
	if err != nil {
		t.Fatalf("the browser refuses the options: %v", err)
	}
	return auth.WebAuthnJSON(credential)
}

// assertion has the device answer a challenge.
func assertion(t *testing.T, c auth.Challenge, device Authenticator) auth.Reply {
	t.Helper()
	credential, err := device.Get([]byte(c.PasskeyOptions))
	if err != nil {
		t.Fatalf("the browser refuses the options: %v", err)
	}
	return auth.Reply{Passkey: auth.WebAuthnJSON(credential)}
}

func passkeyChecks() []check {
	byPasskey := func(a account) auth.SignIn { return auth.SignIn{Username: a.email, Factor: auth.FactorPasskey} }
	return []check{
		{"Passkeys/are registered, listed, signed in with and deleted", []need{authenticators}, func(t *testing.T, s *suite) {
			a, device := s.confirmed(t), s.NewAuthenticator()
			access := s.withPasskey(t, a, device)
			list, err := s.Pool.Passkeys(t.Context(), access)
			expect(t, err, "")
			if len(list) != 1 || list[0].ID == "" || list[0].Name == "" || list[0].RelyingPartyID == "" || list[0].CreatedAt.IsZero() {
				t.Fatalf("%+v, want one passkey with all its properties", list)
			}
			c := s.challenged(t, byPasskey(a), auth.ChallengePasskey)
			s.admitted(t, c, assertion(t, c, device))
			expect(t, s.Pool.DeletePasskey(t.Context(), access, list[0].ID), "")
			expect(t, s.Pool.DeletePasskey(t.Context(), access, list[0].ID), "") // gone is gone
			list, err = s.Pool.Passkeys(t.Context(), access)
			expect(t, err, "")
			if len(list) != 0 {
				t.Errorf("%+v is left", list)
			}
			s.challenged(t, byPasskey(a), auth.ChallengeSelectFactor)
		}},
		{"Passkeys/are chosen among the factors", []need{authenticators}, func(t *testing.T, s *suite) {
			a, device := s.confirmed(t), s.NewAuthenticator()
			s.withPasskey(t, a, device)
			c := s.challenged(t, auth.SignIn{Username: a.email}, auth.ChallengeSelectFactor)
			step, err := s.respond(t, c, auth.Reply{Factor: auth.FactorPasskey})
			expect(t, err, "")
			c = asked(t, step, auth.ChallengePasskey)
			s.admitted(t, c, assertion(t, c, device))
		}},
		{"FinishPasskeyRegistration/one that nobody began is ChallengeExpired", []need{authenticators}, func(t *testing.T, s *suite) {
			a, device := s.confirmed(t), s.NewAuthenticator()
			access := s.session(t, a).Access
			credential := s.newCredential(t, access, device)
			expect(t, s.Pool.FinishPasskeyRegistration(t.Context(), access, credential), "")
			expect(t, s.Pool.FinishPasskeyRegistration(t.Context(), access, credential), auth.ChallengeExpired)
		}},
		{"FinishPasskeyRegistration/a credential that is none is InvalidInput", []need{authenticators}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			for _, credential := range []auth.WebAuthnJSON{"", "[]", "nonsense"} {
				expect(t, s.Pool.FinishPasskeyRegistration(t.Context(), access, credential), auth.InvalidInput)
			}
		}},
		{"Respond/another device's passkey is InvalidCredentials", []need{authenticators}, func(t *testing.T, s *suite) {
			mine, theirs := s.confirmed(t), s.confirmed(t)
			myDevice, theirDevice := s.NewAuthenticator(), s.NewAuthenticator()
			s.withPasskey(t, mine, myDevice)
			s.withPasskey(t, theirs, theirDevice)
			c := s.challenged(t, byPasskey(mine), auth.ChallengePasskey)
			other := s.challenged(t, byPasskey(theirs), auth.ChallengePasskey)
			_, err := s.respond(t, c, assertion(t, other, theirDevice))
			expect(t, err, auth.InvalidCredentials)
		}},
	}
}
