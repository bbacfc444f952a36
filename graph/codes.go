package graph

// The values of extensions.code at the top level of an answer. Outcomes that a
// client is expected to handle are data (see Problem in the schema); these are
// for faults, refusals and missing sign-in. The first eight spell Apollo
// Server's own enum, so that clients written against it work unchanged.
const (
	CodeParseFailed                = "GRAPHQL_PARSE_FAILED"
	CodeValidationFailed           = "GRAPHQL_VALIDATION_FAILED"
	CodeBadUserInput               = "BAD_USER_INPUT"
	CodeBadRequest                 = "BAD_REQUEST"
	CodeOperationResolutionFailure = "OPERATION_RESOLUTION_FAILURE"
	CodeInternal                   = "INTERNAL_SERVER_ERROR"
	CodePersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"
	CodePersistedQueryNotFound     = "PERSISTED_QUERY_NOT_FOUND"

	CodeUnauthenticated       = "UNAUTHENTICATED"
	CodeForbidden             = "FORBIDDEN"
	CodeRateLimited           = "RATE_LIMITED"
	CodeTooComplex            = "OPERATION_TOO_COMPLEX"
	CodeTimeout               = "OPERATION_TIMEOUT"
	CodeUpstreamUnavailable   = "UPSTREAM_UNAVAILABLE"
	CodeUpstreamThrottled     = "UPSTREAM_THROTTLED"
	CodeOutcomeUnknown        = "OUTCOME_UNKNOWN"
	CodeSessionTooLarge       = "SESSION_TOO_LARGE"
	CodeCSRFBlocked           = "CSRF_BLOCKED"
	CodeRequestTooLarge       = "REQUEST_TOO_LARGE"
	CodeBatchingDisabled      = "BATCHING_DISABLED"
	CodeIntrospectionDisabled = "INTROSPECTION_DISABLED"

	CodePersistedQueryRequired = "PERSISTED_QUERY_REQUIRED"
)

// Keys of the extensions object of an error.
const (
	extCode      = "code"
	extRequestID = "requestId"
	extArgument  = "argument"
)
