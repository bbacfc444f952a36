package graph

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"usher/internal/auth"
)

var update = flag.Bool("update", false, "write docs/errors.md and docs/limits.md anew")

const errorDocs = "../docs/errors.md"

// errorsPage is docs/errors.md, made from the tables that clients' answers are made from.
func errorsPage() string {
	var page strings.Builder
	page.WriteString(`# Errors

Made from the tables in ` + "`graph/outcomes.go` and `graph/codes.go`; `go test ./graph -run TestErrorsPage -update`" + ` writes it anew.

An expected outcome is **data**: a member of the mutation's union that implements ` + "`Problem { code message }`" + `. Switch on
` + "`__typename` or on `code`, select `... on Problem { code message }`" + ` last, and keep a default branch: the list grows. The
words of a message may change; codes do not.

Some say what mends them: ` + "`RateLimited { retryAfter }`, `InvalidInput { fields { path message } }`, `WeakPassword { violated policy { … } }`" + `,
` + "`InvalidCode { expired }`, `PasswordEnvelopeRefused { expired }`, `ReauthenticationRequired { maxAge }`, `NotEnabled { feature }`" + ` and
` + "`NotConfirmed { delivery { … } }`" + `.

## Problems

| code | what the user is told | trying again helps |
|---|---|---|
`)
	for _, code := range sorted(asProblem) {
		row := outcomes[code]
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", row.code, row.message, yes(row.retry))
	}
	page.WriteString(`
## Top-level errors of fields

` + "`extensions.code`" + ` names them. The field is null; other fields of the answer still arrive.

| code | message | ` + "`extensions`" + ` besides the code |
|---|---|---|
`)
	for _, code := range sorted(asError) {
		row, more := outcomes[code], ""
		if code == auth.Unauthenticated {
			more = "`reason`: `MISSING` (no token came along), `EXPIRED` (and could not be refreshed), `INVALID`, `REVOKED` (signed out)"
		}
		if code == auth.Forbidden {
			more = "`missing`, where the schema asks for groups or scopes: `groups`, one of which would do, and `scopes`, all of which are asked for and lacking"
		}
		if row.retry {
			more = "`retryable: true`"
		}
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", row.code, row.message, more)
	}
	fmt.Fprintf(&page, "| `%s` | %s | `retryAfter`, in seconds, and `retryable: true`; of a field whose answer is no union ([limits.md](limits.md)) |\n",
		CodeRateLimited, outcomes[auth.RateLimited].message)
	fmt.Fprintf(&page, "| `%s` | %s | `requestId`, which leads to the server's log |\n", CodeInternal, internalMessage)
	page.WriteString(`
## Top-level errors of requests

The request was refused before any field ran; there is no ` + "`data`" + `. Each carries ` + "`requestId`" + `.

| code | when |
|---|---|
`)
	for _, row := range requestErrors {
		fmt.Fprintf(&page, "| `%s` | %s |\n", row.code, row.when)
	}
	page.WriteString(`
## What never appears

Whether an account exists, any text of AWS, and any value that the client sent. What the pool says about existing,
unknown and already confirmed users is folded into the answers above.
`)
	return page.String()
}

var requestErrors = []struct{ code, when string }{
	{CodeParseFailed, "the document is not GraphQL"},
	{CodeValidationFailed, "the document does not fit the schema"},
	{CodeBadUserInput, "a variable or argument does not fit its type; `argument` names it, nothing repeats its value"},
	{CodeOperationResolutionFailure, "it is not clear which operation to run"},
	{CodeTooComplex, "the document is beyond a limit, which the message names"},
	{CodeBadRequest, "the request is not one of GraphQL over HTTP"},
	{CodeBatchingDisabled, "the body is an array of operations"},
	{CodeRequestTooLarge, "the body is too large (status 413)"},
	{CodeRateLimited, "too many requests come from one address (status 429, with Retry-After); `retryAfter` is in seconds"},
	{CodeCSRFBlocked, "a GET, or with cookies a POST, without a preflight header; or a request from an origin that is not allowed (status 403)"},
	{CodePersistedQueryNotSupported, "the request names a persisted query, and there are none here ([persisted-operations.md](persisted-operations.md))"},
	{CodePersistedQueryNotFound, "the request names a persisted query that is not known: send it in full"},
	{CodePersistedQueryRequired, "the operation is not on the safelist"},
	{CodeIntrospectionDisabled, "introspection is off"},
	{CodeTimeout, "the operation took too long; it may have taken effect"},
	{"NOT_FOUND", "there is nothing at this path (status 404)"},
	{"METHOD_NOT_ALLOWED", "the path does not take this method (status 405)"},
	{"MISDIRECTED_REQUEST", "local mode was called under another host name than its own (status 421)"},
}

func sorted(s shape) []auth.Code {
	codes := slices.Collect(maps.Keys(outcomes))
	codes = slices.DeleteFunc(codes, func(c auth.Code) bool { return outcomes[c].shape != s })
	slices.SortFunc(codes, func(a, b auth.Code) int { return strings.Compare(outcomes[a].code, outcomes[b].code) })
	return codes
}

func yes(is bool) string {
	if is {
		return "later"
	}
	return "no"
}

func TestErrorsPage(t *testing.T) {
	if *update {
		if err := os.WriteFile(errorDocs, []byte(errorsPage()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(errorDocs)
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != errorsPage() {
		t.Error("docs/errors.md is not what the tables say: run `go test ./graph -run TestErrorsPage -update`")
	}
}
