package localpool_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	// killedServerDir tells the test binary that it is the process to be killed, and on which folder.
	killedServerDir = "LOCALPOOL_KILLED_SERVER_DIR"
	killRounds      = 50
	killWriters     = 4
	// killLimit bounds one round: start, one call, kill.
	killLimit = 30 * time.Second
)

// TestKilledServer is the process that TestKillDashNine kills; on its own it has nothing to do.
func TestKilledServer(t *testing.T) {
	dir := os.Getenv(killedServerDir)
	if dir == "" {
		return
	}
	pool, err := tryOpen(dir)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: pool, ReadHeaderTimeout: killLimit}
	go func() {
		// The parent holds the other end of the pipe: if it goes away, so does this process.
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = server.Close()
	}()
	fmt.Printf("\nlistening %s\n", listener.Addr())
	_ = server.Serve(listener)
}

// victim is a pool served by a process of its own.
type victim struct {
	api   *cip.Client
	fire  func()       // SIGKILL, at once
	await func() error // waits for the end
}

func startVictim(t *testing.T, dir string) victim {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), killLimit)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestKilledServer$")
	command.Env = append(os.Environ(), killedServerDir+"="+dir)
	hold, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hold.Close() })
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		address, found := strings.CutPrefix(lines.Text(), "listening ")
		if !found {
			continue
		}
		transport := &http.Transport{DisableKeepAlives: true}
		api := sdkClient(&http.Client{Transport: transport, Timeout: killLimit}, func(o *cip.Options) {
			o.BaseEndpoint = aws.String("http://" + address)
		})
		return victim{api, func() { _ = command.Process.Kill() }, command.Wait}
	}
	_ = command.Process.Kill()
	_ = command.Wait()
	t.Fatalf("the server did not start: %v", lines.Err())
	return victim{}
}

// ledger is what the parent was told: every acknowledged sign-up, and the current password of each account.
type ledger struct {
	mu       sync.Mutex
	signedUp []string
	password map[string]string
}

// crowdSignUps keeps signing up until the server is gone, so that the kill meets writes under way.
func (l *ledger) crowdSignUps(r *rig, a app, round int) *sync.WaitGroup {
	var all sync.WaitGroup
	for writer := range killWriters {
		all.Go(func() {
			for i := 0; ; i++ {
				email := fmt.Sprintf("killed-%d-%d-%d@example.com", round, writer, i)
				if _, err := r.signUp(a, email, goodPassword); err != nil {
					return
				}
				l.mu.Lock()
				l.signedUp = append(l.signedUp, email)
				l.mu.Unlock()
			}
		})
	}
	return &all
}

// TestKillDashNine: whatever was answered before the process was killed is there afterwards.
func TestKillDashNine(t *testing.T) {
	rounds := killRounds
	if testing.Short() {
		rounds = 5
	}
	dir := t.TempDir()
	setup := newRigIn(t, dir)
	client := setup.open
	told := &ledger{password: map[string]string{}}
	for i := range (rounds + changeAttempts - 1) / changeAttempts {
		email := fmt.Sprintf("changing-%d@example.com", i)
		setup.newUser(email, goodPassword)
		told.password[email] = goodPassword
	}
	if err := setup.pool.Close(); err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		v := startVictim(t, dir)
		remote := &rig{t: t, api: v.api, open: client}
		email := fmt.Sprintf("changing-%d@example.com", round/changeAttempts)
		next := fmt.Sprintf("%s-%d", otherPassword, round)
		access := aws.ToString(remote.session(client, email, told.password[email]).AccessToken)
		crowd := told.crowdSignUps(remote, client, round)
		err := remote.changePassword(access, told.password[email], next)
		v.fire()
		crowd.Wait()
		if err != nil {
			t.Fatalf("round %d: password change: %v", round, err)
		}
		told.password[email] = next
		if err := v.await(); err == nil {
			t.Fatalf("round %d: the server ended by itself, so nothing was tried", round)
		}
		survivors(t, dir, func(r *rig) { r.session(client, email, next) })
	}
	survivors(t, dir, func(r *rig) {
		for _, email := range told.signedUp {
			r.wantStatus(email, types.UserStatusTypeUnconfirmed)
		}
		for email, password := range told.password {
			r.session(client, email, password)
		}
	})
	if len(told.signedUp) < rounds {
		t.Errorf("only %d sign-ups were acknowledged in %d rounds: the kills met no writes", len(told.signedUp), rounds)
	}
}

// survivors looks into the folder after a kill and closes it again for the next process.
func survivors(t *testing.T, dir string, look func(*rig)) {
	t.Helper()
	pool, err := tryOpen(dir)
	if err != nil {
		t.Fatalf("the folder does not open after a kill: %v", err)
	}
	look(&rig{t: t, pool: pool, api: sdkClient(pool.Transport()), seed: pool.Seed()})
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}
