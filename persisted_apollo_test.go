package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	apolloPackage   = "web/apollo"
	packageManifest = apolloPackage + "/persisted-query-manifest.json"
)

// wire is what Apollo Client sent, and what became of its operations.
type wire struct{ Requests, Outcomes []string }

// apollo runs operations with the real Apollo Client of the package's tests.
func (in *instance) apollo(manifest, naming string, operations ...string) wire {
	in.t.Helper()
	node := program(in.t, "node", "install Node.js 20 or later")
	const client = apolloPackage + "/node_modules/@apollo/client/package.json"
	if _, err := os.Stat(client); err != nil {
		const remedy = "Apollo Client is missing: run `npm ci --ignore-scripts` in " + apolloPackage
		if os.Getenv("CI") == "true" { //nolint:forbidigo // a switch of the tests, not a setting
			in.t.Fatal(remedy)
		}
		in.t.Skip(remedy)
	}
	ctx, cancel := context.WithTimeout(in.t.Context(), time.Minute)
	defer cancel()
	script := readFile(in.t, "testdata/persisted/apollo.mjs")
	args := append([]string{"--input-type=module", "-e", script, in.url + "/graphql", manifest, naming}, operations...)
	cmd := exec.CommandContext(ctx, node, args...) //nolint:gosec // our own script
	cmd.Dir = apolloPackage                        // from where it finds Apollo Client
	out, err := cmd.Output()
	if err != nil {
		in.t.Fatalf("the client fails: %v\n%s", err, stderrOf(err))
	}
	var sent wire
	if err := json.Unmarshal(out, &sent); err != nil {
		in.t.Fatalf("the client printed %s (%v)", out, err)
	}
	return sent
}

// TestApolloClientAndPersistedOperations: what Apollo Client 4 makes of the answers, in every mode.
func TestApolloClientAndPersistedOperations(t *testing.T) {
	manifest, err := filepath.Abs(packageManifest)
	if err != nil {
		t.Fatal(err)
	}
	const config = "query Custom { config { signUpOpen } }"
	enforce := []string{"USHER_SAFELIST=enforce", "USHER_SAFELIST_MANIFESTS=" + packageManifest}
	for _, tt := range []struct {
		name       string
		settings   []string
		naming     string
		operations []string
		want       wire
	}{
		{"off", nil, "hash", []string{config, config}, wire{
			[]string{"POST id 400", "POST text 200", "POST text 200"}, []string{"AuthConfig", "AuthConfig"},
		}},
		{"automatic", []string{"USHER_APQ=true"}, "hash", []string{config, config, "SignIn", "SignIn"}, wire{
			[]string{"POST id 400", "POST text id 200", "POST id 200", "POST id 400", "POST text id 200", "POST id 200"},
			[]string{"AuthConfig", "AuthConfig", "InvalidCredentials", "InvalidCredentials"},
		}},
		{"automatic, by GET", []string{"USHER_APQ=true"}, "hash-get", []string{config, config, "SignIn"}, wire{
			[]string{"GET id 400", "POST text id 200", "GET id 200", "POST id 400", "POST text id 200"}, []string{"AuthConfig", "AuthConfig", "InvalidCredentials"},
		}},
		{"enforced, by the manifest's ids", enforce, "manifest", []string{"Config", "SignIn", config}, wire{
			[]string{"POST id 200", "POST id 200", "POST id 400", "POST text id 400"}, []string{"AuthConfig", "InvalidCredentials", "PERSISTED_QUERY_REQUIRED"},
		}},
		{"enforced, by hashes of its own", enforce, "hash", []string{"SignIn", "SignIn", config}, wire{
			[]string{"POST id 400", "POST text id 200", "POST id 400", "POST text id 200", "POST id 400", "POST text id 400"},
			[]string{"InvalidCredentials", "InvalidCredentials", "PERSISTED_QUERY_REQUIRED"},
		}},
		{"enforced and automatic, by hashes of its own", append(enforce, "USHER_APQ=true"), "hash", []string{"SignIn", "SignIn", config}, wire{
			[]string{"POST id 400", "POST text id 200", "POST id 200", "POST id 400", "POST text id 400"},
			[]string{"InvalidCredentials", "InvalidCredentials", "PERSISTED_QUERY_REQUIRED"},
		}},
		{"enforced, in full", enforce, "text", []string{"Config", "SignIn", config}, wire{
			[]string{"POST text 200", "POST text 200", "POST text 400"}, []string{"AuthConfig", "InvalidCredentials", "PERSISTED_QUERY_REQUIRED"},
		}},
		{"logged, in full", []string{"USHER_SAFELIST=log", enforce[1]}, "text", []string{"SignIn", config}, wire{
			[]string{"POST text 200", "POST text 200"}, []string{"InvalidCredentials", "AuthConfig"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := startUsher(t, append(tt.settings, "USHER_LIMITS=off")...)
			if diff := cmp.Diff(tt.want, in.apollo(manifest, tt.naming, tt.operations...)); diff != "" {
				t.Errorf("the wire (-want +got):\n%s", diff)
			}
		})
	}
}
