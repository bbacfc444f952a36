// Package observe makes the log: its logger, what must never appear in it, and the one line that each request
// leaves behind.
//
// It owns the redaction rules and the form of the access log. It refuses bodies, headers and free text from
// callers. main builds the logger and hands it on; httpapi writes the access log, and it and graph write panics; graph notes operation type
// and error codes in the request's record.
package observe
