// Package scalar turns the schema's scalars into Go values and back.
//
// It owns their shapes and sizes, and the words of a refusal, which never hold the value. It
// refuses to decide whether a well-shaped value is acceptable: that is package auth's, which
// answers with a problem instead of an error.
//
// gqlgen's generated code calls it; gqlgen.yml names its functions.
package scalar
