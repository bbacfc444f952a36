// Package cognito is [auth.UserPool] over the AWS SDK for Go: one file per flow, and everything
// that is peculiar to Amazon Cognito in one place each.
//
// It owns the shape of every request, SECRET_HASH, how long a call may take and whether it is
// repeated (retry.go), and the one table that says what each of Cognito's exceptions means
// (exceptions.go). Nothing of AWS leaves it but a text for the log, from which the secrets of the call
// have been taken out.
//
// It refuses to load settings or credentials by itself, to keep state between calls, and to decide
// what a stranger may see: package auth folds its answers.
//
// Whoever wires the program calls [New]; the flows of package auth call the methods. Against the
// local pool the same code runs, with an HTTP client that calls the pool in process.
package cognito
