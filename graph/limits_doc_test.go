package graph

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/ratelimit"
)

const limitDocs = "../docs/limits.md"

// limitsPage is docs/limits.md, made from the table of policies and the schema.
func limitsPage() string {
	var page strings.Builder
	page.WriteString(`# Limits

Made from ` + "`internal/ratelimit/defaults.go` and the schema; `go test ./graph -run TestLimitsPage -update`" + ` writes it anew.

Every mutation is counted before it runs, by the policy that its ` + "`@rateLimit`" + ` names. A policy counts by several things at
once, in one step: all of them give, or none does and the field is refused. ` + "`30/1m`" + ` is thirty at once, and then one every two
seconds; ` + "`+10`" + ` behind it says that ten go at once. What counts is the field that is executed and not the HTTP request, and
an operation has one mutation field, so neither aliases nor batches get more.

`)
	page.WriteString(ratelimit.Defaults().Markdown())
	page.WriteString(`
- **ip**: the client's address, of IPv6 its network of 64 bits. Behind proxies set ` + "`USHER_TRUSTED_PROXIES`" + `, or all clients
  count as the proxy's one; a header from elsewhere changes nothing. All clients without an address count as one. In local mode
  this machine's own is not counted.
- **account**: the name that is signed in with, in whatever spelling, or the signed-in user, whose count no stranger shares. Strangers share one count per
  name, and an account that has several (an address, a number, the sub) is counted by each. A device on which the account was used
  before has a count of its own, so that nobody else's guesses shut the owner out; 16 of an account's devices have, and others share.
  On a new device the owner waits as long as somebody guesses; a passkey is let in meanwhile.
- **recipient**: the address or number that a message goes to, likewise.
- **all**: everybody together; whoever is signed in or on a known device shares a second count of that size, which strangers cannot
  use up. It bounds what a flood of messages costs.

## Which policy a mutation has

| policy | mutations |
|---|---|
`)
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(SDL())})
	for _, policy := range ratelimit.Defaults().All() {
		var fields []string
		for _, field := range schema.Mutation.Fields {
			if field.Directives.ForName("rateLimit").Arguments.ForName("policy").Value.Raw == policy.Name {
				fields = append(fields, field.Name)
			}
		}
		if slices.Sort(fields); fields == nil {
			continue
		}
		fmt.Fprintf(&page, "| `%s` | %s |\n", policy.Name, "`"+strings.Join(fields, "`, `")+"`")
	}
	fmt.Fprintf(&page, `
What the input asks for may choose another: a `+"`signIn` or `respondToChallenge`"+` that has a code sent counts as %[2]s, a password
that answers a challenge as %[1]s. A name without a password guesses nothing, nor does a passkey: they count by address alone.

## What is given back

The address always pays. Of the rest, what turns out not to have counted is given back:

- **%[1]s, %[3]s**: a right password or code, and what was refused before one was looked at (`+"`InvalidInput`, `WeakPassword`, `PasswordEnvelopeRefused`"+`).
  What stays counted: wrong ones, a password that was used before, a step that is over, the pool's own refusal,
  `+"`NotEnabled`"+` (by which its triggers refuse, too), and an answer that was lost, since the pool may have counted it. A sign-in that had a code sent stays counted, too.
- **%[4]s, %[2]s**: only where nothing can have been sent.
- **%[6]s**: a refresh token that is good, or that the pool did not get to see. It is no mutation's: every refresh token that goes to the
  pool is counted, also one beside a query with an expired access token. Its address pays for those that are worth nothing only.

None of this differs between a name that has an account and one that has none.

## What a client sees

`+"`RateLimited { retryAfter }`"+` in the field's union, or where it has none an error with the code RATE_LIMITED and
`+"`extensions.retryAfter`"+`, in seconds. The header Retry-After says the same, the longest wait if there are several.

## Changing them

`+"`USHER_LIMITS`"+` names what differs: %[5]s.

`+"```\n"+`USHER_LIMITS=sign-in.ip=120/1m,sign-in.account=5/2h,mail.all=600/1h+100,send-code.ip=off
`+"```\n"+`
More than five wrong passwords within 15 minutes have Cognito lock the account for everybody, its owner included, and the longer
the more there are: keep `+"`sign-in.account`"+` below that. The log's `+"`a limit refuses callers`"+` names the limit as it is written here.

In local mode one inbox, and an account, is sent 10 messages an hour at first ([configuration.md](configuration.md)), so that a form can
be tried again and again. Guesses are counted as they are in front of a pool. In local mode alone `+"`USHER_LIMITS=off`"+` switches all of them off, for test
suites; the embedded pool then still keeps Cognito's own caps.

## Several instances

With `+"`REDIS_URL`"+` the limits are one for all instances: each call is one round trip and atomic. While Redis does not answer each
instance counts for itself, within the limits divided by the number of instances that were last seen. It never lets through
what it could not count. `+"`usher_rate_limited_total`"+` ([metrics.md](metrics.md)) counts the refusals.
`, "`"+ratelimit.SignIn+"`", "`"+ratelimit.SendCode+"`", "`"+ratelimit.Code+"`", "`"+ratelimit.SignUp+"`", ratelimit.OverrideForms, "`"+ratelimit.DeadRefresh+"`")
	return page.String()
}

func TestLimitsPage(t *testing.T) {
	if *update {
		if err := os.WriteFile(limitDocs, []byte(limitsPage()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(limitDocs)
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != limitsPage() {
		t.Error("docs/limits.md is not what the tables say: run `go test ./graph -run TestLimitsPage -update`")
	}
}

// The example of the page is a setting that is taken.
func TestTheExampleOfLimitsPageWorks(t *testing.T) {
	_, example, _ := strings.Cut(limitsPage(), "\nUSHER_LIMITS=")
	example, _, _ = strings.Cut(example, "\n")
	if _, err := ratelimit.Defaults().Override(example); err != nil || example == "" {
		t.Errorf("%q: %v", example, err)
	}
}
