// Package localpool is a user pool that speaks the wire protocol of Amazon Cognito (awsJson1_1) as an http.Handler. It is
// real on its own: it keeps users, hashes passwords, sends codes, signs tokens with its own keys and refuses what Cognito
// refuses, so that the negative paths of a client (revoked, expired, wrong code, locked out) can be exercised without an
// AWS account.
//
// It owns the data of its pools, the store they live in, the keys, and the in-process transport. Mails and texts leave
// through Options.Deliver.
//
// It refuses to know its callers: it imports nothing of this module, takes no settings from the environment, opens no
// listener, and signs with the standard library alone, so that it stays independent of the verifier it is used to test.
//
// It is for development and tests. Whoever wires the program calls Open and hands Transport to the AWS SDK, or serves the
// Pool on a loopback listener.
package localpool
