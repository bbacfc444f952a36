package main

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name) //nolint:gosec // the test's own file
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCommands(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		code int
		says string
	}{
		"help":            {[]string{"help"}, exitOK, "Usage:"},
		"version":         {[]string{"version"}, exitOK, "usher dev"},
		"config":          {[]string{"config"}, exitOK, "USHER_ADDR"},
		"config docs":     {[]string{"config", "docs"}, exitOK, "# Configuration"},
		"schema":          {[]string{"schema"}, exitOK, "type Me {"},
		"federated":       {[]string{"schema", "federated"}, exitOK, `type Me @key(fields: "id", resolvable: false) {`},
		"unknown command": {[]string{"sing"}, exitUsage, `no command "sing"`},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if code := run(t.Context(), test.args, nil, &out, &out); code != test.code || !strings.Contains(out.String(), test.says) {
				t.Errorf("exit code %d, output %q; want %d and %q", code, out.String(), test.code, test.says)
			}
		})
	}
}

func TestABadStartSaysWhatToDo(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed below
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	unreadable := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(unreadable, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	for name, test := range map[string]struct {
		settings []string
		code     int
		says     []string
	}{
		"an unknown setting":           {[]string{"USHER_ADDRESS=x"}, exitUsage, []string{"USHER_ADDRESS", "USHER_ADDR"}},
		"several bad settings":         {[]string{"USHER_ADDR=nowhere", "USHER_LOG_LEVEL=loud", "COGNITO_CLIENT_ID=abc"}, exitUsage, []string{"USHER_ADDR", "USHER_LOG_LEVEL", "COGNITO_CLIENT_ID"}},
		"a port in use":                {[]string{"USHER_ADDR=" + taken.Addr().String(), "USHER_LOCAL_DATA="}, exitFailed, []string{taken.Addr().String(), "USHER_ADDR"}},
		"a data folder that is a file": {[]string{"USHER_ADDR=127.0.0.1:0", "USHER_LOCAL_DATA=" + unreadable}, exitFailed, []string{unreadable, "USHER_LOCAL_DATA"}},
		"a damaged database":           {[]string{"USHER_ADDR=127.0.0.1:0", "USHER_LOCAL_DATA=" + damaged(t)}, exitFailed, []string{"damaged", "pool.db"}},
		"a folder that is in use":      {[]string{"USHER_ADDR=127.0.0.1:0", "USHER_LOCAL_DATA=" + inUse(t)}, exitFailed, []string{"another", "pool.db"}},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			code := run(t.Context(), nil, test.settings, io.Discard, &out)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			for _, word := range test.says {
				if !strings.Contains(out.String(), word) {
					t.Errorf("it does not say %q: %s", word, out.String())
				}
			}
			if strings.Contains(out.String(), "goroutine ") || strings.Contains(out.String(), "panic") {
				t.Errorf("it shows its insides: %s", out.String())
			}
		})
	}
}

// damaged is a data folder whose database is cut in the middle and overwritten.
func damaged(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	in := startUsher(t, "USHER_LOCAL_DATA="+dir)
	in.signedUp("ann@example.com", "correct horse 9")
	in.stop()
	files, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the database is one file: %v, %v", files, err)
	}
	content := []byte(readFile(t, files[0]))
	for i := range content[:len(content)/2] {
		content[i] ^= 0x5a
	}
	if err := os.WriteFile(files[0], content[:len(content)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func inUse(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	startUsher(t, "USHER_LOCAL_DATA="+dir)
	return dir
}
