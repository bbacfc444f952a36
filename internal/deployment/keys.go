package deployment

import (
	"errors"
	"fmt"
	"io"

	"usher/internal/config"
	"usher/internal/seal"
)

const (
	newKeyHelp = `usher: the line on stdout is a key to seal tokens with. Give it to every instance as USHER_SEAL_KEYS, or in
a file named by USHER_SEAL_KEYS_FILE. Whoever has it can open every token that was sealed with it.
`
	rotatedHelp = `usher: the line on stdout is the ring with a new key in front. The first key seals, all open, so nobody is
signed out. Take the last key away when the longest session, 30 days by default, has ended. Where instances restart
one by one, put the new key at the end on all of them first, and in front in a second round.
`
)

// NewKeys carries out `usher keys new`: it prints a ring of one fresh key to stdout, and to stderr
// what it is for.
func NewKeys(random io.Reader, stdout, stderr io.Writer) error {
	return printRing("", newKeyHelp, random, stdout, stderr)
}

// RotateKeys carries out `usher keys rotate`: it prints the ring of USHER_SEAL_KEYS with a fresh
// key in front.
func RotateKeys(environ []string, random io.Reader, stdout, stderr io.Writer) error {
	ring, err := config.SealKeysText(environ)
	if err != nil {
		return fmt.Errorf("the keys cannot be rotated:\n%w", err)
	}
	return printRing(ring, rotatedHelp, random, stdout, stderr)
}

func printRing(ring, help string, random io.Reader, stdout, stderr io.Writer) error {
	rotated, err := seal.Rotate(ring, random)
	if err != nil {
		return err
	}
	_, first := io.WriteString(stderr, help)
	_, second := fmt.Fprintln(stdout, rotated)
	return errors.Join(first, second)
}
