package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// maxUnlistedLines is how many unlisted operations the log names in a time of unlistedPeriod. More
	// than an app would lack at once are a stranger's.
	maxUnlistedLines = 10
	unlistedPeriod   = time.Minute
	// maxUnlistedSeen is how many operations are remembered, so that each is named once.
	maxUnlistedSeen = 256
	// maxLoggedName is the longest name of an operation in the log, in bytes.
	maxLoggedName = 64
)

// unlistedLog names the operations that run and are in no manifest: each once while it is remembered, by
// its name and the hash of its text. The text itself stays out, since it may hold a password; and where it
// may, so does the hash, from which who knows the rest of the text can guess a password or a code as fast
// as they compute. Such operations are told apart by their names, not by each value that is written in them.
type unlistedLog struct {
	logger *slog.Logger
	now    func() time.Time

	mu       sync.Mutex
	seen     *lru.Cache[string, struct{}]
	began    time.Time // of the current period
	lines    int       // in it
	withheld int       // since the last line
}

func newUnlistedLog(logger *slog.Logger, now func() time.Time) (*unlistedLog, error) {
	if now == nil {
		return nil, errors.New("graph: the log of a safelist needs a clock")
	}
	seen, err := lru.New[string, struct{}](maxUnlistedSeen)
	if err != nil {
		return nil, fmt.Errorf("graph: memory of %d operations: %w", maxUnlistedSeen, err)
	}
	return &unlistedLog{logger: logger, now: now, seen: seen}, nil
}

// note logs an operation that the guard has accepted.
func (l *unlistedLog) note(ctx context.Context, document *ast.QueryDocument, params *graphql.RawParams) {
	operation, err := selectOperation(document, params.OperationName)
	if err != nil {
		return // it does not run
	}
	name, kind := operation.Name, string(operation.Operation)
	if len(name) > maxLoggedName {
		name = name[:maxLoggedName] + "…"
	}
	hash := hashOf(params.Query)
	seenAs := hash
	if holdsSecrets(params.Query, document) {
		hash, seenAs = "", kind+" "+name
	}
	withheld, ok := l.admit(seenAs)
	if !ok {
		return
	}
	l.logger.WarnContext(ctx, "an operation was accepted that no persisted-query manifest lists",
		"operation", name, "type", kind, "sha256", hash, "withheld", withheld)
}

// admit tells whether to log the operation, and how many were not since the last line.
func (l *unlistedLog) admit(seenAs string) (withheld int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen.Contains(seenAs) {
		return 0, false
	}
	if now := l.now(); now.Sub(l.began) >= unlistedPeriod {
		l.began, l.lines = now, 0
	}
	if l.lines >= maxUnlistedLines {
		l.withheld++
		return 0, false
	}
	l.seen.Add(seenAs, struct{}{})
	l.lines++
	withheld, l.withheld = l.withheld, 0
	return withheld, true
}
