package main

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"usher/internal/badinput"
	"usher/internal/seal"
)

type raw = json.RawMessage

// sealedCase is a value that is sealed as it should be, but for what is said here, and opened as
// Purpose.
type sealedCase struct {
	Name    string           `json:"name"`
	Purpose string           `json:"purpose"`    // it is opened for
	Sealed  string           `json:"sealed_for"` // else the same
	Pool    string           `json:"pool"`       // it is sealed in, else the one it is opened in
	Client  string           `json:"client"`
	Key     string           `json:"key"`     // sealed with: old, unknown, same id; else the newest of the ring
	Ago     string           `json:"ago"`     // how long ago, negative for the future
	Payload string           `json:"payload"` // with generators
	Raw     string           `json:"raw"`     // the value itself, with generators
	Alter   []badinput.Alter `json:"alter"`
	Want    string           `json:"want"` // the seal.Outcome
}

func (c sealedCase) Label() string { return c.Name }

const plantedSecret = "hunter2-canary"

func badSealedValues(t *testing.T, tally *badinput.Tally) {
	const pool, client = "us-east-1_UsherPool", "1example23456789abcdefghij"
	start := time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)
	sealer := func(pool, client, keys string, at time.Time) *seal.Sealer {
		ring, err := seal.ParseKeys(keys)
		if err != nil {
			t.Fatal(err)
		}
		made, err := seal.New(seal.Config{Keys: ring, Pool: pool, Client: client, Now: func() time.Time { return at }, Rand: rand.Reader})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	rings := map[string]string{
		"": sealKey2, "old": sealKey1, "unknown": "k3" + sealKey1[2:], "same id": "k2" + sealKey1[2:],
	}
	opener := sealer(pool, client, sealKey2+","+sealKey1, start)
	for _, c := range readCases[sealedCase](t, "sealed.json") {
		ago := time.Duration(0)
		if c.Ago != "" {
			parsed, err := time.ParseDuration(c.Ago)
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			ago = parsed
		}
		ring, known := rings[c.Key]
		if !known {
			t.Fatalf("%s: no key %q", c.Name, c.Key)
		}
		value, err := madeSealed(c, sealer(cmp.Or(c.Pool, pool), cmp.Or(c.Client, client), ring, start.Add(-ago)))
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		tally.Try(t, "sealed", c.Name, func(*testing.T) error {
			payload, _, err := opener.Open(purposeOf(c.Purpose), value)
			got := seal.OutcomeOf(err)
			switch {
			case err == nil && c.Want != string(seal.Opened):
				return fmt.Errorf("%w: opened %q", badinput.ErrAccepted, payload)
			case err != nil && payload != nil:
				return errors.New("refused, and gave a payload")
			case string(got) != c.Want:
				return fmt.Errorf("%s, want %s", got, c.Want)
			case err != nil:
				return quiet(err.Error(), plantedSecret)
			}
			return nil
		})
	}
}

func madeSealed(c sealedCase, sealer *seal.Sealer) (string, error) {
	if c.Raw != "" {
		return badinput.Expand(c.Raw, nil)
	}
	payload, err := badinput.Expand(cmp.Or(c.Payload, plantedSecret), nil)
	if err != nil {
		return "", err
	}
	value, err := sealer.Seal(purposeOf(cmp.Or(c.Sealed, c.Purpose)), []byte(payload))
	if err != nil {
		return "", err
	}
	return badinput.AlterAll(value, c.Alter)
}

func purposeOf(name string) seal.Purpose {
	for purpose := seal.Access; purpose.String() != "unknown"; purpose++ {
		if purpose.String() == name {
			return purpose
		}
	}
	return 0
}
