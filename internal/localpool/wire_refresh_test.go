package localpool_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	seededGrace     = 30 * time.Second
	refreshLife     = 30 * 24 * time.Hour
	textRefreshDead = "Refresh Token has expired"
)

// rotating makes a client whose refresh tokens are replaced at each use.
func (r *rig) rotating(graceSeconds int32) app {
	r.t.Helper()
	return r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth}
		in.RefreshTokenRotation = &types.RefreshTokenRotationType{
			Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(graceSeconds),
		}
	})
}

// renewed refreshes and answers the new tokens.
func (r *rig) renewed(a app, token string) *types.AuthenticationResultType {
	r.t.Helper()
	out, err := r.refresh(a, token)
	if err != nil {
		r.t.Fatalf("refresh: %v", err)
	}
	return out.AuthenticationResult
}

func TestRefreshRotationReplacesTheRefreshToken(t *testing.T) {
	r := newRig(t)
	r.newUser("rotate@example.com", goodPassword)
	first := aws.ToString(r.session(r.secure, "rotate@example.com", goodPassword).RefreshToken)
	second := aws.ToString(r.renewed(r.secure, first).RefreshToken)
	if second == "" || second == first {
		t.Fatalf("the refresh token was not replaced")
	}
	r.clock.Advance(seededGrace - time.Second)
	inGrace := r.renewed(r.secure, first)
	if _, err := r.getUser(aws.ToString(inGrace.AccessToken)); err != nil {
		t.Errorf("the access token of a retry within the grace period: %v", err)
	}
	if _, err := r.refresh(r.secure, second); err != nil {
		t.Errorf("the new token after a retry with the old: %v", err)
	}
	r.clock.Advance(2 * time.Second)
	_, err := r.refresh(r.secure, first)
	wantFailure(t, err, "RefreshTokenReuseException", "")
}

func TestRotatedTokenDiesAtOnceWithoutGrace(t *testing.T) {
	r := newRig(t)
	client := r.rotating(0)
	r.newUser("strict@example.com", goodPassword)
	first := aws.ToString(r.session(client, "strict@example.com", goodPassword).RefreshToken)
	second := aws.ToString(r.renewed(client, first).RefreshToken)
	if second == "" || second == first {
		t.Fatal("the refresh token was not replaced")
	}
	_, err := r.refresh(client, first)
	wantFailure(t, err, "RefreshTokenReuseException", "")
}

func TestRotationChainsOn(t *testing.T) {
	r := newRig(t)
	client := r.rotating(0)
	r.newUser("chain@example.com", goodPassword)
	token := aws.ToString(r.session(client, "chain@example.com", goodPassword).RefreshToken)
	for range 20 {
		r.clock.Advance(time.Hour)
		token = aws.ToString(r.renewed(client, token).RefreshToken)
	}
}

func TestRotationDoesNotProlongTheSession(t *testing.T) {
	r := newRig(t)
	r.newUser("life@example.com", goodPassword)
	token := aws.ToString(r.session(r.secure, "life@example.com", goodPassword).RefreshToken)
	r.clock.Advance(refreshLife - time.Hour)
	token = aws.ToString(r.renewed(r.secure, token).RefreshToken)
	r.clock.Advance(time.Hour - time.Second)
	token = aws.ToString(r.renewed(r.secure, token).RefreshToken)
	r.clock.Advance(2 * time.Second)
	_, err := r.refresh(r.secure, token)
	wantFailure(t, err, "NotAuthorizedException", textRefreshDead)
}

func TestRefreshWithoutRotationKeepsTheToken(t *testing.T) {
	r := newRig(t)
	r.newUser("keep@example.com", goodPassword)
	token := aws.ToString(r.session(r.open, "keep@example.com", goodPassword).RefreshToken)
	flows := map[string]func(r *rig) (*types.AuthenticationResultType, error){
		"GetTokensFromRefreshToken": func(r *rig) (*types.AuthenticationResultType, error) {
			out, err := r.refresh(r.open, token)
			if err != nil {
				return nil, err
			}
			return out.AuthenticationResult, nil
		},
		"REFRESH_TOKEN_AUTH": func(r *rig) (*types.AuthenticationResultType, error) {
			return r.refreshFlow(types.AuthFlowTypeRefreshTokenAuth, token)
		},
		"REFRESH_TOKEN": func(r *rig) (*types.AuthenticationResultType, error) {
			return r.refreshFlow(types.AuthFlowTypeRefreshToken, token)
		},
	}
	for name, flow := range flows {
		r.sub(name, func(r *rig) {
			for range 2 {
				got, err := flow(r)
				if err != nil {
					r.t.Fatal(err)
				}
				if got.RefreshToken != nil {
					r.t.Error("a refresh token came back although rotation is off")
				}
				if aws.ToString(got.AccessToken) == "" || aws.ToString(got.IdToken) == "" || got.ExpiresIn != 3600 {
					r.t.Errorf("tokens are incomplete: expires in %d", got.ExpiresIn)
				}
			}
		})
	}
	r.clock.Advance(refreshLife + time.Second)
	_, err := r.refresh(r.open, token)
	wantFailure(t, err, "NotAuthorizedException", textRefreshDead)
}

func (r *rig) refreshFlow(flow types.AuthFlowType, token string) (*types.AuthenticationResultType, error) {
	out, err := r.initiate(r.open, flow, map[string]string{"REFRESH_TOKEN": token})
	if err != nil {
		return nil, err
	}
	return out.AuthenticationResult, nil
}

func TestRefreshTokenOfAnotherClientIsRefused(t *testing.T) {
	r := newRig(t)
	r.newUser("bound@example.com", goodPassword)
	other := r.newApp(r.seed.PoolID, nil)
	ofOpen := aws.ToString(r.session(r.open, "bound@example.com", goodPassword).RefreshToken)
	ofSecure := aws.ToString(r.session(r.secure, "bound@example.com", goodPassword).RefreshToken)
	cases := []struct {
		name  string
		app   app
		token string
	}{
		{"public client's token at another public client", other, ofOpen},
		{"public client's token at the confidential client", r.secure, ofOpen},
		{"confidential client's token at the public client", r.open, ofSecure},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.refresh(c.app, c.token)
			wantFailure(r.t, err, "NotAuthorizedException", textInvalidRefresh)
		})
	}
	_, err := r.initiate(other, types.AuthFlowTypeRefreshTokenAuth, map[string]string{"REFRESH_TOKEN": ofOpen})
	wantFailure(t, err, "NotAuthorizedException", textInvalidRefresh)
	for name, own := range map[string]struct {
		app   app
		token string
	}{"public": {r.open, ofOpen}, "confidential": {r.secure, ofSecure}} {
		if _, err := r.refresh(own.app, own.token); err != nil {
			t.Errorf("%s client's own token after the refusals: %v", name, err)
		}
	}
}

func TestGarbageRefreshTokensAreRefused(t *testing.T) {
	r := newRig(t)
	r.newUser("garbage@example.com", goodPassword)
	tokens := r.session(r.open, "garbage@example.com", goodPassword)
	genuine := aws.ToString(tokens.RefreshToken)
	swap := map[bool]string{true: "B", false: "A"}
	middle := len(genuine) / 2
	elsewhere := newMemoryRig(t)
	elsewhere.newUser("garbage@example.com", goodPassword)
	cases := []struct{ name, token string }{
		{"a word", "garbage"},
		{"one character changed", genuine[:middle] + swap[genuine[middle] == 'A'] + genuine[middle+1:]},
		{"cut short", genuine[:len(genuine)-4]},
		{"first half", genuine[:middle]},
		{"something added", genuine + "AAAA"},
		{"access token", aws.ToString(tokens.AccessToken)},
		{"ID token", aws.ToString(tokens.IdToken)},
		{"unsigned JSON web token", segment(t, map[string]any{"alg": "none"}) + "." + segment(t, map[string]any{"sub": "x"}) + "."},
		{"dots", "...."},
		{"long", strings.Repeat("A", 4000)},
		{"token of another pool", aws.ToString(elsewhere.session(elsewhere.open, "garbage@example.com", goodPassword).RefreshToken)},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.refresh(r.open, c.token)
			wantFailure(r.t, err, "NotAuthorizedException", textInvalidRefresh)
			_, err = r.refreshFlow(types.AuthFlowTypeRefreshTokenAuth, c.token)
			wantFailure(r.t, err, "NotAuthorizedException", textInvalidRefresh)
		})
	}
}

func TestRefreshKeepsOriginAndRereadsTheProfile(t *testing.T) {
	r := newRig(t)
	for name, client := range map[string]app{"with rotation": r.secure, "without rotation": r.open} {
		r.sub(name, func(r *rig) {
			email := strings.ReplaceAll(name, " ", "-") + "@example.com"
			r.newUser(email, goodPassword)
			tokens := r.session(client, email, goodPassword)
			signedIn := r.clock.Now().Unix()
			before := parseJWT(r.t, aws.ToString(tokens.IdToken))
			if _, err := r.updateAttributes(aws.ToString(tokens.AccessToken), attribute("name", "Renamed")); err != nil {
				r.t.Fatal(err)
			}
			r.clock.Advance(10 * time.Minute)
			renewed := r.renewed(client, aws.ToString(tokens.RefreshToken))
			for _, raw := range []*string{renewed.AccessToken, renewed.IdToken} {
				after := parseJWT(r.t, aws.ToString(raw))
				if after.text("origin_jti") != before.text("origin_jti") || after.number("auth_time") != signedIn {
					r.t.Errorf("%s token: origin_jti or auth_time moved", after.text("token_use"))
				}
				if after.number("iat") != r.clock.Now().Unix() || after.number("exp")-after.number("iat") != 3600 {
					r.t.Errorf("%s token: iat %d, exp %d; want now and an hour", after.text("token_use"), after.number("iat"), after.number("exp"))
				}
				if after.text("jti") == before.text("jti") {
					r.t.Errorf("%s token: jti was reused", after.text("token_use"))
				}
				if !after.verify(r.publicKeys(r.seed.PoolID)) {
					r.t.Errorf("%s token does not verify", after.text("token_use"))
				}
			}
			if got := parseJWT(r.t, aws.ToString(renewed.IdToken)).text("name"); got != "Renamed" {
				r.t.Errorf("the new ID token says name %q, want the changed one", got)
			}
		})
	}
}

func TestTokensOfAClientWithoutRevocationNameNoOrigin(t *testing.T) {
	r := newRig(t)
	r.newUser("plain@example.com", goodPassword)
	client := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.EnableTokenRevocation = aws.Bool(false) })
	access := parseJWT(t, aws.ToString(r.session(client, "plain@example.com", goodPassword).AccessToken))
	for _, name := range []string{"jti", "origin_jti"} {
		if _, found := access.claims[name]; found {
			t.Errorf("the access token holds %s although revocation and rotation are off", name)
		}
	}
	if err := r.globalSignOut(access.raw); err != nil {
		t.Fatal(err)
	}
	_, err := r.getUser(access.raw)
	wantFailure(t, err, "NotAuthorizedException", textRevokedAccess)
}
