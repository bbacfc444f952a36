package main

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"regexp"
	"sync"
	"testing"
	"time"
)

// endWithInput runs a program until the input of the shell ends, however the tests do, and then asks it to stop.
const endWithInput = `"$@" & program=$!; cat >/dev/null; kill -TERM $program; wait $program`

const (
	// startLimit and stopLimit are for a machine that is busy.
	startLimit = time.Minute
	stopLimit  = 30 * time.Second
)

var servingURL = regexp.MustCompile(`msg=serving url=(\S+)/graphql`)

// startProgram runs a program that serves GraphQL until the test ends, when it has to stop as it should.
func startProgram(t *testing.T, folder string, words ...string) *instance {
	t.Helper()
	// Not with the test's context: that ends before the clean-up, and with the shell alone.
	shell := exec.Command("sh", append([]string{"-c", endWithInput, "sh"}, words...)...) //nolint:gosec,noctx // our own program; the end of its input ends it
	shell.Dir, shell.WaitDelay = folder, stopLimit
	input, err := shell.StdinPipe()
	must(t, err)
	log, written := io.Pipe()
	var said bytes.Buffer
	shell.Stderr = written
	must(t, shell.Start())
	in, ready, read := &instance{t: t}, make(chan string, 1), make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			said.Write(append(lines.Bytes(), '\n'))
			if url := servingURL.FindStringSubmatch(lines.Text()); url != nil {
				ready <- url[1]
			}
		}
	}()
	in.stop = sync.OnceFunc(func() {
		_ = input.Close()
		err := shell.Wait()
		_ = written.Close()
		<-read
		if err != nil {
			t.Errorf("%v ended with: %v\n%s", words, err, said.String())
		}
	})
	t.Cleanup(in.stop)
	select {
	case in.url = <-ready:
	case <-time.After(startLimit):
		in.stop()
		t.Fatalf("%v did not start:\n%s", words, said.String())
	}
	return in
}
