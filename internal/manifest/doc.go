// Package manifest reads persisted-query manifests, the files in which Apollo's tools list the
// operations of an app: {"format": "apollo-persisted-query-manifest", "version": 1, "operations":
// [{"id", "name", "type", "body"}]}.
//
// It owns the form of the files, their bounds and the words for what is wrong in them. It finds every
// problem of every file, not only the first, because whoever runs the server mends a file once and not
// ten times.
//
// It refuses to open files, to parse GraphQL and to know the schema: package deployment reads the files
// that the settings name, and package graph holds each operation to the schema and to its limits.
package manifest
