package localpool

import (
	"slices"
	"strings"
	"time"
)

// ExplicitAuthFlows values: the current ones and those from before 2019, which cannot be mixed.
const (
	allowUserPassword  = "ALLOW_USER_PASSWORD_AUTH"
	allowUserSRP       = "ALLOW_USER_SRP_AUTH"
	allowUserAuth      = "ALLOW_USER_AUTH"
	allowCustom        = "ALLOW_CUSTOM_AUTH"
	allowRefreshToken  = "ALLOW_REFRESH_TOKEN_AUTH"
	allowAdmin         = "ALLOW_ADMIN_USER_PASSWORD_AUTH"
	allowClientToken   = "ALLOW_CLIENT_TOKEN_AUTH"
	legacyUserPassword = "USER_PASSWORD_AUTH"
	legacyAdminNoSRP   = "ADMIN_NO_SRP_AUTH"
	legacyCustomOnly   = "CUSTOM_AUTH_FLOW_ONLY"

	unitSeconds = "seconds"

	defaultTokenLife          = time.Hour
	defaultRefreshLife        = 30 * 24 * time.Hour
	minTokenLife              = 5 * time.Minute
	minRefreshLife            = time.Hour
	maxRefreshLife            = 3650 * 24 * time.Hour
	defaultAuthSessionMinutes = 3
	maxAuthSessionMinutes     = 15
)

func clientFlows() []string {
	return []string{
		legacyAdminNoSRP, legacyCustomOnly, legacyUserPassword,
		allowAdmin, allowCustom, allowUserPassword, allowUserSRP, allowRefreshToken, allowUserAuth, allowClientToken,
	}
}

// clientSettings is what UpdateUserPoolClient replaces as a whole.
type clientSettings struct {
	RefreshTokenValidity            int64               `json:"RefreshTokenValidity,omitempty" is:"refreshLife"`
	AccessTokenValidity             int64               `json:"AccessTokenValidity,omitempty" is:"accessLife"`
	IDTokenValidity                 int64               `json:"IdTokenValidity,omitempty" is:"accessLife"`
	TokenValidityUnits              *tokenValidityUnits `json:"TokenValidityUnits,omitempty"`
	ReadAttributes                  []string            `json:"ReadAttributes,omitempty" is:"attrName"`
	WriteAttributes                 []string            `json:"WriteAttributes,omitempty" is:"attrName"`
	ExplicitAuthFlows               []string            `json:"ExplicitAuthFlows,omitempty" is:"clientFlow"`
	SupportedIdentityProviders      []string            `json:"SupportedIdentityProviders,omitempty" is:"list"`
	CallbackURLs                    []string            `json:"CallbackURLs,omitempty" is:"list"`
	LogoutURLs                      []string            `json:"LogoutURLs,omitempty" is:"list"`
	DefaultRedirectURI              string              `json:"DefaultRedirectURI,omitempty"`
	AllowedOAuthFlows               []string            `json:"AllowedOAuthFlows,omitempty" is:"list"`
	AllowedOAuthScopes              []string            `json:"AllowedOAuthScopes,omitempty" is:"list"`
	AllowedOAuthFlowsUserPoolClient bool                `json:"AllowedOAuthFlowsUserPoolClient"`
	PreventUserExistenceErrors      string              `json:"PreventUserExistenceErrors,omitempty" is:"existence"`
	EnableTokenRevocation           *bool               `json:"EnableTokenRevocation,omitempty"`
	EnablePropagateUserContext      bool                `json:"EnablePropagateAdditionalUserContextData"`
	AuthSessionValidity             int64               `json:"AuthSessionValidity,omitempty" is:"sessionLife"`
	RefreshTokenRotation            *refreshRotation    `json:"RefreshTokenRotation,omitempty"`
}

type tokenValidityUnits struct {
	AccessToken  string `json:"AccessToken,omitempty" is:"unit"`
	IDToken      string `json:"IdToken,omitempty" is:"unit"`
	RefreshToken string `json:"RefreshToken,omitempty" is:"unit"`
}

type refreshRotation struct {
	Feature                 string `json:"Feature" is:"switch,required"`
	RetryGracePeriodSeconds *int64 `json:"RetryGracePeriodSeconds,omitempty" is:"grace"`
}

func (c clientSettings) withDefaults() clientSettings {
	if len(c.ExplicitAuthFlows) == 0 {
		c.ExplicitAuthFlows = []string{allowRefreshToken, allowUserSRP, allowCustom}
		if c.rotates() {
			c.ExplicitAuthFlows = c.ExplicitAuthFlows[1:]
		}
	}
	units := tokenValidityUnits{}
	if c.TokenValidityUnits != nil {
		units = *c.TokenValidityUnits
	}
	c.TokenValidityUnits = &units
	if c.RefreshTokenValidity == 0 {
		c.RefreshTokenValidity, units.RefreshToken = 30, "days"
	}
	c.PreventUserExistenceErrors = pick(c.PreventUserExistenceErrors, "LEGACY")
	if c.EnableTokenRevocation == nil {
		c.EnableTokenRevocation = new(true)
	}
	if c.AuthSessionValidity == 0 {
		c.AuthSessionValidity = defaultAuthSessionMinutes
	}
	return c
}

// check refuses what Cognito refuses at creation.
func (c *clientSettings) check() error {
	current := slices.ContainsFunc(c.ExplicitAuthFlows, func(f string) bool { return strings.HasPrefix(f, "ALLOW_") })
	switch {
	case current && c.legacyFlows():
		return fail(invalidParameter, "Cannot use both old and new values in ExplicitAuthFlows.")
	case c.rotates() && slices.Contains(c.ExplicitAuthFlows, allowRefreshToken):
		return fail(invalidParameter, "Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH.")
	}
	for _, life := range []time.Duration{c.accessLife(), c.idLife()} {
		if life < minTokenLife || life > maxAccessTTL {
			return fail(invalidParameter, "Access and ID token validity must be between 5 minutes and 1 day.")
		}
		if c.refreshLife() < life {
			return fail(invalidParameter, "Refresh token validity cannot be shorter than access or ID token validity.")
		}
	}
	if c.refreshLife() < minRefreshLife || c.refreshLife() > maxRefreshLife {
		return fail(invalidParameter, "Refresh token validity must be between 60 minutes and 10 years.")
	}
	return nil
}

func (c *clientSettings) legacyFlows() bool {
	return slices.ContainsFunc(c.ExplicitAuthFlows, func(f string) bool { return !strings.HasPrefix(f, "ALLOW_") })
}

func (c *clientSettings) accessLife() time.Duration {
	return lifeOf(c.AccessTokenValidity, c.TokenValidityUnits.AccessToken, time.Hour, defaultTokenLife)
}

func (c *clientSettings) idLife() time.Duration {
	return lifeOf(c.IDTokenValidity, c.TokenValidityUnits.IDToken, time.Hour, defaultTokenLife)
}

func (c *clientSettings) refreshLife() time.Duration {
	return lifeOf(c.RefreshTokenValidity, c.TokenValidityUnits.RefreshToken, 24*time.Hour, defaultRefreshLife)
}

// lifeOf multiplies with care: the largest value in days does not fit a Duration.
func lifeOf(value int64, unit string, defaultUnit, unset time.Duration) time.Duration {
	if value == 0 {
		return unset
	}
	size, ok := map[string]time.Duration{unitSeconds: time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour}[unit]
	if !ok {
		size = defaultUnit
	}
	if value > int64(2*maxRefreshLife/size) {
		return 2 * maxRefreshLife
	}
	return time.Duration(value) * size
}

func (c *clientSettings) authSessionLife() time.Duration {
	return time.Duration(c.AuthSessionValidity) * time.Minute
}

func (c *clientRecord) allows(flow string) bool {
	return slices.Contains(c.Settings.ExplicitAuthFlows, flow)
}

func (c *clientSettings) revokes() bool {
	return c.EnableTokenRevocation != nil && *c.EnableTokenRevocation
}

func (c *clientSettings) rotates() bool {
	return c.RefreshTokenRotation != nil && c.RefreshTokenRotation.Feature == enabled
}

func (c *clientSettings) grace() time.Duration {
	if !c.rotates() || c.RefreshTokenRotation.RetryGracePeriodSeconds == nil {
		return 0
	}
	return time.Duration(*c.RefreshTokenRotation.RetryGracePeriodSeconds) * time.Second
}

// tracksTokens tells whether tokens carry jti and origin_jti.
func (c *clientSettings) tracksTokens() bool { return c.revokes() || c.rotates() }
