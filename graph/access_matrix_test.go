package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"usher/graph/authmatrix"
)

// authMatrix is the schema of package authmatrix with the server's own @auth.
func authMatrix(r *Resolver) (graphql.ExecutableSchema, error) {
	return authmatrix.NewExecutableSchema(authmatrix.Config{
		Resolvers: matrix{}, Directives: authmatrix.DirectiveRoot{Auth: r.requireSession},
	}), nil
}

// matrix resolves it: every field has a value, for those who may read it.
type matrix struct{}

func (matrix) Query() authmatrix.QueryResolver { return matrixQuery{} }
func (matrix) Leaf() authmatrix.LeafResolver   { return matrixLeaf{} }

const readable = "yes"

type matrixLeaf struct{}

func (matrixLeaf) Scopes(context.Context, *authmatrix.Leaf) (*string, error) {
	return new(readable), nil
}

type matrixQuery struct{}

func (matrixQuery) Session(context.Context) (*string, error) { return new(readable), nil }
func (matrixQuery) Groups(context.Context) (*string, error)  { return new(readable), nil }
func (matrixQuery) Scopes(context.Context) (*string, error)  { return new(readable), nil }
func (matrixQuery) Both(context.Context) (*string, error)    { return new(readable), nil }
func (matrixQuery) None(context.Context) (*string, error)    { return new(readable), nil }
func (matrixQuery) Open(context.Context) (bool, error)       { return true, nil }

func leaf() authmatrix.Leaf {
	inner := authmatrix.Leaf{
		Open: true, Session: new(readable), Groups: new(readable), Both: new(readable), None: new(readable),
	}
	outer := inner
	outer.Leaf = &inner
	return outer
}

func (matrixQuery) Leaf(context.Context) (*authmatrix.Leaf, error) { return new(leaf()), nil }

func (matrixQuery) Leaves(context.Context) ([]authmatrix.Leaf, error) {
	return []authmatrix.Leaf{leaf(), leaf()}, nil
}

func (matrixQuery) Guarded(context.Context) (authmatrix.Guarded, error) { return leaf(), nil }

func (matrixQuery) GuardedList(context.Context) ([]authmatrix.Guarded, error) {
	return []authmatrix.Guarded{leaf(), new(leaf())}, nil
}

func (matrixQuery) Either(context.Context) (authmatrix.Either, error) { return leaf(), nil }

func (matrixQuery) Typed(context.Context) (*authmatrix.Typed, error) {
	return &authmatrix.Typed{
		Open: true, Session: &authmatrix.SessionOnly{Open: true}, Groups: &authmatrix.GroupsOnly{Open: true},
		Scopes: &authmatrix.ScopesOnly{Open: true}, Both: &authmatrix.BothOnly{Open: true}, None: &authmatrix.NoneOnly{Open: true},
	}, nil
}

func (matrixQuery) TypedList(context.Context) (*authmatrix.TypedList, error) {
	return &authmatrix.TypedList{
		Open: true, Session: []authmatrix.SessionOnly{{Open: true}}, Groups: []authmatrix.GroupsOnly{{Open: true}},
		Scopes: []authmatrix.ScopesOnly{{Open: true}}, Both: []authmatrix.BothOnly{{Open: true}}, None: []authmatrix.NoneOnly{{Open: true}},
	}, nil
}
