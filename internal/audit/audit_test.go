package audit_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/audit"
	"usher/internal/observe"
	"usher/internal/reqctx"
)

func TestALineSaysWhoDidWhatFromWhere(t *testing.T) {
	var out bytes.Buffer
	log, err := observe.NewLogger(&out, observe.Options{Format: "json"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := reqctx.WithRequestID(reqctx.WithClientIP(t.Context(), netip.MustParseAddr("203.0.113.77")), "r1")
	trail := audit.New(log)
	trail.Record(ctx, audit.SessionRevoked, "ann", "0102")
	trail.Record(t.Context(), audit.RefreshTokenReused, "", "")

	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	want := []map[string]any{
		{"level": "INFO", "msg": "audit", "event": "session.revoked", "sub": "ann", "sid": "0102", "request_id": "r1", "network": "203.0.113.0/24"},
		{"level": "WARN", "msg": "audit", "event": "token.reuse_detected", "sub": "", "request_id": ""},
	}
	for i, line := range lines {
		var got map[string]any
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatal(err)
		}
		delete(got, slog.TimeKey)
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", i, diff)
		}
	}
}
