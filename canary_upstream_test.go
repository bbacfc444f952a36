package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// brokenPool stands between an instance and a pool and breaks in many ways. What the pool hands out it shows to the
// canaries.
type brokenPool struct {
	url  string
	mode atomic.Value // of brokenMode
}

// brokenMode is how calls fail, "" if they do not, and which: all, if none is named.
type brokenMode struct{ how, operation string }

func (b *brokenPool) set(how, operation string) { b.mode.Store(brokenMode{how, operation}) }

// brokenModes are the ways in which a pool fails. Those that echo repeat the whole request, passwords and all, in the
// text of an exception: Cognito's own messages quote the values that they refuse.
func brokenModes() []string {
	return []string{
		"unavailable", "hangup", "garbage", "echo InvalidParameterException", "echo NotAuthorizedException", "echo UserLambdaValidationException",
		"echo NobodyKnowsException", "echo InternalErrorException",
	}
}

// handedOut matches what a pool's answers hold of secrets.
var handedOut = regexp.MustCompile(`"(Session|SecretCode|AccessToken|IdToken|RefreshToken)":\s*"([^"]+)"`)

func breakPool(t *testing.T, upstream string, c *canaries) *brokenPool {
	t.Helper()
	target, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	b := &brokenPool{}
	b.set("", "")
	proxy := &httputil.ReverseProxy{
		Transport: &http.Transport{DisableKeepAlives: true},
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			for _, found := range handedOut.FindAllSubmatch(body, -1) {
				c.keep("pool's "+string(found[1]), string(found[2]))
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			return err
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mode, _ := b.mode.Load().(brokenMode)
		_, operation, isCall := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		if !isCall || mode.how == "" || mode.operation != "" && mode.operation != operation {
			proxy.ServeHTTP(w, r)
			return
		}
		misbehave(w, r, mode.how)
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

func misbehave(w http.ResponseWriter, r *http.Request, mode string) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	switch mode {
	case "unavailable":
		w.WriteHeader(http.StatusServiceUnavailable)
	case "hangup":
		panic(http.ErrAbortHandler)
	case "garbage":
		_, _ = w.Write(append([]byte("<html>"), body...))
	default:
		exception := mode[len("echo "):]
		w.Header().Set("X-Amzn-Errortype", exception)
		status := http.StatusBadRequest
		if exception == "InternalErrorException" {
			status = http.StatusInternalServerError
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"__type": exception, "message": "1 validation error detected: Value '" + string(body) + "' failed"})
	}
}
