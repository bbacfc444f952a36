// Package badinput reads testdata/badinput, the inputs that an attacker may send with what must
// become of each, and counts how they fared.
//
// It owns the form of the files ([Read]), the tokens that [Token] describes, made with keys of the
// run ([Signers]), the generators that stand for input too long to write down ([Expand]), and the
// count ([Tally]), which also bounds the memory of a run. It refuses a file with a member it does not know or a name that stands twice: a
// case that is misread would be a case that is not tested.
//
// Tests call it, and nothing else.
package badinput
