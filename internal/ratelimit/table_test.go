package ratelimit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/ratelimit"
)

func TestMarkdownShowsEveryLimit(t *testing.T) {
	p, err := ratelimit.Defaults().Override("refresh.ip=off,session.ip=90/90s,sign-in.all=50/1s")
	if err != nil {
		t.Fatal(err)
	}
	const want = "" +
		"| policy | for | ip | account | recipient | all |\n" +
		"|---|---|---|---|---|---|\n" +
		"| `sign-up` | new accounts | `30/1h+10` |  | `5/1h` shared as `inbox` | `3600/1h+300` shared as `mail` |\n" +
		"| `send-code` | messages with a code | `30/1h+10` | `5/1h` | `5/1h` shared as `inbox` | `3600/1h+300` shared as `mail` |\n" +
		"| `sign-in` | guesses of a password | `30/1m` | `5/80m` |  | `50/1s` |\n" +
		"| `code` | guesses of a code, and other answers to a challenge | `30/1m` | `7/1h+5` |  |  |\n" +
		"| `refresh` | new tokens for a session |  |  |  |  |\n" +
		"| `session` | what a session is used for | `90/90s` |  |  |  |\n" +
		"| `dead-refresh` | refresh tokens that the pool refuses | `60/1m+300` |  |  |  |\n"
	if diff := cmp.Diff(want, p.Markdown()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
