package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/caarlos0/env/v11"
)

// ring is a key ring as USHER_SEAL_KEYS takes it.
const ring = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

const poolGiven = "COGNITO_USER_POOL_ID=eu-west-1_AbCd12345;COGNITO_CLIENT_ID=1example;"

// refusals is, by variable, environments that must be refused (separated by ";") with a piece of the reason.
func refusals() map[string][][2]string {
	pool := poolGiven
	return map[string][][2]string{
		userPoolID: {
			{"COGNITO_USER_POOL_ID=Users;COGNITO_CLIENT_ID=a", "is not a user pool id"},
			{"COGNITO_USER_POOL_ID=eu-west-1-AbCd;COGNITO_CLIENT_ID=a", "is not a user pool id"},
			{"COGNITO_USER_POOL_ID=eu-west-1_AbCd/..;COGNITO_CLIENT_ID=a", "is not a user pool id"},
		},
		clientID: {
			{"COGNITO_USER_POOL_ID=eu-west-1_AbCd12345", "is missing"},
			{"COGNITO_CLIENT_ID=1example", "COGNITO_USER_POOL_ID is not"},
			{"COGNITO_USER_POOL_ID=eu-west-1_AbCd12345;COGNITO_CLIENT_ID=my client", "is not an app client id"},
		},
		clientSecret: {{"COGNITO_CLIENT_SECRET=x", "COGNITO_USER_POOL_ID is not"}, {"COGNITO_CLIENT_SECRET_FILE=doc.go", "COGNITO_USER_POOL_ID is not"}},
		awsRegion:    {{pool + "AWS_REGION=us-east-1", `the user pool is in "eu-west-1"`}, {pool + "AWS_REGION=Ireland", "is not an AWS region"}},
		cognitoEndpoint: {
			{pool + cognitoEndpoint + "=cognito.example.com", "is not a plain http or https URL"},
			{pool + cognitoEndpoint + "=http://cognito.example.com", "unencrypted"},
			{pool + cognitoEndpoint + "=https://user:pass@cognito.example.com", "user name or password"},
			{pool + cognitoEndpoint + "=file:///etc/passwd", "is not a plain http or https URL"},
		},
		requestRate: {
			{requestRate + "=many", "is not a number"},
			{requestRate + "=1.5", "is not a number"},
			{requestRate + "=-1", "is not between 0 and 100000"},
			{requestRate + "=100001", "is not between 0 and 100000"},
		},
		"USHER_APQ": {{"USHER_APQ=sometimes", "is not true or false"}},
		safelist: {
			{safelist + "=on", "is not one of off, log, enforce"},
			{safelist + "=Enforce;" + manifests + "=a.json", "is not one of off, log, enforce"},
		},
		manifests: {
			{safelist + "=enforce", "is missing, and USHER_SAFELIST is enforce"},
			{safelist + "=log;" + manifests + "= , ", "is missing, and USHER_SAFELIST is log"},
			{manifests + "=a.json", "is set, and USHER_SAFELIST is off"},
			{safelist + "=log;" + manifests + "=a.json,b.json, a.json", `"a.json" is listed twice`},
			{safelist + "=log;" + manifests + "=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", "more than 16 manifests"},
		},
		cognitoQuotas: {
			{pool + cognitoQuotas + "=UserSignIn=500", "is not a class of quotas; there are"},
			{pool + cognitoQuotas + "=UserRead", "UserRead is not followed by"},
			{pool + cognitoQuotas + "=UserRead=0,UserToken=-1", "from 1 to 100000; UserToken"},
			{cognitoQuotas + "=UserRead=200", "COGNITO_USER_POOL_ID is not"},
		},
		rateLimits: {
			{"USHER_LIMITS=sign-in=5", "sign-in"},
			{"USHER_LIMITS=sign-on.ip=5/1m", "there is no policy"},
			{"USHER_LIMITS=OFF", "off by itself"},
			{"USHER_LIMITS=off,code.ip=off", "off by itself"},
			{"USHER_LIMITS=sign-in.ip=0/1m,code.ip=5", "0/1m"},
			{"USHER_LIMITS=sign-in.ip=0/1m,code.ip=5", "code.ip"},
			{pool + "USHER_LIMITS=off", "guess passwords"},
		},
		listenAddr: {
			{"USHER_ADDR=8080", "is not an address"},
			{"USHER_ADDR=localhost:http", "has no port number"},
			{"USHER_ADDR=localhost:65536", "has no port number"},
			{"USHER_ADDR=not a host:80", "has no valid host"},
			{"USHER_ADDR=:8080", "from other machines"},
			{"USHER_ADDR=0.0.0.0:8080", "from other machines"},
			{"USHER_ADDR=192.168.1.2:8080", "from other machines"},
			{"USHER_ADDR=[::]:8080", "from other machines"},
			{"USHER_ADDR=localhost.example.com:8080", "from other machines"},
		},
		adminAddr: {
			{pool + "USHER_ADMIN_ADDR=9090", "is not an address"},
			{pool + "USHER_ADMIN_ADDR=127.0.0.1:8080", "is taken by USHER_ADDR"},
			{"USHER_ADMIN_ADDR=:9090", "from other machines"},
		},
		"USHER_PUBLIC_URL": {
			{"USHER_PUBLIC_URL=auth.example.com", "is not an origin"},
			{"USHER_PUBLIC_URL=https://auth.example.com/", "goes on after the host"},
			{"USHER_PUBLIC_URL=ftp://auth.example.com", "neither http nor https"},
			{pool + "USHER_TRANSPORT=cookie;USHER_SEAL_KEYS=" + ring, "is no https origin"},
			{pool + "USHER_TRANSPORT=cookie;USHER_PUBLIC_URL=http://auth.example.com;USHER_SEAL_KEYS=" + ring, "is no https origin"},
		},
		allowedOrigins: {
			{"USHER_ALLOWED_ORIGINS=*", "is a pattern"},
			{"USHER_ALLOWED_ORIGINS=https://*.example.com", "is a pattern"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com,null", "sandboxed"},
			{"USHER_ALLOWED_ORIGINS=NULL", "sandboxed"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com/", "goes on after the host"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com/login", "goes on after the host"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com?x=1", "is a pattern"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com#top", "goes on after the host"},
			{"USHER_ALLOWED_ORIGINS=https://^app\\.example\\.com$", "is a pattern"},
			{"USHER_ALLOWED_ORIGINS=https://(a|b).example.com", "is a pattern"},
			{"USHER_ALLOWED_ORIGINS=https://user@app.example.com", "user name or password"},
			{"USHER_ALLOWED_ORIGINS=https://bücher.example", "xn-- form"},
			{"USHER_ALLOWED_ORIGINS=app.example.com", "is not an origin"},
			{"USHER_ALLOWED_ORIGINS=chrome-extension://abc", "neither http nor https"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com:0", "no port number"},
			{"USHER_ALLOWED_ORIGINS=https://app.example.com:", "colon but no port"},
			{"USHER_ALLOWED_ORIGINS=https://app..example.com", "plain host name"},
			{"USHER_ALLOWED_ORIGINS=https://a.example https://b.example", "is not an origin"},
			{"USHER_ALLOWED_ORIGINS=" + manyOrigins(maxOrigins+1), "more than 100 origins"},
		},
		trustedProxies: {
			{"USHER_TRUSTED_PROXIES=proxy.example.com", "is neither an address nor a network"},
			{"USHER_TRUSTED_PROXIES=10.0.0.0/33", "is neither an address nor a network"},
			{"USHER_TRUSTED_PROXIES=0.0.0.0/0", "trusts everybody"},
			{"USHER_TRUSTED_PROXIES=10.0.0.1,::/0", "trusts everybody"},
			{"USHER_TRUSTED_PROXIES=::ffff:10.0.0.0/104", "IPv6 clothing"},
			{"USHER_TRUSTED_PROXIES=fe80::1%eth0", "is neither an address nor a network"},
			{"USHER_TRUSTED_PROXIES=" + strings.Repeat("10.0.0.1,", maxProxies+1), "more than 100 proxies"},
		},
		transport:         {{"USHER_TRANSPORT=carrier-pigeon", "is not a way"}},
		"USHER_PASSWORDS": {{"USHER_PASSWORDS=sealed", "is not one of plain, either, encrypted"}},
		sealKeys: {
			{"USHER_SEAL_KEYS=k1", "entry 1 has no id"},
			{"USHER_SEAL_KEYS=k1:c2hvcnQ", "key k1 has 5 bytes, not 32"},
			{"USHER_SEAL_KEYS=k1:c2hvcnQ,k2:", "has 5 bytes, not 32; make one with openssl rand -base64 32; key k2"},
			{pool + "USHER_TRANSPORT=cookie;USHER_PUBLIC_URL=https://auth.example.com", "is missing, and USHER_TRANSPORT is cookie"},
		},
		"USHER_PLAYGROUND":          {{"USHER_PLAYGROUND=on", "is not true or false"}},
		"USHER_INTROSPECTION":       {{"USHER_INTROSPECTION=ja", "is not true or false"}},
		"USHER_SHUTDOWN_DELAY":      {{"USHER_SHUTDOWN_DELAY=3", "is not a duration"}, {"USHER_SHUTDOWN_DELAY=-1s", "is not between"}, {"USHER_SHUTDOWN_DELAY=6m", "is not between"}},
		"USHER_PASSWORD_MIN_LENGTH": {{"USHER_PASSWORD_MIN_LENGTH=long", "is not a number"}, {"USHER_PASSWORD_MIN_LENGTH=7", "is not between 8 and 32"}, {"USHER_PASSWORD_MIN_LENGTH=33", "is not between 8 and 32"}},
		"USHER_MAX_SESSIONS":        {{"USHER_MAX_SESSIONS=many", "is not a number"}, {"USHER_MAX_SESSIONS=0", "is not between 1 and 50"}, {"USHER_MAX_SESSIONS=51", "is not between 1 and 50"}},
		"USHER_ANSWER_TIME":         {{"USHER_ANSWER_TIME=400", "is not a duration"}, {"USHER_ANSWER_TIME=-1s", "is not between"}, {"USHER_ANSWER_TIME=5s", "is not between 0s and 4s"}},
		redisURL: {
			{"REDIS_URL=cache:6379", "has a scheme other than redis"},
			{"REDIS_URL=redis://", "names no host"},
			{"REDIS_URL=redis://cache/one", "is not the number of a database. Write redis://"},
			{pool + "REDIS_URL=redis://cache?pool_size=9", "parameters that are not supported"},
		},
		"USHER_LOCAL_DATA": {{pool + "USHER_LOCAL_DATA=/data", "belongs to local mode"}},
		localListen: {
			{"USHER_LOCAL_LISTEN=9229", "is not an address"},
			{"USHER_LOCAL_LISTEN=0.0.0.0:9229", "from other machines"},
			{"USHER_LOCAL_LISTEN=127.0.0.1:8080", "is taken by USHER_ADDR"},
			{"USHER_LOCAL_LISTEN=127.0.0.1:9091;USHER_ADMIN_ADDR=127.0.0.1:9091", "is taken by USHER_ADMIN_ADDR"},
			{pool + "USHER_LOCAL_LISTEN=127.0.0.1:9229", "belongs to local mode"},
		},
		unsafeListen: {{"USHER_LOCAL_UNSAFE_LISTEN=yes!", "is not true or false"}, {pool + "USHER_LOCAL_UNSAFE_LISTEN=true", "belongs to local mode"}},
		"USHER_LOCAL_ACCESS_TTL": {
			{"USHER_LOCAL_ACCESS_TTL=hour", "is not a duration"},
			{"USHER_LOCAL_ACCESS_TTL=4s", "is not between"},
			{"USHER_LOCAL_ACCESS_TTL=5500ms", "is not in whole seconds"},
			{"USHER_LOCAL_ACCESS_TTL=25h", "is not between"},
			{pool + "USHER_LOCAL_ACCESS_TTL=1h", "belongs to local mode"},
		},
		"USHER_LOCAL_CODE": {
			{"USHER_LOCAL_CODE=123", "is not a code"},
			{"USHER_LOCAL_CODE=1234567890123", "is not a code"},
			{"USHER_LOCAL_CODE=12345a", "is not a code"},
			{"USHER_LOCAL_CODE=１２３４", "is not a code"},
			{pool + "USHER_LOCAL_CODE=1234", "belongs to local mode"},
		},
		"USHER_LOCAL_ISSUER": {
			{"USHER_LOCAL_ISSUER=pool", "is not a plain http or https URL"},
			{"USHER_LOCAL_ISSUER=http://localhost/?a", "is not a plain http or https URL"},
			{"USHER_LOCAL_ISSUER=http://localhost/#", "is not a plain http or https URL"},
			{"USHER_LOCAL_ISSUER=http://localhost/", "ends with a slash"},
			{"USHER_LOCAL_ISSUER=http://localhost/pool", "does not end in /us-east-1_UsherPool"},
			{pool + "USHER_LOCAL_ISSUER=http://localhost", "belongs to local mode"},
		},
		"USHER_LOG_FORMAT": {{"USHER_LOG_FORMAT=xml", "is not one of text, json"}},
		"USHER_LOG_LEVEL":  {{"USHER_LOG_LEVEL=loud", "is not one of debug"}, {"USHER_LOG_LEVEL=info+2", "is not one of debug"}},

		"USHER_LOGLEVEL":       {{"USHER_LOGLEVEL=info", "Did you mean USHER_LOG_LEVEL?"}},
		"USHER_PASSPHRASES":    {{"USHER_PASSPHRASES=plain", "is not a setting of this version. Remove it"}},
		"USHER_":               {{"USHER_=", "is not a setting of this version"}},
		"COGNITO_USERPOOL_ID":  {{"COGNITO_USERPOOL_ID=eu-west-1_x", "Did you mean COGNITO_USER_POOL_ID?"}},
		"COGNITO_CLIENT":       {{"COGNITO_CLIENT=x", "Did you mean COGNITO_CLIENT_ID?"}},
		"USHER_LOG_LEVEL_FILE": {{"USHER_LOG_LEVEL_FILE=/x", "Set USHER_LOG_LEVEL instead"}},
	}
}

func manyOrigins(n int) string {
	var list strings.Builder
	for i := range n {
		_, _ = fmt.Fprintf(&list, "http://localhost:%d,", i+1)
	}
	return list.String()
}

func TestRefusals(t *testing.T) {
	for variable, cases := range refusals() {
		for _, c := range cases {
			t.Run(variable+"/"+c[1], func(t *testing.T) {
				_, err := Load(strings.Split(c[0], ";"))
				list, ok := errors.AsType[Problems](err)
				if !ok {
					t.Fatalf("Load = %v, want Problems", err)
				}
				if len(list) != 1 {
					t.Fatalf("%d problems, want one:\n%v", len(list), list)
				}
				if line := list[0].String(); list[0].Variable != variable || !strings.Contains(line, c[1]) || !strings.HasSuffix(line, ".") {
					t.Errorf("problem %q, want one of %s saying %q", line, variable, c[1])
				}
			})
		}
	}
}

func TestEverySettingHasARefusal(t *testing.T) {
	tested := refusals()
	for _, s := range settings() {
		if len(tested[s.name]) == 0 {
			t.Errorf("%s is never refused in TestRefusals", s.name)
		}
	}
}

// fieldsOutsideEnv are the settings that parse converts itself.
var fieldsOutsideEnv = []string{cognitoQuotas, allowedOrigins, trustedProxies, sealKeys, rateLimits, manifests}

func TestTableAndConfigAgree(t *testing.T) {
	params, err := env.GetFieldParams(&Config{})
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]bool{}
	for _, p := range params {
		fields[p.OwnKey] = true
		if _, known := settingNamed(p.OwnKey); !known && !p.Ignored {
			t.Errorf("Config reads %s, which the table does not know", p.OwnKey)
		}
	}
	for _, name := range fieldsOutsideEnv {
		fields[name] = true
	}
	for _, s := range settings() {
		if !fields[s.name] {
			t.Errorf("%s is in the table, but no field of Config holds it", s.name)
		}
		if s.help == "" || s.group == "" || (s.mend == "" && (s.check != nil || s.form != "")) {
			t.Errorf("%s lacks its help, group or mend", s.name)
		}
	}
	for field := range reflect.TypeFor[Config]().Fields() {
		if field.Type == reflect.TypeFor[Secret]() {
			if s, _ := settingNamed(field.Tag.Get("env")); !s.secret {
				t.Errorf("%s has type Secret but is not marked as one in the table", field.Name)
			}
		}
	}
}

func TestDefaultsPassTheirOwnChecks(t *testing.T) {
	for _, s := range settings() {
		for mode, value := range map[string]string{"local": s.local, "pool": s.pool} {
			if value != "" && s.check != nil && s.check(value) != "" {
				t.Errorf("%s: the %s default %q is refused: %s", s.name, mode, value, s.check(value))
			}
		}
	}
}

func TestDocsAreCurrent(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != Docs() {
		t.Error("docs/configuration.md is out of date: write it anew with `usher config docs > docs/configuration.md`")
	}
}

func TestEffectiveValuesHoldNoSecret(t *testing.T) {
	cfg, err := Load(strings.Split(poolGiven+"COGNITO_CLIENT_SECRET=tell-nobody", ";"))
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range cfg.effective {
		if strings.Contains(shown.value, "tell-nobody") {
			t.Errorf("the effective values hold the secret: %+v", shown)
		}
	}
}
