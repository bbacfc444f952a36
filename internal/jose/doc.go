// Package jose reads compact JWS tokens and JSON Web Key Sets from strangers.
//
// It owns the form of a token: [Parse] takes a compact serialization apart by
// strict rules, and [Unverified.Verify] checks its RS256 signature with one key
// that the caller chose. [ParseKeySet] reads a JWKS document. It is the only
// package that imports a JOSE library, and it asks that library for one thing,
// the check of a signature over given bytes: the library's own parsers accept
// many spellings of one token, and none of them sees foreign input here.
//
// It refuses everything outside the narrow profile that Amazon Cognito issues:
// an algorithm other than RS256, a header member other than alg, kid and typ,
// lenient base64url, duplicate JSON members, trailing data, deep nesting, and
// input above the limits named here. No setting widens the profile.
//
// It does not know what a claim means, where a key comes from or whether a
// token is in date: that is package token, its caller.
package jose
