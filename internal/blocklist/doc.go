// Package blocklist tells which passwords are too easy to guess for the account they are for.
//
// It owns two questions. Common: is the password on a list of common ones, or hardly more than a word of it? Personal: is it hardly more than the names of the account? A password is looked at as a whole and is
// refused only when what is left without those words would be too short to be a password itself. That it merely
// holds such a word is no fault (NIST SP 800-63B-4, section 3.1.1.2, compares the entire password), or a passphrase
// of common words would be one.
//
// What is more than that is left out on purpose. No score: an estimate refuses passwords without a reason that a
// person can be told. No refusal of several words of a language: passphrases are made of them. No words of other
// languages than English, and those transcribed ones that the leaks hold. No breach service: it needs the network, and
// a pool can have Cognito look there.
//
// It refuses to change a password: folding is for comparing alone. It knows no accounts and does no I/O. Package
// auth calls it, through an interface of its own.
package blocklist
