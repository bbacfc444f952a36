package authtest

import (
	"testing"

	"usher/internal/auth"
)

func signOutChecks() []check {
	nothing := func(name string, token func(t *testing.T, s *suite, tokens auth.Tokens) string) check {
		return check{"RevokeToken/" + name + " is success and ends nothing", []need{users}, func(t *testing.T, s *suite) {
			tokens := s.session(t, s.confirmed(t))
			expect(t, s.Pool.RevokeToken(t.Context(), token(t, s, tokens)), "")
			_, err := s.Pool.User(t.Context(), tokens.Access)
			expect(t, err, "")
			_, err = s.Pool.Refresh(t.Context(), tokens.Refresh)
			expect(t, err, "")
		}}
	}
	return []check{
		{"RevokeToken/ends that session and no other", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			ended, other := s.session(t, a), s.session(t, a)
			expect(t, s.Pool.RevokeToken(t.Context(), ended.Refresh), "")
			_, err := s.Pool.Refresh(t.Context(), ended.Refresh)
			expect(t, err, auth.SessionExpired)
			_, err = s.Pool.User(t.Context(), ended.Access)
			expectReason(t, err, auth.ReasonRevoked)
			_, err = s.Pool.User(t.Context(), other.Access)
			expect(t, err, "")
			_, err = s.Pool.Refresh(t.Context(), other.Refresh)
			expect(t, err, "")
		}},
		{"RevokeToken/twice is success", []need{users}, func(t *testing.T, s *suite) {
			tokens := s.session(t, s.confirmed(t))
			expect(t, s.Pool.RevokeToken(t.Context(), tokens.Refresh), "")
			expect(t, s.Pool.RevokeToken(t.Context(), tokens.Refresh), "")
		}},
		{"RevokeToken/an expired token is success", []need{users, clock}, func(t *testing.T, s *suite) {
			tokens := s.session(t, s.confirmed(t))
			s.Advance(overRefreshLife)
			expect(t, s.Pool.RevokeToken(t.Context(), tokens.Refresh), "")
		}},
		{"RevokeToken/of a deleted account is success", []need{users, remove}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			tokens := s.session(t, a)
			s.Operator.Delete(t, a.email)
			expect(t, s.Pool.RevokeToken(t.Context(), tokens.Refresh), "")
		}},
		nothing("a text that is no token", func(*testing.T, *suite, auth.Tokens) string { return "no token" }),
		nothing("an empty text", func(*testing.T, *suite, auth.Tokens) string { return "" }),
		nothing("a token of nobody", func(*testing.T, *suite, auth.Tokens) string {
			return "eyJjdHkiOiJKV1QifQ.AAAA.BBBB.CCCC.DDDD"
		}),
		nothing("an access token", func(_ *testing.T, _ *suite, tokens auth.Tokens) string { return tokens.Access }),
		{"SignOutEverywhere/ends every session", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			first, second := s.session(t, a), s.session(t, a)
			expect(t, s.Pool.SignOutEverywhere(t.Context(), first.Access), "")
			for _, tokens := range []auth.Tokens{first, second} {
				_, err := s.Pool.User(t.Context(), tokens.Access)
				expectReason(t, err, auth.ReasonRevoked)
				_, err = s.Pool.Refresh(t.Context(), tokens.Refresh)
				expect(t, err, auth.SessionExpired)
			}
		}},
	}
}
