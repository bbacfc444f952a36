// Package envelope opens passwords that a client sealed, so that whoever reads the body of a request
// on its way reads no password, and cannot send it again.
//
// It owns the public key and the nonce that a client seals with ([Envelopes.Sealing]), and the form of
// an envelope: a compact JWE of at most 2 KiB for that key, whose plaintext is a JSON object of exactly
// pwd, op, sub and nonce. An envelope opens once, for the operation and the account it was made for, and
// within two minutes. The keys change every week. They are derived, so that all instances of a deployment
// have the same without a word between them.
//
// It refuses plain passwords, a second spelling of anything, an envelope that its store cannot tell to
// be new, and to know what operations and accounts are: it compares the names that it is handed.
//
// A password is overwritten where this package held it, as far as Go allows: the text that is returned,
// and copies that the runtime made while growing or moving memory, live until the collector has reused
// their place. Nobody who can read this process's memory is kept from passwords.
//
// Package deployment makes the one of a process, and hands it to the flows of package auth.
package envelope
