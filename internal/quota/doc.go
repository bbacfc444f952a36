// Package quota is the table of request rates that Amazon Cognito grants an account: the classes by
// which it counts, how many calls a second each gets, and how much of that Usher lets itself use.
//
// It owns the names and figures of the classes, the text of USHER_COGNITO_QUOTAS that changes them,
// and the pace that stays below a rate in every second. It refuses to count and to know operations:
// package cognito says which operation is of which class, and whoever shares the counting over
// instances is handed in there. Package config judges the setting with it.
package quota
