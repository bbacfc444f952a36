// Package reqctx carries the plain facts of one HTTP request through its context: its id, the caller's
// address, the caller's user agent, and the record that becomes its line in the access log.
//
// It owns the context keys, which nobody else can spell, and the bounds on what is stored under them.
// It refuses to decide anything: which proxy to believe and which id to accept is httpapi's business, and
// nothing here is evidence of who the caller is. httpapi writes; graph, observe and audit read the id and add to the
// record; the list of a user's sessions shows network and device.
package reqctx
