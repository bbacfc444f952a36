package graph

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/auth"
)

// poolCalls counts the calls for the signed-in user, which fields make side by side.
type poolCalls struct{ user, factors, passkeys atomic.Int32 }

func (c *poolCalls) String() string {
	return fmt.Sprint(c.user.Load(), " for the user, ", c.factors.Load(), " for factors, ", c.passkeys.Load(), " for passkeys")
}

// counted answers these calls.
func (e *edge) counted(err error) *poolCalls {
	calls := &poolCalls{}
	e.pool.OnUser = func(context.Context, string) (auth.User, error) {
		calls.user.Add(1)
		return auth.User{Attributes: []auth.Attribute{{Name: "email", Value: "ann@example.com"}, {Name: "name", Value: "Ann"}}}, err
	}
	e.pool.OnFactors = func(context.Context, string) (auth.FactorSettings, error) {
		calls.factors.Add(1)
		return auth.FactorSettings{Enabled: []auth.Factor{auth.FactorTOTP}, Preferred: auth.FactorTOTP, Available: nil}, err
	}
	e.pool.OnPasskeys = func(context.Context, string) ([]auth.Passkey, error) {
		calls.passkeys.Add(1)
		return []auth.Passkey{{ID: "k1", Name: "Key", RelyingPartyID: "localhost", CreatedAt: time.Unix(0, 0)}}, err
	}
	return calls
}

func TestAllThatAskForTheUserShareOneCallEach(t *testing.T) {
	e := newEdge(t)
	calls := e.counted(nil)
	body := e.ask(t, `query {
			a: me { email factors { enabled } passkeys { id } again: factors { preferred available } }
			b: me { ...F name attributes(names: ["name"]) { value } }
			session { me { ...F passkeys { name relyingPartyId authenticatorAttachment transports createdAt } } }
		} fragment F on Me { givenName factors { preferred } }`, nil, "good")
	if got := calls.String(); got != "1 for the user, 1 for factors, 1 for passkeys" {
		t.Errorf("calls: %s", got)
	}
	for _, part := range []string{
		`"again":{"preferred":"TOTP","available":[]}`, `"attributes":[{"value":"Ann"}]`,
		`{"name":"Key","relyingPartyId":"localhost","authenticatorAttachment":null,"transports":[],"createdAt":"1970-01-01T00:00:00Z"}`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s in %s", part, body)
		}
	}
}

func TestNothingIsAskedThatNoFieldNeeds(t *testing.T) {
	e := newEdge(t)
	calls := e.counted(nil)
	if body := e.ask(t, `{ me { id username groups scopes authenticatedAt } }`, nil, "good"); strings.Contains(body, "errors") || calls.String() != "0 for the user, 0 for factors, 0 for passkeys" {
		t.Errorf("calls: %s, answer %s", calls, body)
	}
}

func TestFactorsAndPasskeysFailAloneAndTheClaimsArrive(t *testing.T) {
	e := newEdge(t)
	calls := e.counted(&auth.Error{Code: auth.UpstreamUnavailable})
	body := e.ask(t, `{ me { id factors { enabled } passkeys { id } more: passkeys { name } } }`, nil, "good")
	if !strings.Contains(body, `"data":{"me":{"id":"ann","factors":null,"passkeys":null,"more":null}}`) || strings.Count(body, CodeUpstreamUnavailable) != 3 {
		t.Errorf("answer %s", body)
	}
	if got := calls.String(); got != "0 for the user, 1 for factors, 1 for passkeys" {
		t.Errorf("calls: %s", got)
	}
}

func TestAUserWithoutPreferenceHasNone(t *testing.T) {
	e := newEdge(t)
	e.pool.OnFactors = func(context.Context, string) (auth.FactorSettings, error) { return auth.FactorSettings{}, nil }
	const want = `{"data":{"me":{"factors":{"enabled":[],"preferred":null,"available":[]}}}}`
	if body := e.ask(t, `{ me { factors { enabled preferred available } } }`, nil, "good"); strings.TrimSpace(body) != want {
		t.Errorf("answer %s", body)
	}
}
