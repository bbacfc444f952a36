// Package authtest judges and imitates user pools.
//
// It owns [RunUserPool], the suite that every [auth.UserPool] passes, written from the codes that
// the interface's comments list; and [FakePool], a pool of function fields for tests of the flows,
// with [NoLimits] beside it.
//
// It refuses to know any implementation: what a check needs beyond the interface it takes from
// [Env], and a check whose needs are not met is left out with its reason.
//
// Tests call it: those of package cognito the suite, those of package auth and its callers the
// fake.
package authtest
