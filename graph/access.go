package graph

import (
	"context"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"usher/internal/auth"
	"usher/internal/session"
)

// requireSession is @auth: any of the groups, all of the scopes. Too old a sign-in is an answer of the
// field, which checkAccess holds it to have a member for.
func (r *Resolver) requireSession(
	ctx context.Context, _ any, next graphql.Resolver, groups, scopes []string, maxAge *time.Duration,
) (any, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	if err := permitted(caller, groups, scopes); err != nil {
		return nil, err
	}
	if maxAge != nil {
		if err := caller.ProvenWithin(*maxAge, r.Now()); err != nil {
			return r.problem(ctx, err), nil
		}
	}
	return next(ctx)
}

// permitted refuses a caller who is in none of the groups or lacks one of the scopes. nil asks for
// nothing; an empty list of groups has none that would do.
func permitted(caller auth.Principal, groups, scopes []string) error {
	var missing forbidden
	if groups != nil && !slices.ContainsFunc(groups, func(g string) bool { return slices.Contains(caller.Groups, g) }) {
		missing.groups = groups
	}
	for _, scope := range scopes {
		if !slices.Contains(caller.Scopes, scope) {
			missing.scopes = append(missing.scopes, scope)
		}
	}
	if missing.groups != nil || missing.scopes != nil {
		return missing
	}
	return nil
}

// forbidden is FORBIDDEN with what would have done: one of the groups, all of the scopes. The schema
// says as much to everybody.
type forbidden struct{ groups, scopes []string }

func (forbidden) Error() string { return "the caller lacks a group or scope" }

// Unwrap gives the domain's error, by which the edge words it.
func (forbidden) Unwrap() error { return &auth.Error{Code: auth.Forbidden} }

// extension is the value of extensions.missing, without what is not.
func (f forbidden) extension() map[string]any {
	missing := map[string]any{}
	if len(f.groups) > 0 {
		missing["groups"] = f.groups
	}
	if len(f.scopes) > 0 {
		missing["scopes"] = f.scopes
	}
	return missing
}
