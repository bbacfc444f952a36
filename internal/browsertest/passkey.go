package browsertest

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Authenticator puts one into the tab that says yes to everything: the device's own, which keeps passkeys and verifies its user. It
// returns a way to count what it keeps.
func (p *Page) Authenticator() (kept func() int) {
	p.t.Helper()
	p.do("turn WebAuthn's own dialogs off", command(webauthn.Enable, webauthn.EnableParams{}))
	made, err := run(p, func(ctx context.Context, t *chromedp.Target) (webauthn.AddVirtualAuthenticatorResult, error) {
		return cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Ctap2version: webauthn.Ctap2versionCtap21, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
	})
	if err != nil {
		p.t.Fatalf("no authenticator: %v", err)
	}
	return func() int {
		p.t.Helper()
		held, err := run(p, func(ctx context.Context, t *chromedp.Target) (webauthn.GetCredentialsResult, error) {
			return cdp.Call(ctx, t, webauthn.GetCredentials, webauthn.GetCredentialsParams(made))
		})
		if err != nil {
			p.t.Fatalf("what the authenticator keeps: %v", err)
		}
		return len(held.Credentials)
	}
}
