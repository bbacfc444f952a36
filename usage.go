package main

import (
	"io"

	"usher/graph"
)

const usage = `Usher is a GraphQL auth API for Amazon Cognito user pools.

Usage:
  usher [serve]       serve the API; without COGNITO_USER_POOL_ID over an embedded user pool
  usher config        print each setting, its value and where it came from
  usher config docs   print the documentation of all settings
  usher schema        print the GraphQL schema
  usher schema federated
                      print it as a subgraph of a federated graph; see docs/federation.md
  usher keys new      make a key for USHER_SEAL_KEYS
  usher keys rotate   print USHER_SEAL_KEYS with a new key in front
  usher version       print version, commit and Go version
  usher help          print this

Settings are environment variables; see docs/configuration.md.
`

// printSchema writes the SDL of the API: as it is served, or as a federated graph composes it.
func printSchema(stdout io.Writer, federated bool) error {
	sdl := graph.SDL()
	if federated {
		var err error
		if sdl, err = graph.FederatedSDL(); err != nil {
			return err
		}
	}
	_, err := stdout.Write(sdl)
	return err
}
