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
	for name, test := range map[string]struct {
		cfg  config.Config
		want bool
	}{
		"a user pool, answers held":     {config.Config{UserPoolID: "eu-west-1_a", AnswerTime: time.Millisecond}, false},
		"a user pool, answers not held": {config.Config{UserPoolID: "eu-west-1_a"}, true},
		"local mode":                    {config.Config{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			Announce(slog.New(slog.NewTextHandler(&log, nil)), test.cfg, Places{})
			if got := strings.Contains(log.String(), "USHER_ANSWER_TIME"); got != test.want {
				t.Errorf("warned %v, want %v: %s", got, test.want, log.String())
			}
		})
	}
}
