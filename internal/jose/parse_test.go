package jose_test

import (
	"errors"
	"strings"
	"testing"

	"usher/internal/jose"
)

func TestParseAccepts(t *testing.T) {
	tests := []struct{ name, header, payload string }{
		{"Cognito's header", goodHeader, goodPayload},
		{"typ JWT", `{"alg":"RS256","kid":"k","typ":"JWT"}`, goodPayload},
		{"kid with base64 alphabet", `{"alg":"RS256","kid":"ab+/c="}`, goodPayload},
		{"kid of 128 characters", `{"alg":"RS256","kid":"` + strings.Repeat("k", 128) + `"}`, goodPayload},
		{"escaped header name means the same", `{"\u0061lg":"RS256","kid":"k"}`, goodPayload},
		{"white space inside JSON", " {\n\"alg\" : \"RS256\" ,\t\"kid\":\"k\" }\r\n", " { } "},
		{"empty payload object", goodHeader, `{}`},
		{"16 levels", goodHeader, `{"a":` + strings.Repeat("[", 15) + strings.Repeat("]", 15) + `}`},
		{"surrogate pair", goodHeader, `{"name":"\ud83d\ude00"}`},
		{"names that differ in case", goodHeader, `{"sub":"a","SUB":"b"}`},
		{"numbers of every form", goodHeader, `{"n":[0,-0,1.5,-1e9,1E+2,2e-3]}`},
		{"literals", goodHeader, `{"n":[true,false,null]}`},
		{"every escape", goodHeader, `{"n":"\"\\\/\b\f\n\r\t\u0041"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := jose.Parse(unsigned(test.header, test.payload)); err != nil {
				t.Errorf("refused: %v", err)
			}
		})
	}
}

func TestParseExposesKeyIDAndClaims(t *testing.T) {
	u, err := jose.Parse(unsigned(goodHeader, goodPayload))
	if err != nil {
		t.Fatal(err)
	}
	if u.KeyID() != "key-1" {
		t.Errorf("kid = %q, want key-1", u.KeyID())
	}
	if sub, present, err := u.Claims().String("sub"); sub != "7f9c" || !present || err != nil {
		t.Errorf("sub = %q, %t, %v", sub, present, err)
	}
}

func TestParseRefusesHeader(t *testing.T) {
	tests := []struct {
		name, header string
		want         error
	}{
		{"alg missing", `{"kid":"k"}`, jose.ErrAlgorithm},
		{"alg none", `{"alg":"none","kid":"k"}`, jose.ErrAlgorithm},
		{"alg None", `{"alg":"None","kid":"k"}`, jose.ErrAlgorithm},
		{"alg empty", `{"alg":"","kid":"k"}`, jose.ErrAlgorithm},
		{"alg HS256", `{"alg":"HS256","kid":"k"}`, jose.ErrAlgorithm},
		{"alg RS384", `{"alg":"RS384","kid":"k"}`, jose.ErrAlgorithm},
		{"alg PS256", `{"alg":"PS256","kid":"k"}`, jose.ErrAlgorithm},
		{"alg ES256", `{"alg":"ES256","kid":"k"}`, jose.ErrAlgorithm},
		{"alg rs256", `{"alg":"rs256","kid":"k"}`, jose.ErrAlgorithm},
		{"alg with a space", `{"alg":"RS256 ","kid":"k"}`, jose.ErrAlgorithm},
		{"alg number", `{"alg":256,"kid":"k"}`, jose.ErrAlgorithm},
		{"alg null", `{"alg":null,"kid":"k"}`, jose.ErrAlgorithm},
		{"alg array", `{"alg":["RS256"],"kid":"k"}`, jose.ErrAlgorithm},
		{"ALG", `{"ALG":"RS256","kid":"k"}`, jose.ErrHeader},
		{"alg twice", `{"alg":"RS256","alg":"RS256","kid":"k"}`, jose.ErrMalformed},
		{"alg twice, once escaped", `{"alg":"RS256","\u0061lg":"none","kid":"k"}`, jose.ErrMalformed},
		{"kid missing", `{"alg":"RS256"}`, jose.ErrHeader},
		{"kid empty", `{"alg":"RS256","kid":""}`, jose.ErrHeader},
		{"kid number", `{"alg":"RS256","kid":7}`, jose.ErrHeader},
		{"kid null", `{"alg":"RS256","kid":null}`, jose.ErrHeader},
		{"kid of 129 characters", `{"alg":"RS256","kid":"` + strings.Repeat("k", 129) + `"}`, jose.ErrHeader},
		{"kid with a space", `{"alg":"RS256","kid":"a b"}`, jose.ErrHeader},
		{"kid with a line break", `{"alg":"RS256","kid":"a\nb"}`, jose.ErrHeader},
		{"kid not ASCII", `{"alg":"RS256","kid":"ключ"}`, jose.ErrHeader},
		{"typ JWE", `{"alg":"RS256","kid":"k","typ":"JWE"}`, jose.ErrHeader},
		{"typ empty", `{"alg":"RS256","kid":"k","typ":""}`, jose.ErrHeader},
		{"typ null", `{"alg":"RS256","kid":"k","typ":null}`, jose.ErrHeader},
		{"crit", `{"alg":"RS256","kid":"k","crit":["exp"]}`, jose.ErrHeader},
		{"crit empty", `{"alg":"RS256","kid":"k","crit":[]}`, jose.ErrHeader},
		{"b64", `{"alg":"RS256","kid":"k","b64":true}`, jose.ErrHeader},
		{"zip", `{"alg":"RS256","kid":"k","zip":"DEF"}`, jose.ErrHeader},
		{"cty", `{"alg":"RS256","kid":"k","cty":"JWT"}`, jose.ErrHeader},
		{"jku", `{"alg":"RS256","kid":"k","jku":"https://example.com"}`, jose.ErrHeader},
		{"jwk", `{"alg":"RS256","kid":"k","jwk":{}}`, jose.ErrHeader},
		{"x5u", `{"alg":"RS256","kid":"k","x5u":"https://example.com"}`, jose.ErrHeader},
		{"x5c", `{"alg":"RS256","kid":"k","x5c":[]}`, jose.ErrHeader},
		{"unknown member", `{"alg":"RS256","kid":"k","foo":1}`, jose.ErrHeader},
		{"empty member name", `{"alg":"RS256","kid":"k","":1}`, jose.ErrHeader},
		{"array", `["RS256","k"]`, jose.ErrMalformed},
		{"string", `"RS256"`, jose.ErrMalformed},
		{"empty object", `{}`, jose.ErrAlgorithm},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			refuses(t, unsigned(test.header, goodPayload), test.want)
		})
	}
}

func TestParseRefusesForm(t *testing.T) {
	good := unsigned(goodHeader, goodPayload)
	parts := strings.Split(good, ".")
	with := func(i int, part string) string {
		changed := append([]string{}, parts...)
		changed[i] = part
		return strings.Join(changed, ".")
	}
	tests := []struct {
		name, compact string
		want          error
	}{
		{"empty", "", jose.ErrMalformed},
		{"one part", parts[0], jose.ErrMalformed},
		{"two parts", parts[0] + "." + parts[1], jose.ErrMalformed},
		{"four parts", good + "." + parts[2], jose.ErrMalformed},
		{"trailing dot", good + ".", jose.ErrMalformed},
		{"leading dot", "." + good, jose.ErrMalformed},
		{"dots alone", "..", jose.ErrMalformed},
		{"no header", with(0, ""), jose.ErrMalformed},
		{"no payload", with(1, ""), jose.ErrMalformed},
		{"no signature", with(2, ""), jose.ErrMalformed},
		{"padding", with(0, parts[0]+"="), jose.ErrMalformed},
		{"two pads", with(2, parts[2]+"=="), jose.ErrMalformed},
		{"line feed at the end", good + "\n", jose.ErrMalformed},
		{"line feed inside", with(1, parts[1][:4]+"\n"+parts[1][4:]), jose.ErrMalformed},
		{"carriage return inside", with(2, parts[2][:4]+"\r"+parts[2][4:]), jose.ErrMalformed},
		{"space before", " " + good, jose.ErrMalformed},
		{"tab after", good + "\t", jose.ErrMalformed},
		{"set trailing bits", with(2, parts[2][:len(parts[2])-1]+"x"), jose.ErrMalformed},
		{"standard alphabet", with(1, parts[1][:4]+"+/++"+parts[1][8:]), jose.ErrMalformed},
		{"length 1 modulo 4", with(2, parts[2][:len(parts[2])-1]), jose.ErrMalformed},
		{"percent escape", strings.Replace(good, ".", "%2E", 1), jose.ErrMalformed},
		{"NUL", good + "\x00", jose.ErrMalformed},
		{"JSON serialization", `{"payload":"e30","signatures":[]}`, jose.ErrMalformed},
		{"Bearer prefix", "Bearer " + good, jose.ErrMalformed},
		{"five parts, a JWE", "a.b.c.d.e", jose.ErrMalformed},
		{"above 8 KiB", unsigned(goodHeader, `{"a":"`+strings.Repeat("a", 8<<10)+`"}`), jose.ErrTooLarge},
		{"1 MiB of dots", strings.Repeat(".", 1<<20), jose.ErrTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { refuses(t, test.compact, test.want) })
	}
}

func TestParseRefusesPayload(t *testing.T) {
	tests := []struct{ name, payload string }{
		{"array", `[]`},
		{"string", `"a"`},
		{"null", `null`},
		{"white space", ` `},
		{"not closed", `{"a":1`},
		{"comma at the end", `{"a":1,}`},
		{"comma at the start", `{,"a":1}`},
		{"no colon", `{"a" 1}`},
		{"no value", `{"a":}`},
		{"name without quotes", `{a:1}`},
		{"single quotes", `{'a':1}`},
		{"comment", `{"a":1/**/}`},
		{"second object", `{"a":1}{"a":2}`},
		{"text after", `{"a":1} x`},
		{"NUL after", "{}\x00"},
		{"byte order mark", "\ufeff{}"},
		{"duplicate member", `{"sub":"a","sub":"a"}`},
		{"duplicate after unescaping", `{"sub":"a","\u0073ub":"b"}`},
		{"duplicate in an object inside", `{"a":{"b":1,"b":2}}`},
		{"duplicate in an array inside", `{"a":[{"b":1,"b":2}]}`},
		{"invalid UTF-8", "{\"a\":\"\xff\"}"},
		{"overlong UTF-8", "{\"a\":\"\xc0\xaf\"}"},
		{"surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}"},
		{"high surrogate alone", `{"a":"\ud83d"}`},
		{"low surrogate alone", `{"a":"\ude00"}`},
		{"high surrogate, then text", `{"a":"\ud83dxxxxxx"}`},
		{"two high surrogates", `{"a":"\ud83d\ud83d"}`},
		{"names of broken surrogates", `{"\ud800":1,"\ud801":2}`},
		{"short unicode escape", `{"a":"\u12"}`},
		{"unicode escape with a sign", `{"a":"\u+123"}`},
		{"unknown escape", `{"a":"\x41"}`},
		{"control character", "{\"a\":\"\n\"}"},
		{"string not closed", `{"a":"b`},
		{"escape at the end", `{"a":"\`},
		{"leading zero", `{"a":01}`},
		{"plus", `{"a":+1}`},
		{"no digit after the point", `{"a":1.}`},
		{"no digit before the point", `{"a":.5}`},
		{"no exponent", `{"a":1e}`},
		{"minus alone", `{"a":-}`},
		{"hexadecimal", `{"a":0x10}`},
		{"NaN", `{"a":NaN}`},
		{"Infinity", `{"a":Infinity}`},
		{"True", `{"a":True}`},
		{"cut literal", `{"a":tru`},
		{"17 levels of arrays", `{"a":` + strings.Repeat("[", 16) + strings.Repeat("]", 16) + `}`},
		{"17 levels of objects", strings.Repeat(`{"a":`, 17) + "1" + strings.Repeat("}", 17)},
		{"3,000 levels, not closed", `{"a":` + strings.Repeat("[", 3000)},
		{"wrong bracket", `{"a":[1}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			refuses(t, unsigned(goodHeader, test.payload), jose.ErrMalformed)
		})
	}
}

func refuses(t *testing.T, compact string, want error) {
	t.Helper()
	u, err := jose.Parse(compact)
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want %v", err, want)
	}
	if u != nil {
		t.Error("a refused token was returned")
	}
}
