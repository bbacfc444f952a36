package httpapi_test

import (
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"usher/internal/httpapi"
)

func TestListenAllOpensAllOrNone(t *testing.T) {
	some, err := httpapi.ListenAll(t.Context(), map[string]string{"A": "127.0.0.1:0", "B": "", "C": "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	if len(some) != 2 || some.URL("B") != "" || !strings.HasPrefix(some.URL("A"), "http://127.0.0.1:") || strings.HasSuffix(some.URL("A"), ":0") {
		t.Errorf("listening on %v", some)
	}
	if n := len(some.Endpoints(slog.New(slog.DiscardHandler), map[string]http.Handler{"A": http.NotFoundHandler(), "C": http.NotFoundHandler()})); n != 2 {
		t.Errorf("%d endpoints", n)
	}
	taken := strings.TrimPrefix(some.URL("C"), "http://")
	_, err = httpapi.ListenAll(t.Context(), map[string]string{"A": "127.0.0.1:0", "B": taken})
	if err == nil || !strings.Contains(err.Error(), taken) || !strings.Contains(err.Error(), "B") {
		t.Errorf("error %v, want one that names %s and its setting", err, taken)
	}
	some.Close()
	again, err := net.Listen("tcp", taken) //nolint:noctx // closed below
	if err != nil {
		t.Fatalf("closing left the socket open: %v", err)
	}
	_ = again.Close()
}
