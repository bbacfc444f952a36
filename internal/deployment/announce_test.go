package deployment

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"usher/internal/config"
)

func TestTheStartWarnsWhereTimesTellWhoHasAnAccount(t *testing.T) {
	warns(t, "USHER_ANSWER_TIME", map[string]warning{
		"a user pool, answers held":     {config.Config{UserPoolID: "eu-west-1_a", AnswerTime: time.Millisecond}, false},
		"a user pool, answers not held": {config.Config{UserPoolID: "eu-west-1_a"}, true},
		"local mode":                    {config.Config{}, false},
	})
}

func TestTheStartWarnsWhereASafelistRefusesThePlayground(t *testing.T) {
	warns(t, "USHER_SAFELIST", map[string]warning{
		"a playground":              {config.Config{Safelist: "enforce", Playground: true}, true},
		"introspection":             {config.Config{Safelist: "enforce", Introspection: true}, true},
		"neither":                   {config.Config{Safelist: "enforce"}, false},
		"a playground, only to log": {config.Config{Safelist: "log", Playground: true}, false},
		"a playground, no safelist": {config.Config{Safelist: "off", Playground: true}, false},
	})
}

type warning struct {
	cfg  config.Config
	want bool
}

// warns starts with each of the settings and looks for a word in the log.
func warns(t *testing.T, word string, tests map[string]warning) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			Announce(slog.New(slog.NewTextHandler(&log, nil)), test.cfg, Places{})
			if got := strings.Contains(log.String(), word); got != test.want {
				t.Errorf("warned %v, want %v: %s", got, test.want, log.String())
			}
		})
	}
}
