package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes and reasons are Usher's, so that a client has one place for both services' answers.
const (
	codeUnauthenticated = "UNAUTHENTICATED"
	codeBadRequest      = "BAD_REQUEST"
	codeBadInput        = "BAD_USER_INPUT"
	codeForbidden       = "FORBIDDEN"
	codeUnavailable     = "UPSTREAM_UNAVAILABLE"
	codeInternal        = "INTERNAL_SERVER_ERROR"

	missing = "MISSING"
	expired = "EXPIRED"
	invalid = "INVALID"
)

// refusal is an answer that a client sees.
type refusal struct {
	code    string
	reason  string // of UNAUTHENTICATED
	message string
	why     error // for the log
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s: %v", strings.TrimSpace(r.code+" "+r.reason), r.why)
}

func (r *refusal) Unwrap() error { return r.why }

func unauthenticated(reason, why string, values ...any) error {
	return &refusal{codeUnauthenticated, reason, "Sign in to use this field.", fmt.Errorf(why, values...)}
}

func unavailable(why error) error {
	return &refusal{code: codeUnavailable, message: "Who you are cannot be checked now. Try again in a moment.", why: why}
}

func forbidden(why string) error {
	return &refusal{code: codeForbidden, message: "This is another user's.", why: errors.New(why)}
}

func badInput(why string) error {
	return &refusal{code: codeBadInput, message: "An entity is a Me with its id.", why: errors.New(why)}
}

func (r *refusal) extensions() map[string]any {
	said := map[string]any{"code": r.code}
	if r.reason != "" {
		said["reason"] = r.reason
	}
	if r.code == codeUnavailable {
		said["retryable"] = true
	}
	return said
}

// presenter turns errors into words. What is neither a refusal nor the parser's is for the log alone.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := graphql.DefaultErrorPresenter(ctx, err)
		if refused, ok := errors.AsType[*refusal](err); ok {
			log.DebugContext(ctx, "refused", "path", shown.Path.String(), "error", refused)
			return &gqlerror.Error{Message: refused.message, Path: shown.Path, Extensions: refused.extensions()}
		}
		if !graphql.HasOperationContext(ctx) {
			// The transport's own words quote the body, with whatever secret is in it.
			return &gqlerror.Error{
				Message:    fmt.Sprintf("The body is not a GraphQL request in JSON of at most %d bytes.", bodyMaxBytes),
				Extensions: map[string]any{"code": codeBadRequest},
			}
		}
		if shown.Unwrap() == nil {
			return shown
		}
		log.ErrorContext(ctx, "a field failed", "path", shown.Path.String(), "error", err)
		return &gqlerror.Error{Message: "Something went wrong.", Path: shown.Path, Extensions: map[string]any{"code": codeInternal}}
	}
}
