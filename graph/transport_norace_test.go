//go:build !race

package graph

const raceSlack = 1
