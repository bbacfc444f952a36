package config

import "usher/internal/kv"

// Groups of docs/configuration.md, in its order.
const (
	groupCognito = "The user pool at AWS"
	groupServer  = "The server"
	groupStore   = "Several instances"
	groupLimits  = "Limits"
	groupLocal   = "Local mode"
	groupLog     = "Logging"
)

// Names that more than one file speaks of.
const (
	userPoolID      = "COGNITO_USER_POOL_ID"
	clientID        = "COGNITO_CLIENT_ID"
	clientSecret    = "COGNITO_CLIENT_SECRET" //nolint:gosec // the variable's name, not a credential
	awsRegion       = "AWS_REGION"
	cognitoEndpoint = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"
	cognitoQuotas   = "USHER_COGNITO_QUOTAS"
	listenAddr      = "USHER_ADDR"
	adminAddr       = "USHER_ADMIN_ADDR"
	allowedOrigins  = "USHER_ALLOWED_ORIGINS"
	trustedProxies  = "USHER_TRUSTED_PROXIES"
	redisURL        = "REDIS_URL"
	localListen     = "USHER_LOCAL_LISTEN"
	unsafeListen    = "USHER_LOCAL_UNSAFE_LISTEN"
	publicURL       = "USHER_PUBLIC_URL"
	requestRate     = "USHER_REQUESTS_PER_SECOND"
	transport       = "USHER_TRANSPORT"
	sealKeys        = "USHER_SEAL_KEYS"
	rateLimits      = "USHER_LIMITS"
)

// The ways for tokens to travel.
const (
	transportHeader = "header"
	// transportCookie keeps tokens in cookies that no script can read.
	transportCookie = "cookie"
)

// The forms in which passwords are taken.
const (
	passwordsPlain     = "plain"
	passwordsEither    = "either"
	passwordsEncrypted = "encrypted"
)

// localRegion is the region that the embedded pool's id names.
const localRegion = "us-east-1"

// scope says in which mode a setting is used.
type scope int

const (
	bothModes scope = iota
	localMode
	poolMode
)

// setting is one environment variable: what parsing, `usher config` and the documentation need to know.
type setting struct {
	name         string
	group        string
	scope        scope
	secret       bool
	emptyIsValue bool
	local, pool  string                    // defaults without and with a user pool
	check        func(value string) string // says what is wrong with a value; "" is nothing
	form         string                    // what the value must be, after "is not"; for typed settings
	mend         string
	help         string
}

func (s setting) defaultFor(pool string) string {
	switch {
	case s.name == awsRegion && pool != "":
		return regionOf(pool)
	case pool != "":
		return s.pool
	default:
		return s.local
	}
}

func settingNamed(name string) (setting, bool) {
	for _, s := range settings() {
		if s.name == name {
			return s, true
		}
	}
	return setting{}, false
}

const (
	formBool    = "true or false"
	mendBool    = "Write true or false."
	mendAddr    = "Write host:port, for example 127.0.0.1:8080, or :8080 for every interface."
	mendOrigins = "List exact origins separated by commas, for example https://app.example.com,http://localhost:5173."
	mendOrigin  = "Write scheme and host only, for example https://auth.example.com."
	mendProxies = "List the addresses or networks of your own proxies, for example 10.0.0.0/8,192.0.2.4."
)

// localLimits lets somebody who develops a form have it send to one address more often than a user would.
// Mail costs nothing there and reaches nobody. It is half of what the embedded pool, like Cognito, takes of
// recoveries in an hour, asking and confirming together: beyond that cap messages stay out without a word.
const localLimits = "inbox.recipient=10/1h,send-code.account=10/1h"

func settings() []setting {
	return []setting{
		{
			name: userPoolID, group: groupCognito, scope: poolMode, check: checkPoolID,
			mend: "Copy the pool's id from the Cognito console; it looks like eu-west-1_AbCd12345.",
			help: "The user pool. Without it Usher starts in local mode, with an embedded pool and no AWS account.",
		},
		{
			name: clientID, group: groupCognito, scope: poolMode, check: checkClientID,
			mend: "Copy the app client's id from the Cognito console: letters and digits only.",
			help: "The app client that Usher signs users in with. Required with a user pool.",
		},
		{
			name: clientSecret, group: groupCognito, scope: poolMode, secret: true,
			help: "The app client's secret, where the client has one.",
		},
		{
			name: awsRegion, group: groupCognito, scope: poolMode, local: localRegion, check: checkRegion,
			mend: "Leave it out, or write a region such as eu-west-1.",
			help: "The pool's region. Default: the one that the pool's id starts with, and it must agree with it.",
		},
		{
			name: cognitoEndpoint, group: groupCognito, scope: poolMode, check: checkEndpoint,
			mend: "Write an https URL; plain http is taken for loopback, private addresses and container names only.",
			help: "Where Cognito is called instead of AWS, for example a VPC endpoint or an emulator.",
		},
		{
			name: cognitoQuotas, group: groupCognito, scope: poolMode, check: checkQuotas,
			mend: "Write classes and calls a second as the Service Quotas console shows them, for example UserAuthentication=500,UserRead=200.",
			help: "The request quotas of the AWS account that are not Cognito's defaults, as `UserAuthentication=500,UserRead=200`; where other programs share the account, this deployment's part of them. Four fifths of each are used.",
		},

		{
			name: listenAddr, group: groupServer, local: "127.0.0.1:8080", pool: ":8080", check: checkAddr, mend: mendAddr,
			help: "Where the API listens. In local mode only loopback addresses are taken.",
		},
		{
			name: adminAddr, group: groupServer, local: "", pool: "127.0.0.1:9090", check: checkAddr, mend: mendAddr,
			help: "Where health is served with the state of each dependency, and metrics. Default in local mode: the API's listener.",
		},
		{
			name: publicURL, group: groupServer, check: checkOrigin, mend: mendOrigin,
			help: "The origin under which browsers reach the API. With https, answers carry Strict-Transport-Security and cookies are bound to https. Required for cookies with a user pool.",
		},
		{
			name: allowedOrigins, group: groupServer, check: checkOrigins, mend: mendOrigins,
			help: "The origins whose pages may call the API, compared exactly. Default in local mode: any port of localhost.",
		},
		{
			name: trustedProxies, group: groupServer, check: checkProxies, mend: mendProxies,
			help: "The proxies whose X-Forwarded-For and X-Request-Id are believed. Default: none.",
		},
		{
			name: requestRate, group: groupServer, local: "50", pool: "50", check: checkRequestRate,
			form: "a number", mend: "Write a number from 1 to 100000, or 0 for no limit.",
			help: "How many requests a second one client address (IPv6: its /64) may send to an instance, and four times as many at once; more are answered with status 429. 0 is no limit. In local mode this machine is not counted.",
		},
		{
			name: transport, group: groupServer, local: transportHeader, pool: transportHeader, check: checkTransport,
			mend: "Write header or cookie.",
			help: "How tokens travel; see [sessions.md](sessions.md). `header`: in the Authorization and X-*-Token headers. `cookie`: in sealed cookies that no script can read.",
		},
		{
			name: sealKeys, group: groupServer, secret: true, check: checkSealKeys,
			mend: "`usher keys new` makes one, `usher keys rotate` puts a new one in front.",
			help: "The keys that tokens are sealed with, as `ID:BASE64`, several with commas between them; the first seals, all open. Required for cookies with a user pool. Default with headers: tokens travel as Cognito issues them.",
		},
		{
			name: "USHER_PASSWORDS", group: groupServer, local: passwordsEither, pool: passwordsEither,
			check: oneOf(passwordsPlain, passwordsEither, passwordsEncrypted), mend: "Write plain, either or encrypted.",
			help: "How clients send passwords; see [sealed-passwords.md](sealed-passwords.md). `plain`: as they are, over TLS. `encrypted`: sealed by the client. `either`: as the client likes.",
		},
		{
			name: "USHER_MAX_SESSIONS", group: groupServer, local: "20", pool: "20", check: checkMaxSessions,
			form: "a number", mend: "Write a number from 1 to 50.",
			help: "How many sessions a user may have. With one more, the one that was used longest ago ends.",
		},
		{
			name: "USHER_PASSWORD_MIN_LENGTH", group: groupServer, local: "12", pool: "12", check: checkMinPassword,
			form: "a number", mend: "Write a number from 8 to 32.",
			help: "How many characters a password needs at least when it is set, where the pool does not ask for more; see [passwords.md](passwords.md).",
		},
		{
			name: "USHER_PLAYGROUND", group: groupServer, local: "true", pool: "false", form: formBool, mend: mendBool,
			help: "Whether `/` serves the GraphQL playground and, in local mode, `/app` the example app.",
		},
		{
			name: "USHER_INTROSPECTION", group: groupServer, local: "true", pool: "false", form: formBool, mend: mendBool,
			help: "Whether introspection and `/schema.graphql` are answered.",
		},
		{
			name: "USHER_APQ", group: groupServer, local: "false", pool: "false", form: formBool, mend: mendBool,
			help: "Whether clients may send an operation once and name it by its SHA-256 afterwards, as automatic persisted queries; see [persisted-operations.md](persisted-operations.md).",
		},
		{
			name: safelist, group: groupServer, local: safelistOff, pool: safelistOff,
			check: oneOf(safelistOff, safelistLog, safelistEnforce), mend: "Write off, log or enforce.",
			help: "What becomes of an operation that no manifest of `USHER_SAFELIST_MANIFESTS` lists; see [persisted-operations.md](persisted-operations.md). `log`: it runs, and the log names it. `enforce`: it is refused, introspection and the playground's included.",
		},
		{
			name: manifests, group: groupServer, check: checkManifests,
			mend: "List the paths of the manifests separated by commas, each once, 16 at most.",
			help: "The persisted-query manifests of the clients, as paths with commas between them, 16 at most. They are read at the start.",
		},
		{
			name: "USHER_SHUTDOWN_DELAY", group: groupServer, local: "0s", pool: "3s", check: checkShutdownDelay,
			form: "a duration", mend: "Write a duration from 0s to 5m.",
			help: "How long Usher keeps serving after it reports itself as draining, so that load balancers notice.",
		},
		{
			name: "USHER_ANSWER_TIME", group: groupServer, local: "400ms", pool: "400ms", check: checkAnswerTime,
			form: "a duration", mend: "Write a duration from 0s to 4s that is longer than nearly every answer of the user pool, for example 400ms.",
			help: "How long answers take that must not tell whether an account exists: a failed sign-in this long; what sends a message, the first step of a sign-in without a password, and a wrong mailed code twice as long; see [enumeration.md](enumeration.md). Longer hides a slower pool and costs everybody that wait. `0s` answers at once, and the time then tells who has an account: for test suites.",
		},

		{
			name: redisURL, group: groupStore, secret: true, check: checkRedisURL, mend: "Write " + kv.RedisURLForms + ".",
			help: "The Redis or Valkey server through which instances share sign-outs, refreshes and notes, as `redis://` or `rediss://`. Default: one instance, in memory.",
		},

		{
			name: rateLimits, group: groupLimits, local: localLimits, check: checkLimits,
			mend: "Name only the limits that differ from the table in docs/limits.md, for example sign-in.ip=60/1m+90,inbox.recipient=3/1h; off by itself, in local mode only, is no limits at all.",
			help: "Changes to the [limits](limits.md), as `policy.by=count/period`, each with an optional `+burst` or `off` instead, several with commas between them. A value takes the place of the default as a whole. In local mode alone `off` by itself switches all limits off, for test suites.",
		},

		{
			name: "USHER_LOCAL_DATA", group: groupLocal, scope: localMode, local: ".usher", emptyIsValue: true,
			help: "The folder of the embedded pool. Set but empty: memory only, gone at exit.",
		},
		{
			name: localListen, group: groupLocal, scope: localMode, check: checkAddr,
			mend: "Write host:port, for example 127.0.0.1:9229.",
			help: "Where the embedded pool answers Cognito's wire protocol for other AWS clients. Default: nowhere.",
		},
		{
			name: unsafeListen, group: groupLocal, scope: localMode, local: "false", form: formBool, mend: mendBool,
			help: "Lets local mode listen beyond loopback. Everybody who can connect can read every code in the mailbox.",
		},
		{
			name: "USHER_LOCAL_ACCESS_TTL", group: groupLocal, scope: localMode, local: "1h", check: checkAccessTTL,
			form: "a duration", mend: "Write a duration from 5s to 24h in whole seconds, for example 30s or 1h.",
			help: "How long access and ID tokens of the embedded pool live.",
		},
		{
			name: "USHER_LOCAL_CODE", group: groupLocal, scope: localMode, check: checkCode,
			mend: "Write 4 to 12 digits, for example 123456.",
			help: "Makes every mailed code this one, for test suites. Default: a fresh random code each time.",
		},
		{
			name: "USHER_LOCAL_ISSUER", group: groupLocal, scope: localMode, check: checkIssuer,
			mend: "Write an http or https URL without query, fragment or final slash.",
			help: "The issuer in the embedded pool's tokens, ending in `/us-east-1_UsherPool`. Default: the form that real Cognito uses.",
		},

		{
			name: "USHER_LOG_FORMAT", group: groupLog, local: "text", pool: "json", check: oneOf("text", "json"),
			mend: "Write text or json.", help: "The form of the log: `text` or `json`.",
		},
		{
			name: "USHER_LOG_LEVEL", group: groupLog, local: "info", pool: "info", check: oneOf("debug", "info", "warn", "error"),
			form: "a level", mend: "Write debug, info, warn or error.",
			help: "The least level that is logged: `debug`, `info`, `warn` or `error`.",
		},
	}
}
