// Package playground serves a GraphiQL page whose prepared tabs walk the whole
// sign-up flow. Everything the page needs is embedded: it makes no request to
// another host and runs no inline script.
//
// It owns the page, the third-party files under thirdparty/ (see VENDOR.md
// there) and the prepared operations under operations/, which the documentation
// and tests reuse through Operations. It refuses to know the schema, tokens or
// the mailbox beyond the addresses it is given, and imports nothing else of
// Usher: the page is a client like any other.
//
// The server mounts Handler where USHER_PLAYGROUND is on.
package playground
