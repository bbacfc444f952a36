// Package observe makes the log and the metrics: the logger, what must never appear in it, the one line that each
// request leaves behind, and what is counted.
//
// It owns the redaction rules, the form of the access log, and the names and labels of the metrics. It refuses bodies,
// headers and free text from callers, and labels that a caller could choose. main builds the logger and the metrics and
// hands them on; httpapi writes the access log and counts requests, and it and graph write panics; graph notes operation
// type and error codes in the request's record; seal and session tell of what they count through functions of main's.
package observe
