// Package config turns environment variables into one checked Config.
//
// It owns the table of settings (settings.go), which feeds parsing, `usher config` and docs/configuration.md;
// the rules between settings; and Secret, the type that cannot be printed. It reads nothing but the
// environment it is handed and the files named by *_FILE variables.
//
// It refuses to start half right: Load reports every problem at once, each with its variable and the way out,
// and never a secret's value. It knows no other package of the project; main calls it and hands plain values on.
package config
