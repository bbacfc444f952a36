// Package token decides whether a JWT is one that Amazon Cognito issued to our
// app client, and says what it claims.
//
// It owns the rules for claims (issuer, use, client, time, types), the key sets
// of the configured issuers with their life (fetch, refresh, rotation), and a
// cache of tokens it has verified. Package session calls it for every protected
// request; the form of a token and its signature are package jose's.
//
// It refuses by default: a token passes only when every check has said yes,
// and a refused token never yields claims. The one exception is a token whose
// only fault is its age: [ExpiredError] carries its claims, signature checked,
// so that a session can be refreshed.
//
// Revocation is not here. A JWT cannot show that its session was signed out, its
// user disabled or its password changed, and a cached verdict is given again
// until the token expires. Whoever calls [Verifier.Verify] must consult the
// revocation set afterwards, every time: package session does.
package token
