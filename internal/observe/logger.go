package observe

import (
	"fmt"
	"io"
	"log/slog"
)

// Options of the log.
type Options struct {
	Format string // "text" or "json"
	Level  slog.Leveler
}

// NewLogger returns a logger that writes to w, with everything that Redact blanks already blanked.
func NewLogger(w io.Writer, o Options) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: o.Level, ReplaceAttr: Redact}
	switch o.Format {
	case "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	default:
		return nil, fmt.Errorf("log format %q is unknown: use text or json", o.Format)
	}
}
