package graph

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"usher/internal/manifest"
)

// Persisted says which operations clients may name instead of sending them, and whether they may send any
// others. The zero value is neither.
type Persisted struct {
	// Automatic takes Apollo's automatic persisted queries: a text that was sent once may be named by its
	// SHA-256 afterwards.
	Automatic bool
	// Safelist tells what becomes of an operation that no manifest lists.
	Safelist Safelist
	// Manifests list the operations of the clients; a safelist needs one at least.
	Manifests []manifest.File
	// OnAutomatic and OnSafelist are told how each request fared, in the words of docs/metrics.md.
	OnAutomatic, OnSafelist func(outcome string)
	// Now is the clock of the log of unlisted operations.
	Now func() time.Time
}

// Safelist is a mode. The empty one is SafelistOff; an unknown one is as strict as there is.
type Safelist string

// The modes of a safelist.
const (
	SafelistOff     Safelist = "off"
	SafelistLog     Safelist = "log"     // an unlisted operation runs, and the log names it
	SafelistEnforce Safelist = "enforce" // it is refused, and not parsed
)

// What became of a request, for the metrics.
const (
	outcomeFound     = "found"
	outcomeNotFound  = "not_found"
	outcomeStored    = "stored"
	outcomeNotStored = "not_stored"
	outcomeMismatch  = "mismatch"
	outcomeListed    = "listed"
	outcomeUnlisted  = "unlisted"
	outcomeUnknownID = "unknown_id"
)

const (
	// persistedVersion is the one version of Apollo's protocol.
	persistedVersion = "1"
	// The words that older versions of Apollo's link look for, in place of codes.
	persistedNotFound     = "PersistedQueryNotFound"
	persistedNotSupported = "PersistedQueryNotSupported"
)

// persisted turns what a request names or holds into the document to run.
type persisted struct {
	guard       *guard
	list        *safelist // nil: no safelist
	enforced    bool
	automatic   *automatic // nil: off
	unlisted    *unlistedLog
	onAutomatic func(string)
	onSafelist  func(string)
}

// newPersisted reads the manifests. An error tells of them.
func newPersisted(g *guard, o Persisted, logger *slog.Logger) (*persisted, error) {
	p := &persisted{guard: g, enforced: o.Safelist != SafelistLog, onAutomatic: orSilent(o.OnAutomatic), onSafelist: orSilent(o.OnSafelist)}
	var err error
	if o.Automatic {
		if p.automatic, err = newAutomatic(g.limits); err != nil {
			return nil, err
		}
	}
	if o.Safelist == "" || o.Safelist == SafelistOff {
		return p, nil
	}
	if p.list, err = newSafelist(g, o.Manifests); err != nil {
		return nil, err
	}
	if !p.enforced {
		if p.unlisted, err = newUnlistedLog(logger, o.Now); err != nil {
			return nil, err
		}
	}
	logger.Info("safelist", "mode", string(o.Safelist), "manifests", len(o.Manifests), "operations", len(p.list.byID))
	return p, nil
}

func orSilent(report func(string)) func(string) {
	if report == nil {
		return func(string) {}
	}
	return report
}

// document finds the document of a request. Of the results one is set. The text of what was found
// replaces the one in params.
func (p *persisted) document(ctx context.Context, params *graphql.RawParams) (*ast.QueryDocument, *refusal, gqlerror.List) {
	extension := params.Extensions["persistedQuery"]
	switch {
	case params.Query == "" && extension == nil:
		return nil, refuseNoQuery, nil
	case p.list == nil && p.automatic == nil && params.Query == "":
		return nil, refusePersistedQuery, nil // Apollo then sends the document
	case p.list == nil && p.automatic == nil:
		document, errs := p.guard.document(params.Query)
		return document, nil, errs
	case extension == nil:
		document, errs := p.run(ctx, params)
		return document, nil, errs
	}
	id, ok := persistedID(extension)
	switch {
	case !ok:
		return nil, refusePersistedExtension, nil
	case params.Query == "":
		return p.byID(ctx, id, params)
	default:
		return p.withID(ctx, id, params)
	}
}

// persistedID reads the extension of a request.
func persistedID(extension any) (string, bool) {
	members, _ := extension.(map[string]any)
	version, _ := members["version"].(json.Number)
	id, _ := members["sha256Hash"].(string)
	return id, version == persistedVersion && id != "" && len(id) <= manifest.MaxIDBytes
}

// byID finds the document of a request that names one and sends none.
func (p *persisted) byID(ctx context.Context, id string, params *graphql.RawParams) (*ast.QueryDocument, *refusal, gqlerror.List) {
	if p.list != nil {
		if op, ok := p.list.named(id); ok {
			p.onSafelist(outcomeListed)
			params.Query = op.text
			return op.document, nil, nil
		}
	}
	if p.automatic != nil {
		if text, ok := p.automatic.get(id); ok {
			p.onAutomatic(outcomeFound)
			params.Query = text
			document, errs := p.run(ctx, params)
			return document, nil, errs
		}
		p.onAutomatic(outcomeNotFound)
	}
	if p.list != nil {
		p.onSafelist(outcomeUnknownID)
	}
	return nil, refuseNotFound, nil
}

// withID finds the document of a request that sends one and names it, too.
func (p *persisted) withID(ctx context.Context, id string, params *graphql.RawParams) (*ast.QueryDocument, *refusal, gqlerror.List) {
	isHash := p.automatic != nil && id == hashOf(params.Query)
	switch {
	case p.list == nil && !isHash:
		p.onAutomatic(outcomeMismatch)
		return nil, refuseMismatch, nil
	case p.list != nil && p.list.contradicts(id, params.Query):
		p.onSafelist(outcomeMismatch)
		return nil, refuseMismatch, nil
	}
	document, errs := p.run(ctx, params)
	switch {
	case len(errs) > 0 || !isHash:
	case p.automatic.keep(id, params.Query, document): // of a listed operation, the manifest's text
		p.onAutomatic(outcomeStored)
	default:
		p.onAutomatic(outcomeNotStored)
	}
	return document, nil, errs
}

// run gives the document of params.Query, if it may run.
func (p *persisted) run(ctx context.Context, params *graphql.RawParams) (*ast.QueryDocument, gqlerror.List) {
	if p.list == nil {
		return p.guard.document(params.Query)
	}
	if op, ok := p.list.match(params.Query); ok {
		p.onSafelist(outcomeListed)
		params.Query = op.text
		return op.document, nil
	}
	if p.enforced {
		p.onSafelist(outcomeUnlisted)
		return nil, gqlerror.List{codedError(CodePersistedQueryRequired,
			"only the operations of this server's safelist run here: send one of them, or its id")}
	}
	document, errs := p.guard.document(params.Query)
	if len(errs) == 0 {
		p.onSafelist(outcomeUnlisted)
		p.unlisted.note(ctx, document, params)
	}
	return document, errs
}
