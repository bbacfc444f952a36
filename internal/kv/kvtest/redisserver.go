package kvtest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// How long a server may take to answer its first command, and how often it is asked.
const (
	startBudget = 10 * time.Second
	startPoll   = 5 * time.Millisecond
)

// watched runs a server that ends when its standard input does: with the process that started it
// at the latest, also when that one is killed. It prints the server's process id.
const watched = `redis-server "$@" >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $!; wait $!`

// Redis is a redis-server of its own for one test: empty, on a socket in a new directory, and
// keeping nothing.
type Redis struct {
	t       testing.TB
	socket  string
	admin   *redis.Client
	process *os.Process // the server
	shell   *exec.Cmd   // around it
	input   io.Closer   // of the shell
}

// StartRedis starts a server and ends it with the test. Where the program is missing, the test is
// skipped, or fails if it is required.
func StartRedis(t testing.TB, required bool) *Redis {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if required {
			t.Fatal("redis-server is missing: install the package redis-server")
		}
		t.Skip("redis-server is missing: install the package redis-server to run this test")
	}
	folder, err := os.MkdirTemp("", "kv") //nolint:usetesting // the name of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	r := &Redis{t: t, socket: filepath.Join(folder, "redis.sock")}
	r.admin = redis.NewClient(&redis.Options{
		Network: "unix", Addr: r.socket, MaxRetries: -1, DialerRetries: 1, PipelinePoolSize: -1, PoolSize: 1,
	})
	t.Cleanup(func() {
		_ = r.admin.Close()
		r.Kill()
		_ = os.RemoveAll(folder)
	})
	r.Start()
	return r
}

// URL is where the server is found; kv.ParseURL reads it.
func (r *Redis) URL() string { return "unix://" + r.socket }

// Admin is a client of the server with no bound on its patience.
func (r *Redis) Admin() *redis.Client { return r.admin }

// Start starts the server again, empty, after Kill.
func (r *Redis) Start() {
	r.t.Helper()
	shell := exec.Command("sh", "-c", watched, "sh", //nolint:noctx // Kill ends it
		"--port", "0", "--unixsocket", r.socket, "--save", "", "--appendonly", "no", "--dir", filepath.Dir(r.socket))
	input, err := shell.StdinPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	output, err := shell.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.shell, r.input = shell, input
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		r.t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		r.t.Fatal(err)
	}
	if r.process, err = os.FindProcess(pid); err != nil {
		r.t.Fatal(err)
	}
	r.awaitAnswer()
}

// awaitAnswer dials by itself: the client would rest for a second after a few dials in vain.
func (r *Redis) awaitAnswer() {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startBudget)
	defer cancel()
	again := time.NewTicker(startPoll)
	defer again.Stop()
	for {
		if answers(ctx, r.socket) {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			r.t.Fatal("redis-server does not answer")
		}
	}
}

func answers(ctx context.Context, socket string) bool {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return false
	}
	defer conn.Close()
	if until, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(until)
	}
	_, err = conn.Write([]byte("PING\r\n"))
	line, readErr := bufio.NewReader(conn).ReadString('\n')
	return err == nil && readErr == nil && line == "+PONG\r\n"
}

// Signal sends the server a signal, such as SIGSTOP and SIGCONT.
func (r *Redis) Signal(s os.Signal) {
	r.t.Helper()
	if err := r.process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

// Kill ends the server as if its machine had lost power. Twice is harmless.
func (r *Redis) Kill() {
	if r.shell == nil {
		return
	}
	_ = r.process.Kill()
	_ = r.input.Close()
	var exit *exec.ExitError
	if err := r.shell.Wait(); err != nil && !errors.As(err, &exit) {
		r.t.Error(err)
	}
	r.shell = nil
}

// Pass lets time pass for all that the server holds, without waiting: it takes d off every life.
func (r *Redis) Pass(d time.Duration) {
	r.t.Helper()
	ctx := context.Background()
	keys, err := r.admin.Keys(ctx, "*").Result()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, key := range keys {
		left, err := r.admin.PTTL(ctx, key).Result()
		if err != nil {
			r.t.Fatal(err)
		}
		if left == -1 {
			r.t.Errorf("the key %q has no life", key)
			continue
		}
		// A life that is over removes the key.
		if err := r.admin.PExpire(ctx, key, left-d).Err(); err != nil {
			r.t.Fatal(err)
		}
	}
}
