package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"usher/internal/config"
)

// TestNoCanaryLeavesItsCage plants secrets in every input of every operation, in every header that carries one and in the
// settings, sends them in every form that fails, to a server whose pool breaks and whose Redis is down, and looks
// for them in the logs, the metrics, the probes and the answers, also in disguise. Traces are not among the places, since
// none are written.
func TestNoCanaryLeavesItsCage(t *testing.T) {
	c, clock := newCanaries(), newClock()
	pool := startAt(t, clock, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LOG_LEVEL=debug", "USHER_LOCAL_CODE="+canaryDigits+"0")
	wire := breakPool(t, pool.wire, c)
	settings := inFrontOf(t, pool, wire.url)
	t.Setenv("AWS_SECRET_ACCESS_KEY", c.text("the AWS secret key"))
	t.Setenv("AWS_SESSION_TOKEN", c.text("the AWS session token"))
	for _, s := range settings {
		if name, value, _ := strings.Cut(s, "="); name == "COGNITO_CLIENT_SECRET" {
			c.keep("client secret", value)
		}
	}
	settings = append(settings, "USHER_LOG_LEVEL=debug", "USHER_INTROSPECTION=true")
	guarded := slices.Concat(settings, []string{
		"USHER_SEAL_KEYS=k1:" + base64.StdEncoding.EncodeToString([]byte((c.text("the seal key") + "-------")[:32])),
		"REDIS_URL=redis://usher:" + url.QueryEscape(c.text("the Redis password")) + "@127.0.0.1:1/0",
	})
	text := &textLog{}
	fleet := map[string]*instance{
		"sealed, no Redis, JSON log": startAt(t, clock, guarded...),
		"open, text log":             startText(t, clock, text, settings...),
	}
	requests := 0
	for name, in := range fleet {
		in.mailbox = pool
		requests += (&canaryRun{t: t, c: c, in: in, wire: wire, clock: clock, name: name}).all()
	}
	for name, in := range fleet {
		base := strings.TrimSuffix(in.health, "/readyz")
		for _, path := range []string{"/metrics", "/readyz", "/healthz"} {
			c.fetch(t, name+": "+path, base+path)
		}
		in.stop()
		c.search(name+": log", in.lines.String())
	}
	pool.stop()
	c.search("the pool's log", pool.lines.String())
	c.search("the text log", text.String())
	c.settings(t, guarded)

	logs := c.texts["sealed, no Redis, JSON log: log"].String() + text.String()
	for _, told := range []string{"request_id", "NobodyKnowsException", "UPSTREAM_UNAVAILABLE", "INTERNAL", "event=", `"event":"signout"`, "level=DEBUG", `"level":"DEBUG"`} {
		if !strings.Contains(logs, told) {
			t.Errorf("the logs do not tell of %s, so their silence proves nothing", told)
		}
	}
	hits := c.hits(func(string) bool { return false })
	for i, hit := range hits {
		if i < 40 {
			t.Error(hit)
		}
	}
	t.Logf("figure: canary %d secrets x %d places, %d hits (%d requests)", len(c.where)+len(c.real), len(c.texts), len(hits), requests)
}

// settings are printed and complained about without the secrets in them.
func (c *canaries) settings(t *testing.T, environ []string) {
	t.Helper()
	for name, more := range map[string][]string{
		"usher config":         nil,
		"a bad Redis URL":      {"REDIS_URL=http://:" + c.text("REDIS_URL") + "@127.0.0.1"},
		"a broken Redis URL":   {"REDIS_URL=redis://:" + c.text("REDIS_URL") + "@%zz"},
		"bad seal keys":        {"USHER_SEAL_KEYS=" + c.text("USHER_SEAL_KEYS")},
		"seal keys, no base64": {"USHER_SEAL_KEYS=k1:" + c.text("USHER_SEAL_KEYS")},
		"an unknown setting":   {"USHER_SEAL_KEY=" + c.text("USHER_SEAL_KEY")},
		"a secret twice":       {"COGNITO_CLIENT_SECRET=" + c.text("secret"), "COGNITO_CLIENT_SECRET_FILE=/nowhere"},
	} {
		var out bytes.Buffer
		run(t.Context(), []string{"config"}, slices.Concat(environ, more), &out, &out)
		if out.Len() == 0 {
			t.Errorf("%s: nothing is printed", name)
		}
		c.search("settings: "+name, out.String())
	}
}

// textLog takes a log in text form, and hands on what the harness waits for as JSON.
type textLog struct {
	logLines
	harness io.Writer
	rest    []byte
}

var announced = regexp.MustCompile(`msg=(serving|health) url=(\S+)`)

// Write implements io.Writer.
func (l *textLog) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		l.rest = rest
		l.add(line)
		if m := announced.FindSubmatch(line); m != nil {
			entry, _ := json.Marshal(map[string]string{"msg": string(m[1]), "url": string(m[2])})
			if _, err := l.harness.Write(append(entry, '\n')); err != nil {
				return 0, err
			}
		}
	}
}

// startText is startAt with a log in text form.
func startText(t *testing.T, c *clock, log *textLog, settings ...string) *instance {
	t.Helper()
	return startWith(t, func(ctx context.Context, environ []string, stderr io.Writer) error {
		cfg, err := config.Load(environ)
		if err != nil {
			return err
		}
		log.harness = stderr
		return serve(ctx, cfg, c.Now, log)
	}, append(settings, "USHER_LOG_FORMAT=text"))
}
