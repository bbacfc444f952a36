package archtest

// room is one package: what its production code may import.
type room struct {
	imports []string // of our packages, by folder
	denied  []string // of all others: a path, or a tree of paths
}

// main is the folder of package main.
const main = "."

// rooms is the table of docs/architecture.md, by folder. Package main may import everything.
func rooms() map[string]room {
	noHTTP := []string{"net/http"}
	return map[string]room{
		// leaves: nothing of ours
		"internal/reqctx": {denied: noHTTP},
		"internal/kv":     {denied: noHTTP},
		"internal/jose":   {denied: noHTTP},
		"internal/quota":  {denied: noHTTP},
		// the form of a file
		"internal/manifest": {denied: noHTTP},

		// limits, counted in the store
		"internal/ratelimit": {imports: []string{"internal/kv"}, denied: noHTTP},

		"internal/blocklist": {denied: noHTTP},

		// the record of what happened
		"internal/audit": {imports: []string{"internal/reqctx"}, denied: noHTTP},

		// settings: it lets the rooms that read a text judge it
		"internal/config": {imports: []string{"internal/kv", "internal/manifest", "internal/quota", "internal/ratelimit", "internal/seal"}, denied: noHTTP},

		// domain
		"internal/auth": {imports: []string{"internal/reqctx", "internal/audit"}, denied: noHTTP},

		// adapters
		"internal/cognito":  {imports: []string{"internal/auth", "internal/quota"}},
		"internal/token":    {imports: []string{"internal/jose"}},
		"internal/seal":     {imports: []string{"internal/jose"}, denied: noHTTP},
		"internal/envelope": {imports: []string{"internal/jose"}, denied: noHTTP},
		"internal/session":  {imports: []string{"internal/auth", "internal/token", "internal/kv", "internal/seal", "internal/reqctx"}},

		"internal/registry": {
			imports: []string{"internal/auth", "internal/audit", "internal/kv", "internal/seal", "internal/reqctx"}, denied: noHTTP,
		},

		// stand-in: it must not know who calls it
		"internal/localpool":  {imports: []string{"internal/jose"}},
		"internal/mailbox":    {imports: []string{"internal/masthead"}},
		"internal/playground": {imports: []string{"internal/masthead"}},
		"internal/masthead":   {},
		"internal/webapp":     {},
		"examples/spa-apollo": {denied: noHTTP},

		// edge
		"graph": {imports: []string{
			"internal/auth", "internal/session", "internal/ratelimit", "internal/reqctx", "internal/observe", "internal/manifest",
			"graph/generated", "graph/scalar", "graph/qrcode",
		}},
		"graph/qrcode":     {denied: noHTTP},
		"graph/authmatrix": {},
		"graph/generated":  {imports: []string{"internal/auth", "graph/scalar"}},
		"graph/scalar":     {imports: []string{"internal/auth"}},
		"internal/httpapi": {imports: []string{"internal/session", "internal/reqctx", "internal/observe"}},
		"internal/observe": {imports: []string{"internal/reqctx"}},

		// wiring: the parts of main that choose the user pool, and the store
		"internal/upstream": {imports: []string{
			"internal/auth", "internal/config", "internal/cognito", "internal/token", "internal/localpool", "internal/mailbox", "internal/masthead",
		}},
		"internal/deployment": {imports: []string{
			"internal/auth", "internal/config", "internal/envelope", "internal/kv", "internal/manifest", "internal/quota", "internal/ratelimit", "internal/reqctx", "internal/seal", "internal/session",
			"internal/playground", "internal/webapp", "examples/spa-apollo",
		}},

		// for tests
		"internal/auth/authtest":         {imports: []string{"internal/auth"}},
		"internal/kv/kvtest":             {imports: []string{"internal/kv"}},
		"internal/passkeytest":           {denied: noHTTP},
		"internal/badinput":              {denied: noHTTP},
		"internal/browsertest":           {},
		"internal/envelope/envelopetest": {imports: []string{"internal/badinput", "internal/envelope", "internal/kv"}, denied: noHTTP},
		"internal/archtest":              {},
		"bench":                          {},

		// A service beside Usher, to be copied out: it may know nothing of ours.
		"examples/schema-first": {},
	}
}

// library is a dependency with owners.
type library struct {
	tree   string   // import path, with everything below
	owners []string // rooms that may import it
	tests  bool     // tests anywhere may import it, too
}

func libraries() []library {
	return []library{
		{tree: "github.com/lestrrat-go", owners: []string{"internal/jose"}},
		{tree: "github.com/aws/aws-sdk-go-v2/service", owners: []string{"internal/cognito"}, tests: true},
		{tree: "github.com/aws", owners: []string{"internal/cognito", "internal/upstream", main}, tests: true},
		{tree: "github.com/99designs/gqlgen", owners: []string{"graph", "graph/generated", "graph/authmatrix", "graph/scalar", "examples/schema-first", main}, tests: true},
		{tree: "github.com/vektah/gqlparser", owners: []string{"graph", "graph/generated", "graph/authmatrix", "graph/scalar", "examples/schema-first"}, tests: true},
		// What checks Usher's tokens elsewhere does it with another library than Usher: lestrrat-go needs the strict
		// parser of internal/jose before it, which an example to be copied out cannot bring along.
		{tree: "github.com/go-jose", owners: []string{"examples/schema-first"}, tests: true},
		{tree: "go.etcd.io/bbolt", owners: []string{"internal/localpool"}},
		{tree: "github.com/go-webauthn", owners: []string{"internal/localpool"}},
		{tree: "github.com/pquerna/otp", owners: []string{"internal/localpool"}, tests: true},
		{tree: "github.com/boombuler/barcode", owners: []string{"graph/qrcode"}},
		{tree: "github.com/caarlos0/env", owners: []string{"internal/config"}},
		{tree: "golang.org/x/time", owners: []string{"internal/httpapi"}},
		{tree: "github.com/trustelem/zxcvbn", owners: []string{"internal/blocklist"}, tests: true},
		{tree: "github.com/rs/cors", owners: []string{"internal/httpapi"}},
		{tree: "github.com/mileusna/useragent", owners: []string{"internal/registry"}},
		{tree: "github.com/prometheus", owners: []string{"internal/observe"}},
		{tree: "github.com/chromedp", owners: []string{"internal/browsertest"}},
		{tree: "github.com/redis/go-redis", owners: []string{"internal/kv", "internal/kv/kvtest"}, tests: true},
	}
}

// call is a function of the standard library with owners. Tests may call it.
type call struct {
	path   string
	names  []string
	owners []string
	why    string
}

func calls() []call {
	return []call{
		{"os", []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}, []string{"internal/config", main}, "settings come from internal/config"},
		{"syscall", []string{"Getenv", "Environ"}, []string{"internal/config", main}, "settings come from internal/config"},
		// graph hands the parsed document from its transport to its executor under a key of its own.
		// The example is a program of its own, with one key.
		{"context", []string{"WithValue"}, []string{"internal/reqctx", "internal/session", "graph", "examples/schema-first"}, "context keys live in internal/reqctx and internal/session"},
	}
}

// vague are package names that say nothing about what is inside.
var vague = []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types"}
