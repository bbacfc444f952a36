package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"

	"usher/internal/quota"
	"usher/internal/ratelimit"
	"usher/internal/seal"
)

// maxSecretFile is the largest secret file read, in bytes. It is far above any real secret and keeps a wrong
// path, such as a device, from filling the memory.
const maxSecretFile = 64 << 10

const fileSuffix = "_FILE"

// environment is the variables on their way to a Config.
type environment struct {
	given  map[string]string // as handed in
	values map[string]string // by setting: given, read from a file, or the default
	source map[string]Source
	pool   string // the user pool's id; "" is local mode
}

// readEnvironment keeps what was set on purpose. An empty variable counts as not set, because that is what
// compose files and shells leave behind; USHER_LOCAL_DATA is the one exception, where empty has a meaning.
func readEnvironment(environ []string, problems *Problems) environment {
	e := environment{
		given:  env.ToMap(environ),
		values: map[string]string{},
		source: map[string]Source{},
	}
	for _, s := range settings() {
		value, isSet := e.given[s.name]
		if s.secret {
			e.readSecret(s.name, value, problems)
			continue
		}
		value = strings.TrimSpace(value)
		if value != "" || (isSet && s.emptyIsValue) {
			e.values[s.name], e.source[s.name] = value, FromEnv
		}
	}
	e.pool = e.values[userPoolID]
	return e
}

func (e environment) readSecret(name, value string, problems *Problems) {
	path := e.given[name+fileSuffix]
	switch {
	case value != "" && path != "":
		problems.add(name, "is set, and so is "+name+fileSuffix, "Keep one of the two.")
	case value != "":
		e.values[name], e.source[name] = value, FromEnv
	case path != "":
		secret, err := secretFromFile(path)
		if err != nil {
			problems.add(name+fileSuffix, err.Error(), "Name a file that holds the secret and nothing else.")
			return
		}
		e.values[name], e.source[name] = secret, FromFile
	}
}

// secretFromFile returns the file's content without the one line end that editors add.
func secretFromFile(path string) (string, error) {
	file, err := os.Open(path) //nolint:gosec // the operator names the file; that is the setting's purpose
	if err != nil {
		return "", fmt.Errorf("the file cannot be opened (%w)", plainCause(err))
	}
	defer func() { _ = file.Close() }()

	content, err := io.ReadAll(io.LimitReader(file, maxSecretFile+1))
	if err != nil {
		return "", fmt.Errorf("the file cannot be read (%w)", plainCause(err))
	}
	if len(content) > maxSecretFile {
		return "", fmt.Errorf("the file is larger than %d KiB", maxSecretFile>>10)
	}
	secret := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if secret == "" {
		return "", errors.New("the file is empty")
	}
	return secret, nil
}

// plainCause drops the path from a file error. Somebody who put the secret itself into the _FILE variable
// would otherwise find it in the log.
func plainCause(err error) error {
	if pathErr, ok := errors.AsType[*os.PathError](err); ok {
		return pathErr.Err
	}
	return err
}

func (e environment) fillDefaults() {
	for _, s := range settings() {
		if _, isSet := e.values[s.name]; isSet && e.uses(s) {
			continue
		}
		e.values[s.name], e.source[s.name] = s.defaultFor(e.pool), FromDefault
	}
}

// uses tells whether the mode has a use for the setting.
func (e environment) uses(s setting) bool {
	switch s.scope {
	case localMode:
		return e.pool == ""
	case poolMode:
		return e.pool != "" || s.name == userPoolID
	default:
		return true
	}
}

func (e environment) checkShapes(problems *Problems) {
	for _, s := range settings() {
		value := e.values[s.name]
		if s.check == nil || value == "" || e.source[s.name] == FromDefault {
			continue
		}
		if what := s.check(value); what != "" {
			problems.add(s.name, what, s.mend)
		}
	}
}

// parse converts the values into their types. A value that checkShapes refused may fail here once more; it is
// reported once.
func (e environment) parse(problems *Problems) Config {
	var cfg Config
	err := env.ParseWithOptions(&cfg, env.Options{Environment: e.values})
	if all, ok := errors.AsType[env.AggregateError](err); ok {
		for _, one := range all.Errors {
			e.reportParseError(one, problems)
		}
	} else if err != nil {
		problems.add("USHER_*", "the settings cannot be read ("+err.Error()+")", "This is a fault in Usher itself.")
	}
	cfg.AllowedOrigins, _ = parseOrigins(e.values[allowedOrigins])
	cfg.TrustedProxies, _ = parseProxies(e.values[trustedProxies])
	cfg.SafelistManifests, _ = parseManifests(e.values[manifests])
	cfg.CognitoQuotas, _ = quota.Parse(e.values[cognitoQuotas])
	cfg.Limits, _ = ratelimit.Defaults().Override(e.values[rateLimits])
	cfg.SealKeys, _ = seal.ParseKeys(e.values[sealKeys])
	if origin, err := parseOrigin(cfg.PublicURL); err == nil {
		cfg.PublicURL = origin
	}
	cfg.effective = e.describe(cfg)
	return cfg
}

func (e environment) reportParseError(err error, problems *Problems) {
	parseErr, ok := errors.AsType[env.ParseError](err)
	if !ok {
		problems.add("USHER_*", "a setting cannot be read", "This is a fault in Usher itself.")
		return
	}
	field, _ := reflect.TypeFor[Config]().FieldByName(parseErr.Name)
	name := field.Tag.Get("env")
	if s, known := settingNamed(name); known && !problems.has(name) {
		problems.add(name, shown(e.values[name])+" is not "+s.form, s.mend)
	}
}
