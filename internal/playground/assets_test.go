package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompression(t *testing.T) {
	h := Handler(Options{})
	target := base(t, h) + "/react.production.min.js"
	for _, tt := range []struct {
		name, accept string
		packed       bool
	}{
		{"gzip", "gzip, deflate, br", true},
		{"gzip in capitals", "GZIP", true},
		{"anything", "*", true},
		{"weighted", "br;q=1.0, gzip;q=0.5", true},
		{"none asked for", "", false},
		{"another only", "br", false},
		{"refused", "gzip;q=0", false},
		{"refused in other words", "gzip;q=0.000", false},
		{"refused beside anything", "*, gzip;q=0", false},
		{"anything but refused", "*;q=0", false},
		{"unreadable weight", "gzip;q=much", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, h, "GET", target, "Accept-Encoding", tt.accept)
			if got := w.Header().Get("Content-Encoding") == "gzip"; got != tt.packed {
				t.Fatalf("compressed: %t, want %t", got, tt.packed)
			}
			if got := w.Header().Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("Vary %q", got)
			}
			var body io.Reader = w.Body
			if tt.packed {
				reader, err := gzip.NewReader(body)
				if err != nil {
					t.Fatal(err)
				}
				body = reader
			}
			content, err := io.ReadAll(body)
			if err != nil || !bytes.Contains(content, []byte("react.production.min.js")) {
				t.Errorf("%d bytes that are not the file (%v)", len(content), err)
			}
		})
	}
}

func TestKnownContentIs304(t *testing.T) {
	h := Handler(Options{})
	script := base(t, h) + "/graphiql.min.js"
	packed := ask(t, h, "GET", script, "Accept-Encoding", "gzip").Header().Get("ETag")
	plain := ask(t, h, "GET", script).Header().Get("ETag")
	if packed == plain {
		t.Errorf("both forms of a file have the tag %s", plain)
	}
	page := ask(t, h, "GET", "/").Header().Get("ETag")
	for _, tt := range []struct {
		name, target, accept, tag string
		status                    int
	}{
		{"page", "/", "", page, 304},
		{"page, weakly", "/", "", "W/" + page, 304},
		{"page, another tag", "/", "", `"0"`, 200},
		{"packed file", script, "gzip", packed, 304},
		{"plain file", script, "", plain, 304},
		{"packed file, tag of the plain one", script, "gzip", plain, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, h, "GET", tt.target, "If-None-Match", tt.tag, "Accept-Encoding", tt.accept)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			if w.Code == http.StatusNotModified && w.Body.Len() != 0 {
				t.Errorf("a 304 with %d bytes", w.Body.Len())
			}
		})
	}
}

// The committed files are the ones that VENDOR.md names.
func TestThirdPartyFilesAreUnchanged(t *testing.T) {
	list, err := os.ReadFile("thirdparty/VENDOR.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)`.*`([0-9a-f]{64})`").FindAllStringSubmatch(string(list), -1) {
		named[row[1]] = row[2]
	}
	entries, err := files.ReadDir("thirdparty")
	if err != nil {
		t.Fatal(err)
	}
	present := map[string]string{}
	for _, entry := range entries {
		packed, err := files.ReadFile("thirdparty/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		plain, err := unpack(packed)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(plain)
		present[entry.Name()] = hex.EncodeToString(sum[:])
	}
	if diff := cmp.Diff(named, present); diff != "" {
		t.Errorf("files and their sums (-VENDOR.md +present):\n%s", diff)
	}
}

// What integrators copy and what the page runs are one code.
func TestThePageSealsAsTheExampleDoes(t *testing.T) {
	const example = "../../examples/seal-password/seal.mjs"
	want, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	got, err := files.ReadFile("page/seal.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("page/seal.mjs differs: cp %s page/", example)
	}
}
