package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// caller is who sent a request.
type caller struct {
	Subject string // the user pool's sub, which is Usher's Me.id
}

// checker says whose access token this is, or why it is nobody's.
type checker interface {
	check(ctx context.Context, token string) (caller, error)
}

// tokenCharacters are all that a bearer token may consist of: RFC 6750, section 2.1.
const tokenCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="

type callerKey struct{}

// withCaller lets fields ask who calls. The token is looked at when the first one does, and once, however many
// do: gqlgen runs the fields of a query side by side.
func withCaller(who checker, log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lines := r.Header.Values("Authorization")
		ask := sync.OnceValues(func() (caller, error) {
			token, err := bearer(lines)
			if err != nil {
				return caller{}, err
			}
			found, err := who.check(r.Context(), token)
			refused, ok := errors.AsType[*refusal](err)
			if ok && refused.code == codeUnavailable && r.Context().Err() == nil {
				log.WarnContext(r.Context(), "who calls cannot be checked", "error", refused)
			}
			return found, err
		})
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, ask)))
	})
}

// bearer is the token of the header Authorization. Two such lines may mean two users, so they are none.
func bearer(lines []string) (string, error) {
	if len(lines) == 0 {
		return "", unauthenticated(missing, "no Authorization")
	}
	scheme, token, _ := strings.Cut(lines[0], " ")
	if len(lines) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" || strings.Trim(token, tokenCharacters) != "" {
		return "", unauthenticated(invalid, "Authorization is not one Bearer token")
	}
	return token, nil
}

// callerOf is who sent the request that this context belongs to.
func callerOf(ctx context.Context) (caller, error) {
	ask, ok := ctx.Value(callerKey{}).(func() (caller, error))
	if !ok {
		return caller{}, unauthenticated(missing, "this context belongs to no request")
	}
	return ask()
}

// requireCaller is @auth.
func requireCaller(ctx context.Context, _ any, next graphql.Resolver) (any, error) {
	if _, err := callerOf(ctx); err != nil {
		return nil, err
	}
	return next(ctx)
}
