package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// inputReasoner is an error of a custom scalar that the client may read. The
// reason follows the argument's name, as in "must not be longer than 256
// characters", and never holds the value.
type inputReasoner interface {
	error
	InputReason() string
}

// inputError is the answer to an argument that does not fit. Path names the
// argument in words of the schema; it may be empty.
func inputError(argument ast.Path, problem string) *gqlerror.Error {
	name := argument.String()
	if name == "" {
		return codedError(CodeBadUserInput, "a variable "+problem)
	}
	err := codedError(CodeBadUserInput, name+" "+problem)
	err.Extensions[extArgument] = name
	return err
}

// presentCoercion presents the errors of argument coercion itself and leaves
// the others to next. gqlgen reports a scalar that refuses its value like a
// failed resolver: without a code, and with Go types and the value in words.
func presentCoercion(next graphql.ErrorPresenterFunc) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		if presented := coercionError(ctx, err); presented != nil {
			return presented
		}
		return next(ctx, err)
	}
}

// coercionError recognises such an error by its path: only while arguments are
// read does the path go on below the field, with the argument's name.
func coercionError(ctx context.Context, err error) *gqlerror.Error {
	found, ok := errors.AsType[*gqlerror.Error](err)
	if !ok || errorCode(found) != "" {
		return nil
	}
	field := graphql.GetFieldContext(ctx)
	if field == nil {
		return nil
	}
	path := field.Path()
	if len(found.Path) <= len(path) || !slices.Equal(found.Path[:len(path)], path) {
		return nil
	}
	problem := "is not a valid value"
	if reasoner, ok := errors.AsType[inputReasoner](err); ok {
		problem = reasoner.InputReason()
	}
	presented := inputError(found.Path[len(path):], problem)
	presented.Path = path
	if at := field.Field.Position; at != nil {
		presented.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	return presented
}

// presentCodedOnly is the presenter of a handler that was given none: what has
// a code is meant for the client, everything else is a fault.
func presentCodedOnly(ctx context.Context, err error) *gqlerror.Error {
	if found, ok := errors.AsType[*gqlerror.Error](err); ok && errorCode(found) != "" {
		return found
	}
	fault := codedError(CodeInternal, "the server failed to answer this field")
	fault.Path = graphql.GetPath(ctx)
	return fault
}
