//go:build race

package graph

// raceSlack is how much slower the race detector makes the same work.
const raceSlack = 3
