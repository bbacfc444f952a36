package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"usher/graph/generated"
	"usher/internal/auth"
)

// declaredCodes are the constants of type auth.Code, read from the source so that a new one
// cannot be forgotten.
func declaredCodes(t *testing.T) map[auth.Code]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../internal/auth/errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[auth.Code]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
			for _, v := range spec.Values {
				codes[auth.Code(strings.Trim(v.(*ast.BasicLit).Value, `"`))] = true
			}
		}
		return true
	})
	if len(codes) < 20 {
		t.Fatalf("only %d codes found", len(codes))
	}
	return codes
}

func TestEveryCodeHasItsOutcome(t *testing.T) {
	codes := declaredCodes(t)
	for code := range codes {
		if _, ok := outcomes[code]; !ok {
			t.Errorf("%s has no row", code)
		}
	}
	for code := range outcomes {
		if !codes[code] {
			t.Errorf("the row of %s is of a code that is not declared", code)
		}
	}
}

func TestEveryProblemHasAShapeAndTheShapeItsCode(t *testing.T) {
	r := resolverWithPolicy(t)
	for code, row := range outcomes {
		p := r.problem(t.Context(), &auth.Error{Code: code})
		if (p != nil) != (row.shape == asProblem) {
			t.Errorf("%s: problem %T, but its shape is %v", code, p, row.shape)
		}
		if row.shape != asProblem {
			continue
		}
		if !generated.ProblemCode(row.code).IsValid() {
			t.Errorf("%s: the schema has no problem code %s", code, row.code)
		}
		if row.message == "" {
			t.Errorf("%s has no message", code)
		}
	}
}

func TestFaultsAndForeignErrorsSayNothing(t *testing.T) {
	for _, code := range []auth.Code{auth.Internal, auth.Misconfigured, auth.UserExists, auth.UserNotFound, auth.AlreadyConfirmed, "NEW"} {
		err := presentOutcome(t.Context(), auth.Errorf(code, "arn:aws:cognito-idp: secret detail"))
		if err.Message != internalMessage || errorCode(err) != CodeInternal || len(err.Extensions) != 1 {
			t.Errorf("%s is presented as %v", code, err)
		}
	}
}
