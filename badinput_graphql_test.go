package main

import (
	"testing"

	"usher/internal/badinput"
)

func badRequests(t *testing.T, tally *badinput.Tally) {}
