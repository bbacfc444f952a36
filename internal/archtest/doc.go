// Package archtest holds the house rules that a compiler does not: which package may import which, which library
// has which owner, and who may read the environment.
//
// It owns the table of rooms (rooms.go). A package that the table does not know fails the check: a new room
// declares itself there, with what it may import. The check reads source files only, needs neither network nor
// the go command, and takes a root folder, so that its own tests can plant violations. Nobody imports it.
package archtest
