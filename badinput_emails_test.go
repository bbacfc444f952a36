package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/badinput"
	"usher/internal/kv"
)

// emailCase is an address as somebody may type it, and as it reaches the user pool: never, where Want
// is empty.
type emailCase struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	In    string `json:"in"` // with generators
	Want  string `json:"want"`
}

func (c emailCase) Label() string { return c.Group + "/" + c.Name }

// badEmails signs up with each address, and looks at what the user pool is asked for. An address that is
// accepted is sent again in its normal form, which must be one.
func badEmails(t *testing.T, tally *badinput.Tally) {
	var log bytes.Buffer
	for _, c := range readCases[emailCase](t, "emails.json") {
		address, err := badinput.Expand(c.In, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		want, err := badinput.Expand(c.Want, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		tally.Try(t, c.Group, c.Name, func(t *testing.T) error {
			got, err := signedUpAs(t, address, slog.New(slog.NewTextHandler(&log, nil)))
			switch {
			case want == "" && got != "":
				return fmt.Errorf("%w: it reaches the pool as %q", badinput.ErrAccepted, got)
			case want == "" && auth.CodeOf(err) != auth.InvalidInput:
				return fmt.Errorf("%w, want InvalidInput", err)
			case got != want:
				return fmt.Errorf("it reaches the pool as %q, want %q, code %q", got, want, auth.CodeOf(err))
			case got == "":
				return quiet(err.Error(), address)
			}
			if again, _ := signedUpAs(t, got, slog.New(slog.DiscardHandler)); again != got {
				return fmt.Errorf("normalised again %q becomes %q", got, again)
			}
			return nil
		})
	}
}

// signedUpAs is the name that the pool gets, "" where it is not called.
func signedUpAs(t *testing.T, address string, log *slog.Logger) (name string, err error) {
	t.Helper()
	pool := &authtest.FakePool{
		OnSettings: func(context.Context) (auth.PoolSettings, error) { return auth.PoolSettings{SignUpOpen: true}, nil },
		OnSignUp: func(_ context.Context, user auth.NewUser) (auth.SignUpReceipt, error) {
			name = user.Username
			for _, a := range user.Attributes {
				if a.Name == "email" && a.Value != user.Username {
					t.Errorf("the name is %q and the address %q", user.Username, a.Value)
				}
			}
			return auth.SignUpReceipt{CodeSent: true}, nil
		},
	}
	service, err := auth.New(auth.Config{
		Pool: pool, Store: kv.NewMemory(badinput.Now, 0), Sessions: authtest.NoSessions{}, Limits: authtest.NoLimits{}, Secret: bytes.Repeat([]byte{7}, 32),
		Now: badinput.Now, Logger: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close(t.Context())
	_, err = service.SignUp(t.Context(), auth.SignUp{Email: address, Password: "correct horse battery 9"})
	return name, err
}
