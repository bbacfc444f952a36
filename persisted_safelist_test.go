package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listing is an operation as a manifest lists it.
type listing struct{ ID, Name, Type, Body string }

// writeManifest writes a manifest of the operations into a file of its own.
func writeManifest(t *testing.T, operations ...listing) string {
	t.Helper()
	entries := make([]map[string]string, len(operations))
	for i, op := range operations {
		entries[i] = map[string]string{"id": op.ID, "name": op.Name, "type": op.Type, "body": op.Body}
	}
	text, err := json.Marshal(map[string]any{"format": "apollo-persisted-query-manifest", "version": 1, "operations": entries})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// packageOperations are those that web/apollo ships.
func packageOperations(t *testing.T) []listing {
	t.Helper()
	var manifest struct{ Operations []listing }
	if err := json.Unmarshal([]byte(readFile(t, packageManifest)), &manifest); err != nil || len(manifest.Operations) < 20 {
		t.Fatalf("%d operations in %s (%v)", len(manifest.Operations), packageManifest, err)
	}
	return manifest.Operations
}

// TestThePackagesManifest: with it enforced, every operation of the package runs by its id and in full,
// and whatever differs from them is refused.
func TestThePackagesManifest(t *testing.T) {
	in := startUsher(t, "USHER_SAFELIST=enforce", "USHER_SAFELIST_MANIFESTS="+packageManifest)
	refused := func(what, query string) {
		t.Helper()
		if a := in.call(query, nil); a.typename() != "PERSISTED_QUERY_REQUIRED" || a.Data != nil {
			t.Errorf("%s: %s", what, a.body)
		}
	}
	operations := packageOperations(t)
	for _, op := range operations {
		for how, a := range map[string]answer{
			"by id": in.callByID(op.ID, "", nil), "in full": in.call(op.Body, nil), "with its id": in.callByID(op.ID, op.Body, nil),
			"in one line": in.call(strings.Join(strings.Fields(op.Body), " "), nil),
		} {
			// Without variables and tokens it goes no further than to be refused for that.
			if code, _ := a.code(); !slices.Contains([]string{"", "BAD_USER_INPUT", "UNAUTHENTICATED"}, code) {
				t.Errorf("%s %s: %s", op.Name, how, a.body)
			}
		}
		refused(op.Name+" under another name", strings.Replace(op.Body, op.Name, op.Name+"X", 1))
		refused(op.Name+" with a field more", strings.Replace(op.Body, "__typename", "__typename more: __typename", 1))
		refused(op.Name+" and another", op.Body+" query Other { me { id } }")
	}
	refused("introspection", `{ __schema { types { name } } }`)
	refused("a sign-up that is not listed", signUpOp)
	refused("what is not GraphQL", `{`)
	if code, _ := in.callByID("unheard of", "", nil).code(); code != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("an unknown id: %s", code)
	}
	if log := in.lines.String(); !strings.Contains(log, "introspection is refused, and what the playground sends") ||
		!strings.Contains(log, fmt.Sprintf(`"operations":%d`, len(operations))) {
		t.Errorf("the start does not say what is enforced:\n%s", log)
	}
}

// TestTheFlowByIDs: sign up, confirm, sign in and look, with ids in place of documents, and limits as ever.
func TestTheFlowByIDs(t *testing.T) {
	in := startUsher(t, "USHER_SAFELIST=enforce", "USHER_SAFELIST_MANIFESTS="+packageManifest, "USHER_LIMITS=sign-in.account=3/1h")
	ids := map[string]string{}
	for _, op := range packageOperations(t) {
		ids[op.Name] = op.ID
	}
	run := func(name, want string, input map[string]any, headers ...string) answer {
		t.Helper()
		a := in.callByID(ids[name], "", map[string]any{"input": input}, headers...)
		if got := a.typename(); got != want {
			t.Fatalf("%s ended as %s, want %s: %s", name, got, want, a.body)
		}
		return a
	}
	const email, password = "ann@example.com", "correct horse 9"
	run("SignUp", "SignUpStarted", map[string]any{"email": email})
	done := field[outcome](t, run("ConfirmSignUp", "Session", map[string]any{"username": email, "code": in.mailedCode(email), "password": password}), "confirmSignUp")
	if a := in.callByID(ids["Me"], "", nil, bearer(done.Tokens)); !strings.Contains(a.body, email) {
		t.Errorf("me: %s", a.body)
	}
	for range 3 {
		run("SignIn", "InvalidCredentials", map[string]any{"username": email, "password": "wrong horse 9"})
	}
	run("SignIn", "RateLimited", map[string]any{"username": email, "password": "wrong horse 9"})
}

// TestALoggedSafelist: everything runs, and what no manifest lists is named without a word of its text.
func TestALoggedSafelist(t *testing.T) {
	in := startUsher(t, "USHER_SAFELIST=log", "USHER_SAFELIST_MANIFESTS="+writeManifest(t, listing{"me", "Me", "query", "query Me { me { id } }"}))
	session := in.signedUp("ann@example.com", "correct horse 9")
	const literal = `mutation FromTheApp { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`
	for range 3 {
		if got := in.call(literal, nil).typename(); got != "Session" {
			t.Fatalf("sign in: %s", got)
		}
		in.call("query Me{me{id}}", nil, bearer(session))
	}
	var named []string
	for line := range strings.Lines(in.lines.String()) {
		var entry struct{ Msg, Operation, Type, SHA256 string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(entry.Msg, "no persisted-query manifest lists") {
			named = append(named, strings.Join([]string{entry.Type, entry.Operation, entry.SHA256}, " "))
		}
	}
	want := []string{"mutation  " + sha256Of(signUpOp), "mutation  " + sha256Of(confirmOp), "mutation FromTheApp "}
	if !slices.Equal(named, want) {
		t.Errorf("named %q, want %q", named, want)
	}
	for _, secret := range []string{"correct horse", "ann@example.com", sha256Of(literal)} {
		if strings.Contains(in.lines.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	for labels, n := range map[string]int{`outcome="listed"`: 3, `outcome="unlisted"`: 5} {
		if got := in.sum("usher_safelist_operations_total", labels); got != n {
			t.Errorf("%s is %d, want %d", labels, got, n)
		}
	}
}

// TestAWrongManifestStopsTheStart and says all that is wrong with it.
func TestAWrongManifestStopsTheStart(t *testing.T) {
	wrong := writeManifest(t, listing{"1", "Me", "query", "query Me { me { shoeSize } }"}, listing{"1", "SignOut", "query", "mutation SignOut { signOut { wasSignedIn } }"})
	missing := filepath.Join(t.TempDir(), "missing.json")
	var out bytes.Buffer
	code := run(t.Context(), nil, []string{
		"USHER_ADDR=127.0.0.1:0", "USHER_LOCAL_DATA=", "USHER_SAFELIST=enforce", "USHER_SAFELIST_MANIFESTS=" + wrong + "," + missing,
	}, io.Discard, &out)
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{
		wrong + `: operation 1 ("Me"): the body is refused: the type has no such field (line 1, column 17)`,
		wrong + `: operation 2 ("SignOut"): has the id of operation 1 ("Me")`,
		wrong + `: operation 2 ("SignOut"): the operation in the body is a mutation, not a query`,
		missing + ": cannot be read (no such file or directory)",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
}
