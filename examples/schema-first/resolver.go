package main

// Resolver is the root of all resolvers.
type Resolver struct {
	notes *notebook
}
