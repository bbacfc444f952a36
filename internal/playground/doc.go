// Package playground serves a GraphiQL page with every operation prepared: in
// groups by what a person wants, with a first walk from signing up to signing
// out, and one line above that says what to do next. Everything the page needs
// is embedded: it makes no request to another host and runs no inline script.
//
// It owns the page, the third-party files under thirdparty/ (see VENDOR.md
// there), the prepared operations under operations/ and their order (menu.go).
// It refuses to know the schema, tokens or the mailbox beyond the addresses it
// is given, and imports nothing of Usher but the head that its pages share: the
// page is a client like any other.
//
// The server mounts Handler where USHER_PLAYGROUND is on.
package playground
