// Package jose reads compact JWS tokens and JSON Web Key Sets from strangers, and seals and opens
// compact JWE with a key of our own, and opens those that others sealed for a public key of ours.
//
// It owns the form of a token: [Parse] takes a compact serialization apart by
// strict rules, and [Unverified.Verify] checks its RS256 signature with one key
// that the caller chose. [ParseKeySet] reads a JWKS document. It is the only
// package that imports a JOSE library, and it asks that library for one thing,
// the check of a signature over given bytes: the library's own parsers accept
// many spellings of one token, and none of them sees foreign input here.
//
// Of tokens it refuses everything outside the narrow profile that Cognito issues:
// an algorithm other than RS256, a header member other than alg, kid and typ,
// lenient base64url, duplicate JSON members, trailing data, deep nesting, and
// input above the limits named here. No setting widens the profile.
//
// [DirectKey] is the one form of encryption: alg dir, enc A256GCM, a protected
// header of one spelling per key. It stands on crypto/cipher alone. The library
// would read the algorithm from the header it is given, takes no source of
// randomness, and in this major has an unmended panic among its key wrappers;
// with a key, a nonce and a header that are all fixed before, what is left of
// JWE is one call of AES-GCM. The tests hold the form against the library, in
// both directions.
//
// [AgreementKey] opens what strangers seal: alg ECDH-ES in direct agreement, enc A256GCM, P-256, a
// header of exactly alg, enc, kid, typ and epk. The curve is crypto/ecdh's, which refuses what is not a
// point of it; the library is kept out for the reasons above.
//
// It does not know what a claim means, where a key comes from or whether a
// token is in date: that is package token, its caller. What is sealed, for which
// purpose and under which of several keys is package seal's.
package jose
