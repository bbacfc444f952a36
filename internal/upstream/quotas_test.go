package upstream

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/config"
)

// asked keeps what budgets were asked for, and refuses.
type asked map[string]float64

func (a asked) Spend(_ context.Context, class string, perSecond float64) (time.Duration, error) {
	a[class] = perSecond
	return time.Second, nil
}

// openWith opens the pool of some settings, over budgets that refuse everything.
func openWith(t *testing.T, budgets asked, environ ...string) *Upstream {
	t.Helper()
	bareEnvironment(t)
	cfg, err := config.Load(environ)
	if err != nil {
		t.Fatal(err)
	}
	up, err := Open(t.Context(), cfg, Quotas{Budgets: budgets}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = up.Close() })
	return up
}

func TestCallsToAWSAreKeptWithinTheQuotasOfTheSettings(t *testing.T) {
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("a request was sent")
		_, _ = io.WriteString(w, "{}")
	}))
	defer endpoint.Close()
	budgets := asked{}
	up := openWith(t, budgets, "COGNITO_USER_POOL_ID=eu-west-1_AbCd12345", "COGNITO_CLIENT_ID=client",
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER="+endpoint.URL, "USHER_COGNITO_QUOTAS=UserAccountRecovery=10")
	if got := auth.CodeOf(up.Pool.ForgotPassword(t.Context(), "ann@example.com")); got != auth.UpstreamThrottled {
		t.Errorf("a reset ends as %q", got)
	}
	if _, err := up.Pool.SignIn(t.Context(), auth.SignIn{Username: "ann@example.com", Password: "some password"}); auth.CodeOf(err) != auth.UpstreamThrottled {
		t.Errorf("a sign-in ends as %v", err)
	}
	if diff := cmp.Diff(asked{"UserAccountRecovery": 8, "UserAuthentication": 96}, budgets); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
}

func TestTheEmbeddedPoolHasNoQuota(t *testing.T) {
	budgets := asked{}
	up := openWith(t, budgets, "USHER_LOCAL_DATA=")
	if _, err := up.Pool.SignIn(t.Context(), auth.SignIn{Username: "ann@example.com", Password: "some password"}); auth.CodeOf(err) != auth.InvalidCredentials {
		t.Errorf("a sign-in ends as %v", err)
	}
	if len(budgets) > 0 {
		t.Errorf("a budget was asked for: %v", budgets)
	}
}
