// Package authmatrix is a small executable schema with @auth in all the places where a schema can have
// it: root fields, nested fields, members of interfaces and unions, lists and whole types.
//
// It owns that schema and what gqlgen makes of it, and refuses to hold anything that runs outside tests.
//
// The tests of package graph call it, to see the directive run in generated code.
package authmatrix

//go:generate go tool gqlgen generate
