// Command schema-first is a second GraphQL service beside Usher: it keeps notes for whoever is signed in
// there, and adds them to Usher's Me in a federated graph.
//
// It owns its schema, the notes, and the question whether a caller's access token may pass: it answers it
// with the user pool's keys, or has Usher answer it. It refuses ID tokens, tokens of other app clients and
// everything else that was not made for it, and keeps no account, no password and no token.
//
// It imports nothing of the module it lies in, so that the folder can be copied out and grown.
package main

//go:generate go tool gqlgen generate
