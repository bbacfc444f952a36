package graph

import (
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// This file is the whole table from outcome to HTTP status. It follows the
// graphql-http audit suite, which is the public bar; later drafts of
// GraphQL-over-HTTP move to 422 and 294, and adopting them means editing here
// only.

// refusalStatus is the status of a request that holds no operation: wrong in
// its method, media type, size, JSON or origin. It is the same in either media
// type, because there is no result a client could take it for. The exception
// is what Apollo's link for persisted queries must read as a result.
func refusalStatus(media mediaType, r *refusal) int {
	if media == mediaJSON && (r.code == CodePersistedQueryNotSupported || r.code == CodePersistedQueryNotFound) {
		return http.StatusOK
	}
	return r.status
}

// requestErrorStatus is the status of an answer without a "data" member: the
// document was refused, or the operation could not start or finish.
//
// Clients of application/json read the body only below 300, so they get 200.
func requestErrorStatus(media mediaType, errs gqlerror.List) int {
	if media == mediaJSON {
		return http.StatusOK
	}
	code := ""
	if len(errs) > 0 {
		code = errorCode(errs[0])
	}
	switch code {
	case CodeUnauthenticated:
		return http.StatusUnauthorized
	case CodeForbidden:
		return http.StatusForbidden
	case CodeRateLimited:
		return http.StatusTooManyRequests
	case CodeInternal:
		return http.StatusInternalServerError
	case CodeUpstreamUnavailable:
		return http.StatusServiceUnavailable
	case CodeTimeout:
		return http.StatusGatewayTimeout
	default:
		return http.StatusBadRequest
	}
}

// executedStatus is the status of an answer with a "data" member. It is 200
// unless nothing at all was allowed: data is null as a whole and every error
// gives the same reason, one that HTTP has a status for. Partial data always
// answers 200, so that one refused field never hides the others.
func executedStatus(media mediaType, dataIsNull bool, errs gqlerror.List) int {
	if media == mediaJSON || !dataIsNull || len(errs) == 0 {
		return http.StatusOK
	}
	code := errorCode(errs[0])
	for _, err := range errs[1:] {
		if errorCode(err) != code {
			return http.StatusOK
		}
	}
	switch code {
	case CodeUnauthenticated:
		return http.StatusUnauthorized
	case CodeForbidden:
		return http.StatusForbidden
	case CodeRateLimited:
		return http.StatusTooManyRequests
	default:
		return http.StatusOK
	}
}

func errorCode(err *gqlerror.Error) string {
	code, _ := err.Extensions[extCode].(string)
	return code
}
