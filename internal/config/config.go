package config

import (
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"usher/internal/quota"
	"usher/internal/ratelimit"
	"usher/internal/seal"
)

// Config is every setting, checked. The zero value is not usable: Load makes it.
type Config struct {
	UserPoolID      string `env:"COGNITO_USER_POOL_ID"` // "" in local mode
	ClientID        string `env:"COGNITO_CLIENT_ID"`
	ClientSecret    Secret `env:"COGNITO_CLIENT_SECRET"` // unset for an app client without one
	Region          string `env:"AWS_REGION"`
	CognitoEndpoint string `env:"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"` // "" is AWS itself

	CognitoQuotas quota.Rates `env:"-"` // the account's

	Addr           string         `env:"USHER_ADDR"`
	AdminAddr      string         `env:"USHER_ADMIN_ADDR"` // "" is the listener of Addr
	PublicURL      string         `env:"USHER_PUBLIC_URL"` // an origin, or ""
	AllowedOrigins []string       `env:"-"`                // serialised as browsers do
	Transport      string         `env:"USHER_TRANSPORT"`
	SealKeys       seal.Keys      `env:"-"` // empty: tokens travel as they are
	Passwords      string         `env:"USHER_PASSWORDS"`
	MaxSessions    int            `env:"USHER_MAX_SESSIONS"`
	MinPassword    int            `env:"USHER_PASSWORD_MIN_LENGTH"` // in characters
	Playground     bool           `env:"USHER_PLAYGROUND"`
	Introspection  bool           `env:"USHER_INTROSPECTION"`
	TrustedProxies []netip.Prefix `env:"-"`
	ShutdownDelay  time.Duration  `env:"USHER_SHUTDOWN_DELAY"`
	RequestRate    int            `env:"USHER_REQUESTS_PER_SECOND"` // of one client; 0 is no limit
	AnswerTime     time.Duration  `env:"USHER_ANSWER_TIME"`         // 0 is off

	APQ               bool     `env:"USHER_APQ"`
	Safelist          string   `env:"USHER_SAFELIST"`
	SafelistManifests []string `env:"-"` // paths

	RedisURL Secret `env:"REDIS_URL"` // unset for one instance alone

	Limits ratelimit.Policies `env:"-"`

	LocalData         string        `env:"USHER_LOCAL_DATA"`   // "" keeps the pool in memory
	LocalListen       string        `env:"USHER_LOCAL_LISTEN"` // "" is off
	LocalUnsafeListen bool          `env:"USHER_LOCAL_UNSAFE_LISTEN"`
	LocalAccessTTL    time.Duration `env:"USHER_LOCAL_ACCESS_TTL"`
	LocalCode         string        `env:"USHER_LOCAL_CODE"`   // "" makes a new code for every mail
	LocalIssuer       string        `env:"USHER_LOCAL_ISSUER"` // "" is the issuer of real Cognito

	LogFormat string     `env:"USHER_LOG_FORMAT"` // "text" or "json"
	LogLevel  slog.Level `env:"USHER_LOG_LEVEL"`

	effective map[string]effective
}

// effective is what `usher config` shows of one setting. It never holds a secret.
type effective struct {
	value  string
	source Source
}

// Local tells whether Usher serves its embedded user pool instead of one at AWS.
func (c Config) Local() bool { return c.UserPoolID == "" }

// Cookies tells whether tokens travel in cookies.
func (c Config) Cookies() bool { return c.Transport == transportCookie }

// HTTPS tells whether browsers reach the API over https.
func (c Config) HTTPS() bool { return strings.HasPrefix(c.PublicURL, "https://") }

// SealedPasswords tells whether clients may seal passwords.
func (c Config) SealedPasswords() bool { return c.Passwords != passwordsPlain }

// PlainPasswords tells whether clients may send passwords as they are.
func (c Config) PlainPasswords() bool { return c.Passwords != passwordsEncrypted }

// Load reads the settings from environ, a list of NAME=value as os.Environ returns it. On failure the error is
// Problems and holds all of them.
func Load(environ []string) (Config, error) {
	var problems Problems
	env := readEnvironment(environ, &problems)
	reportUnknown(env.given, &problems)

	env.fillDefaults()
	env.checkShapes(&problems)
	cfg := env.parse(&problems)
	relate(env, cfg, &problems)

	if err := problems.err(); err != nil {
		return Config{}, err
	}
	return cfg, nil
}

// regionOf returns the region that a user pool id starts with.
func regionOf(poolID string) string {
	region, _, _ := strings.Cut(poolID, "_")
	return region
}

// SealKeysText returns the key ring as it was written, for a command that rewrites it. No other setting is looked
// at. On failure the error is Problems.
func SealKeysText(environ []string) (string, error) {
	var problems Problems
	e := environment{given: env.ToMap(environ), values: map[string]string{}, source: map[string]Source{}}
	e.readSecret(sealKeys, e.given[sealKeys], &problems)
	switch text := e.values[sealKeys]; {
	case problems.err() != nil:
	case text == "":
		problems.add(sealKeys, "is not set, so there is nothing to rotate", "Make a first key with `usher keys new`.")
	default:
		if what := checkSealKeys(text); what != "" {
			problems.add(sealKeys, what, "Mend it first.")
		}
	}
	return e.values[sealKeys], problems.err()
}
