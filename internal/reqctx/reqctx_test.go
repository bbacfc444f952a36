package reqctx_test

import (
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/reqctx"
)

func TestFactsTravelInTheContext(t *testing.T) {
	ctx := reqctx.WithRequestID(t.Context(), "request-1")
	ctx = reqctx.WithClientIP(ctx, netip.MustParseAddr("203.0.113.7"))
	ctx = reqctx.WithUserAgent(ctx, "curl/8")

	got := []string{reqctx.RequestID(ctx), reqctx.ClientIP(ctx).String(), reqctx.UserAgent(ctx)}
	if diff := cmp.Diff([]string{"request-1", "203.0.113.7", "curl/8"}, got); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
}

func TestOutsideARequestNothingIsKnown(t *testing.T) {
	ctx := t.Context()
	if id := reqctx.RequestID(ctx); id != "" {
		t.Errorf("RequestID = %q, want none", id)
	}
	if ip := reqctx.ClientIP(ctx); ip.IsValid() {
		t.Errorf("ClientIP = %v, want the zero address", ip)
	}
	if agent := reqctx.UserAgent(ctx); agent != "" {
		t.Errorf("UserAgent = %q, want none", agent)
	}
	reqctx.RecordFrom(ctx).AddErrorCode("INTERNAL")
	if codes := reqctx.RecordFrom(ctx).ErrorCodes(); len(codes) != 0 {
		t.Errorf("ErrorCodes = %v, want none kept between calls", codes)
	}
}

func TestUserAgentIsCutAndCleaned(t *testing.T) {
	for _, c := range []struct{ name, sent, want string }{
		{"kept", "Mozilla/5.0 (X11)", "Mozilla/5.0 (X11)"},
		{"line break", "good\r\nlevel=ERROR msg=forged", "goodlevel=ERROR msg=forged"},
		{"escape sequence", "red\x1b[31m\x7f", "red[31m"},
		{"invalid utf-8", "a\xffb", "ab"},
		{"too long", strings.Repeat("x", reqctx.MaxUserAgent+1), strings.Repeat("x", reqctx.MaxUserAgent)},
		{"cut inside a letter", strings.Repeat("x", reqctx.MaxUserAgent-1) + "é", strings.Repeat("x", reqctx.MaxUserAgent-1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := reqctx.UserAgent(reqctx.WithUserAgent(t.Context(), c.sent)); got != c.want {
				t.Errorf("UserAgent = %q, want %q", got, c.want)
			}
		})
	}
}

func TestRecordTakesOnlyWordsOfTheExpectedForm(t *testing.T) {
	ctx, record := reqctx.WithRecord(t.Context())
	reqctx.RecordFrom(ctx).SetOperationType("mutation")
	for _, kind := range []string{"", "MUTATION", "mutation\nlevel=ERROR"} {
		record.SetOperationType(kind)
	}
	for _, code := range []string{"UNAUTHENTICATED", "UNAUTHENTICATED", "", "lower", "WITH SPACE", "A\nB", strings.Repeat("A", 65), "RATE_LIMITED"} {
		record.AddErrorCode(code)
	}
	if got := record.OperationType(); got != "mutation" {
		t.Errorf("OperationType = %q, want mutation", got)
	}
	if diff := cmp.Diff([]string{"UNAUTHENTICATED", "RATE_LIMITED"}, record.ErrorCodes()); diff != "" {
		t.Errorf("ErrorCodes differ (-want +got):\n%s", diff)
	}
}

func TestRecordIsBoundedUnderParallelResolvers(t *testing.T) {
	_, record := reqctx.WithRecord(t.Context())
	var resolvers sync.WaitGroup
	for i := range 40 {
		resolvers.Go(func() {
			record.AddErrorCode("CODE_" + strconv.Itoa(i))
			record.SetOperationType("query")
			record.SetClientIP(netip.MustParseAddr("192.0.2.1"))
		})
	}
	resolvers.Wait()
	if got := len(record.ErrorCodes()); got != reqctx.MaxErrorCodes {
		t.Errorf("%d codes kept, want %d", got, reqctx.MaxErrorCodes)
	}
	if got := record.ClientIP().String(); got != "192.0.2.1" {
		t.Errorf("ClientIP = %s, want 192.0.2.1", got)
	}
}

func TestClientNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.77":         "203.0.113.0/24",
		"::ffff:203.0.113.77":  "203.0.113.0/24",
		"2001:db8:7:8:9:a:b:c": "2001:db8:7::/48",
		"fe80::1%eth0":         "fe80::/48",
		"127.0.0.1":            "127.0.0.0/24",
		"::1":                  "::/48",
	} {
		if got := reqctx.ClientNetwork(reqctx.WithClientIP(t.Context(), netip.MustParseAddr(address))); got != want {
			t.Errorf("%s is shown as %q, want %q", address, got, want)
		}
	}
	if got := reqctx.ClientNetwork(t.Context()); got != "" {
		t.Errorf("an unknown address is shown as %q", got)
	}
}
