package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// nginxConf says where things are and nothing else: buffers and limits are those that nginx has as
// it is installed. One process, so that its end is the end of all of it.
const nginxConf = `daemon off;
master_process off;
pid %[1]s/pid;
error_log %[1]s/error.log;
events {}
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	server {
		listen %[2]s;
		location / { proxy_pass %[3]s; }
	}
}
`

// nginxWatched runs nginx until its standard input ends: with the test's process at the latest.
const nginxWatched = `nginx -e stderr -c "$1" & cat >/dev/null; kill -9 $!; wait $!`

// startNginx puts nginx in front of a server and returns its address. Where the program is missing,
// the test is skipped, or fails if it is required.
func startNginx(t *testing.T, target string) (url string) {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin") //nolint:forbidigo // where Debian puts it, and not every user looks
	program(t, "nginx", "install the package nginx")
	const tries = 5 // another process may take the port that was free
	for range tries {
		if url, ok := tryNginx(t, target); ok {
			return url
		}
	}
	t.Fatal("nginx does not start")
	return ""
}

func tryNginx(t *testing.T, target string) (url string, ok bool) {
	t.Helper()
	folder, address := t.TempDir(), freeAddress(t)
	conf := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, nginxConf, folder, address, target), 0o600); err != nil {
		t.Fatal(err)
	}
	// Not bound to the test's context: the shell has to outlive it, to end nginx.
	cmd := exec.Command("sh", "-c", nginxWatched, "sh", conf) //nolint:gosec,noctx // a path of our own; the end of its input ends it
	input, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		_ = cmd.Wait()
		if log, _ := os.ReadFile(filepath.Join(folder, "error.log")); t.Failed() { //nolint:gosec // a path of our own
			t.Logf("nginx: %s", log)
		}
	})
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for range 500 {
		if resp, err := get(t, "http://"+address); err == nil {
			return "http://" + address, strings.HasPrefix(resp.Header.Get("Server"), "nginx")
		}
		<-poll.C
	}
	log, _ := os.ReadFile(filepath.Join(folder, "error.log")) //nolint:gosec // a path of our own
	t.Logf("nginx: %s", log)
	return "", false
}

func freeAddress(t *testing.T) string {
	t.Helper()
	var listen net.ListenConfig
	listener, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func get(t *testing.T, url string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
	if err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
	return resp, err
}
