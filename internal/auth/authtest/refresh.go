package authtest

import (
	"testing"
	"time"

	"usher/internal/auth"
)

const (
	// overGrace is past the longest grace period of a rotated refresh token.
	overGrace = 61 * time.Second
	// overRefreshLife is past the longest life of a refresh token: ten years.
	overRefreshLife = 3651 * 24 * time.Hour
)

func refreshChecks() []check {
	dies := func(name string, needs []need, kill func(t *testing.T, s *suite, a account, tokens auth.Tokens)) check {
		return check{"Refresh/" + name + " is SessionExpired", append([]need{users}, needs...), func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			tokens := s.session(t, a)
			kill(t, s, a, tokens)
			_, err := s.Pool.Refresh(t.Context(), tokens.Refresh)
			expect(t, err, auth.SessionExpired)
		}}
	}
	garbage := func(name string, token func(auth.Tokens) string) check {
		return check{"Refresh/" + name + " is SessionExpired", []need{users}, func(t *testing.T, s *suite) {
			tokens := s.session(t, s.confirmed(t))
			_, err := s.Pool.Refresh(t.Context(), token(tokens))
			expect(t, err, auth.SessionExpired)
			_, err = s.Pool.Refresh(t.Context(), tokens.Refresh)
			expect(t, err, "")
		}}
	}
	return []check{
		{"Refresh/gives new tokens of the same user", []need{users}, func(t *testing.T, s *suite) {
			tokens := s.session(t, s.confirmed(t))
			before, err := s.Pool.User(t.Context(), tokens.Access)
			expect(t, err, "")
			renewed, err := s.Pool.Refresh(t.Context(), tokens.Refresh)
			expect(t, err, "")
			if renewed.Access == "" || renewed.Access == tokens.Access || renewed.ID == "" || renewed.ExpiresAt.IsZero() {
				t.Error("the access and ID tokens are not new and complete")
			}
			after, err := s.Pool.User(t.Context(), renewed.Access)
			expect(t, err, "")
			if after.Username != before.Username {
				t.Errorf("the new tokens are of %q, want %q", after.Username, before.Username)
			}
			if renewed.Refresh != "" {
				_, err = s.Pool.Refresh(t.Context(), renewed.Refresh)
				expect(t, err, "")
			}
		}},
		{"Refresh/a token rotated out dies after its grace", []need{users, clock}, func(t *testing.T, s *suite) {
			tokens := s.session(t, s.confirmed(t))
			renewed, err := s.Pool.Refresh(t.Context(), tokens.Refresh)
			expect(t, err, "")
			s.Advance(overGrace)
			_, err = s.Pool.Refresh(t.Context(), tokens.Refresh)
			if renewed.Refresh == "" {
				expect(t, err, "") // the pool does not rotate: the token stays good
				return
			}
			expect(t, err, auth.RefreshTokenReused)
		}},
		garbage("a text that is no token", func(auth.Tokens) string { return "not a token\r\n" }),
		garbage("an empty text", func(auth.Tokens) string { return "" }),
		garbage("a token of nobody", func(auth.Tokens) string { return "eyJjdHkiOiJKV1QifQ.AAAA.BBBB.CCCC.DDDD" }),
		garbage("an access token", func(tokens auth.Tokens) string { return tokens.Access }),
		garbage("a damaged token", func(tokens auth.Tokens) string {
			b := []byte(tokens.Refresh)
			i := len(b) / 2
			if b[i] == 'A' {
				b[i] = 'B'
			} else {
				b[i] = 'A'
			}
			return string(b)
		}),
		dies("a revoked token", nil, func(t *testing.T, s *suite, _ account, tokens auth.Tokens) {
			expect(t, s.Pool.RevokeToken(t.Context(), tokens.Refresh), "")
		}),
		dies("a token signed out everywhere", nil, func(t *testing.T, s *suite, _ account, tokens auth.Tokens) {
			expect(t, s.Pool.SignOutEverywhere(t.Context(), tokens.Access), "")
		}),
		dies("an old token", []need{clock}, func(_ *testing.T, s *suite, _ account, _ auth.Tokens) {
			s.Advance(overRefreshLife)
		}),
		dies("a token of a deleted account", []need{remove}, func(t *testing.T, s *suite, a account, _ auth.Tokens) {
			s.Operator.Delete(t, a.email)
		}),
		dies("a token of a disabled account", []need{disable}, func(t *testing.T, s *suite, a account, _ auth.Tokens) {
			s.Operator.Disable(t, a.email)
		}),
	}
}
