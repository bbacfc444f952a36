package token_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"usher/internal/token"
)

func TestBatteryIssuer(t *testing.T) {
	runBattery(t, token.Access, []refusal{
		{"another pool", claim("iss", quote(strings.Replace(issuer, "Example", "Another", 1))), token.ReasonIssuer},
		{"another region", claim("iss", quote(strings.ReplaceAll(issuer, "eu-west-1.", "eu-west-2."))), token.ReasonIssuer},
		{"slash at the end", claim("iss", quote(issuer+"/")), token.ReasonIssuer},
		{"http", claim("iss", quote(strings.Replace(issuer, "https", "http", 1))), token.ReasonIssuer},
		{"host in capitals", claim("iss", quote(strings.Replace(issuer, "cognito", "COGNITO", 1))), token.ReasonIssuer},
		{"user info in front", claim("iss", quote(strings.Replace(issuer, "https://", "https://a@", 1))), token.ReasonIssuer},
		{"host with our suffix", claim("iss", `"https://evil.example/eu-west-1_Example"`), token.ReasonIssuer},
		{"query", claim("iss", quote(issuer+"?a=b")), token.ReasonIssuer},
		{"space", claim("iss", quote(issuer+" ")), token.ReasonIssuer},
		{"array", claim("iss", `[`+quote(issuer)+`]`), token.ReasonIssuer},
		{"missing", without("iss"), token.ReasonIssuer},
		{"empty", claim("iss", `""`), token.ReasonIssuer},
		{"null", claim("iss", `null`), token.ReasonIssuer},
		{"number", claim("iss", `1`), token.ReasonIssuer},
	})
}

func TestBatteryClient(t *testing.T) {
	ours := quote(clientID)
	t.Run("access", func(t *testing.T) {
		runBattery(t, token.Access, []refusal{
			{"another client", claim("client_id", `"another-app"`), token.ReasonClient},
			{"missing", without("client_id"), token.ReasonClaims},
			{"empty", claim("client_id", `""`), token.ReasonClaims},
			{"array", claim("client_id", `[`+ours+`]`), token.ReasonClaims},
			{"null", claim("client_id", `null`), token.ReasonClaims},
			{"other case", claim("client_id", quote(strings.ToUpper(clientID))), token.ReasonClient},
			{"prefix", claim("client_id", quote(clientID[:10])), token.ReasonClient},
			{"aud instead", all(without("client_id"), claim("aud", ours)), token.ReasonClaims},
			{"aud of a resource beside it", claim("aud", `"https://api.example.com"`), ""},
			{"aud ours, client_id another", all(claim("client_id", `"another-app"`), claim("aud", ours)), token.ReasonClient},
			{"the second client of the list", claim("client_id", `"another-client"`), ""},
		})
	})
	t.Run("id", func(t *testing.T) {
		runBattery(t, token.ID, []refusal{
			{"another client", claim("aud", `"another-app"`), token.ReasonClient},
			{"missing", without("aud"), token.ReasonClaims},
			{"empty", claim("aud", `""`), token.ReasonClaims},
			{"array of ours", claim("aud", `[`+ours+`]`), token.ReasonClaims},
			{"array of ours and another", claim("aud", `[`+ours+`,"another-app"]`), token.ReasonClaims},
			{"object", claim("aud", `{}`), token.ReasonClaims},
			{"client_id instead", all(without("aud"), claim("client_id", ours)), token.ReasonClaims},
			{"both", claim("client_id", `"another-app"`), ""},
		})
	})
}

func TestBatteryUse(t *testing.T) {
	runBattery(t, token.Access, []refusal{
		{"an ID token's", claim("token_use", `"id"`), token.ReasonUse},
		{"refresh", claim("token_use", `"refresh"`), token.ReasonUse},
		{"missing", without("token_use"), token.ReasonUse},
		{"empty", claim("token_use", `""`), token.ReasonUse},
		{"null", claim("token_use", `null`), token.ReasonUse},
		{"array", claim("token_use", `["access"]`), token.ReasonUse},
		{"capitals", claim("token_use", `"Access"`), token.ReasonUse},
		{"another member name", all(without("token_use"), claim("Token_Use", `"access"`)), token.ReasonUse},
	})
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	access, id := mint(t, token.Access), mint(t, token.ID)
	for name, compact := range map[string]string{"access": access, "id": id} {
		if _, err := verify(t, v, compact, token.Use(name)); err != nil {
			t.Fatal(err)
		}
	}
	swaps := []struct {
		name, compact string
		use           token.Use
	}{
		{"cached access token as ID token", access, token.ID},
		{"cached ID token as access token", id, token.Access},
		{"access token for no use", access, ""},
		{"access token for an unknown use", access, "refresh"},
		{"token without a use for no use", mint(t, token.Access, without("token_use")), ""},
		{"token of an unknown use for that use", mint(t, token.Access, claim("token_use", `"refresh"`)), "refresh"},
	}
	for _, swap := range swaps {
		t.Run(swap.name, func(t *testing.T) {
			_, err := verify(t, v, swap.compact, swap.use)
			wantReason(t, err, token.ReasonUse)
		})
	}
}

const expired token.Reason = "expired, and so not a refusal"

func TestBatteryTime(t *testing.T) {
	at := func(name string, d time.Duration) edit { return claim(name, seconds(start.Add(d))) }
	tests := []refusal{
		{"exp in 1 s", at("exp", time.Second), ""},
		{"exp now", at("exp", 0), expired},
		{"exp 1 s ago", at("exp", -time.Second), expired},
		{"exp 0", claim("exp", `0`), expired},
		{"exp missing", without("exp"), token.ReasonClaims},
		{"exp string", claim("exp", quote(seconds(start.Add(time.Hour)))), token.ReasonClaims},
		{"exp null", claim("exp", `null`), token.ReasonClaims},
		{"exp true", claim("exp", `true`), token.ReasonClaims},
		{"exp array", claim("exp", `[1]`), token.ReasonClaims},
		{"exp 1e400", claim("exp", `1e400`), token.ReasonClaims},
		{"exp -1", claim("exp", `-1`), token.ReasonClaims},
		{"exp after the year 9999", claim("exp", `253402300800`), token.ReasonClaims},
		{"exp of twenty digits", claim("exp", `99999999999999999999`), token.ReasonClaims},
		{"exp with a fraction", claim("exp", seconds(start)+".5"), ""},
		{"exp with a fraction, gone", claim("exp", seconds(start.Add(-time.Second))+".999"), expired},
		{"exp with an exponent", claim("exp", `2.0e9`), ""},
		{"iat in 60 s", at("iat", 60*time.Second), ""},
		{"iat in 61 s", at("iat", 61*time.Second), token.ReasonFuture},
		{"iat string", claim("iat", `"now"`), token.ReasonClaims},
		{"nbf in 60 s", at("nbf", 60*time.Second), ""},
		{"nbf in 61 s", at("nbf", 61*time.Second), token.ReasonFuture},
		{"nbf null", claim("nbf", `null`), token.ReasonClaims},
		{"auth_time in 61 s", at("auth_time", 61*time.Second), token.ReasonFuture},
		{"auth_time object", claim("auth_time", `{}`), token.ReasonClaims},
		{"iat after exp, both past", all(at("exp", -time.Hour), at("iat", -time.Minute)), expired},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := newVerifier(t, newKeyServer(poolKeys()), newClock())
			_, err := verify(t, v, mint(t, token.Access, test.edit), token.Access)
			if test.want == expired {
				if _, ok := errors.AsType[*token.ExpiredError](err); !ok {
					t.Errorf("error = %v, want an ExpiredError", err)
				}
				return
			}
			wantReason(t, err, test.want)
		})
	}
}

func TestBatteryDuplicatesAndTypes(t *testing.T) {
	t.Run("access", func(t *testing.T) {
		runBattery(t, token.Access, []refusal{
			{"sub twice", again("sub", `"7f9c4e12-8a3b"`), token.ReasonMalformed},
			{"exp twice", again("exp", `9999999999`), token.ReasonMalformed},
			{"token_use twice", again("token_use", `"access"`), token.ReasonMalformed},
			{"kid twice", headerAgain("kid", quote(accessKID)), token.ReasonMalformed},
			{"alg twice", headerAgain("alg", `"none"`), token.ReasonMalformed},
			{"duplicate inside a claim", claim("custom", `{"a":1,"a":2}`), token.ReasonMalformed},
			{"duplicate after unescaping", func(d *draft) {
				d.rawPayload = strings.Replace(render(d.payload), "{", `{"\u0073ub":"a",`, 1)
			}, token.ReasonMalformed},
			{"SUB beside sub changes nothing", claim("SUB", `"admin"`), ""},
			{"SUB instead of sub", all(without("sub"), claim("SUB", `"admin"`)), token.ReasonClaims},
			{"sub missing", without("sub"), token.ReasonClaims},
			{"sub empty", claim("sub", `""`), token.ReasonClaims},
			{"sub number", claim("sub", `7`), token.ReasonClaims},
			{"sub null", claim("sub", `null`), token.ReasonClaims},
			{"sub object", claim("sub", `{}`), token.ReasonClaims},
			{"username missing", without("username"), token.ReasonClaims},
			{"username number", claim("username", `7`), token.ReasonClaims},
			{"username of an ID token", all(without("username"), claim("cognito:username", `"ada"`)), token.ReasonClaims},
			{"groups string", claim("cognito:groups", `"admin"`), token.ReasonClaims},
			{"groups null", claim("cognito:groups", `null`), token.ReasonClaims},
			{"groups with a number", claim("cognito:groups", `["admin",1]`), token.ReasonClaims},
			{"groups nested", claim("cognito:groups", `[["admin"]]`), token.ReasonClaims},
			{"groups empty", claim("cognito:groups", `[]`), ""},
			{"scope array", claim("scope", `["openid"]`), token.ReasonClaims},
			{"jti number", claim("jti", `1`), token.ReasonClaims},
			{"origin_jti array", claim("origin_jti", `["origin-1"]`), token.ReasonClaims},
			{"event_id null", claim("event_id", `null`), token.ReasonClaims},
			{"payload array", rawPayload(`[]`), token.ReasonMalformed},
			{"payload string", rawPayload(`"access"`), token.ReasonMalformed},
			{"payload not JSON", rawPayload(`sub=7f9c`), token.ReasonMalformed},
			{"payload empty object", rawPayload(`{}`), token.ReasonUse},
			{"data after the payload", func(d *draft) { d.rawPayload = render(d.payload) + `{}` }, token.ReasonMalformed},
			{"invalid UTF-8", func(d *draft) {
				d.rawPayload = strings.Replace(render(d.payload), "jti-1", "jti-\xff", 1)
			}, token.ReasonMalformed},
			{"header array", rawHeader(`["RS256"]`), token.ReasonMalformed},
		})
	})
	t.Run("id", func(t *testing.T) {
		runBattery(t, token.ID, []refusal{
			{"username missing", without("cognito:username"), token.ReasonClaims},
			{"username of an access token", all(without("cognito:username"), claim("username", `"ada"`)), token.ReasonClaims},
			{"email number", claim("email", `1`), token.ReasonClaims},
			{"email null", claim("email", `null`), token.ReasonClaims},
			{"email_verified string", claim("email_verified", `"true"`), token.ReasonClaims},
			{"email_verified number", claim("email_verified", `1`), token.ReasonClaims},
			{"phone_number_verified null", claim("phone_number_verified", `null`), token.ReasonClaims},
			{"name array", claim("name", `["Ada"]`), token.ReasonClaims},
			{"email twice", again("email", `"eve@example.com"`), token.ReasonMalformed},
		})
	})
}
