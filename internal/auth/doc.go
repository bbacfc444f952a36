// Package auth is the domain: the words of an account's life (user, tokens, code, password
// policy, principal) and one use case per flow.
//
// It owns the rules of the flows: what is checked before a code is touched, which outcomes look
// alike to a stranger, when a session ends, and the one error vocabulary ([Code]) that every
// other room speaks. What it needs from outside it names as small interfaces: [UserPool] for
// Amazon Cognito, [Store] for short-lived notes, [ChallengeSealer] for sign-ins under way, [Sessions]
// for those that have begun, [PasswordEnvelopes] for passwords that clients sealed.
//
// It refuses to know HTTP, AWS, GraphQL or JOSE; internal/archtest holds it to that.
//
// The resolvers of package graph call [Service]; package cognito implements [UserPool]; package
// registry implements [Sessions]; package session uses the types.
package auth
