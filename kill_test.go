package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// childVariable makes this test binary run the product instead of the tests, so that a test can
// kill a real process of it.
const childVariable = "RUN_USHER_INSTEAD_OF_TESTS"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" { //nolint:forbidigo // a switch of the tests, not a setting
		ctx, stop := context.WithCancel(context.Background())
		go func() { // the process must not outlive the tests, however they end
			defer stop()
			_, _ = io.Copy(io.Discard, os.Stdin)
		}()
		os.Exit(run(ctx, nil, os.Environ(), io.Discard, os.Stderr)) //nolint:forbidigo // handed on as main does
	}
	os.Exit(m.Run())
}

// startProcess starts the product as a process of its own, with the settings given as NAME=value.
func startProcess(t *testing.T, settings ...string) (*instance, *exec.Cmd) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this very binary
	cmd.Env = append([]string{childVariable + "=1", "USHER_ADDR=127.0.0.1:0", "USHER_LOG_FORMAT=json", "USHER_ANSWER_TIME=0s"}, settings...)
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = input.Close() })
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := &instance{t: t}
	in.mailbox = in
	ready := make(chan struct{})
	go in.readLog(log, ready)
	<-ready
	if in.url == "" {
		_ = cmd.Wait()
		t.Fatalf("the process did not start:\n%s", in.lines.String())
	}
	in.waitReady()
	return in, cmd
}

func TestKillingTheProcessLosesNothingAcknowledged(t *testing.T) {
	const (
		kills          = 50
		changesPerUser = 4 // the pool allows five an hour
	)
	data := "USHER_LOCAL_DATA=" + t.TempDir()
	in, cmd := startProcess(t, data)
	kill := func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
	}
	var owner, password string
	for round := range kills {
		email := fmt.Sprintf("user%d@example.com", round)
		// The acknowledged change is the last thing the process does.
		if round%2 == 0 {
			in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
			kill()
			in, cmd = startProcess(t, data)
			done := in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": in.mailedCode(email), "password": "correct horse 9"})
			if done.Typename != "Session" && done.Typename != "SignUpConfirmed" { // the latter when a busy machine is slow to sign in
				t.Fatalf("round %d: the sign-up is lost: %+v", round, done)
			}
			if round%(2*changesPerUser) == 0 {
				owner, password = email, "correct horse 9"
			}
			continue
		}
		session, next := in.signedIn(owner, password), fmt.Sprintf("next secret %d", round)
		changed := in.do("changePassword", changeOp, map[string]any{"currentPassword": password, "newPassword": next}, bearer(session))
		in.want("change", "PasswordChanged", changed)
		kill()
		in, cmd = startProcess(t, data)
		password = next
		in.signedIn(owner, password)
	}
	kill()
	t.Logf("%d kills, nothing acknowledged was lost", kills)
}
