package localpool

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// FuzzWireBody sends any body to any operation: the answer is JSON with status 200, 400 or 500, a fault of the pool's own is
// never among them, and nothing panics.
func FuzzWireBody(f *testing.F) {
	b := newBench(f)
	b.newUser()
	client := b.pool.Seed().PublicClientID
	for _, body := range []string{
		``, `{}`, `null`, `[]`, `"x"`, `{"a":`, `{} {}`, "\xff", "{\"Username\":\"\xff\"}", `{"ClientId":null}`, `{"ClientId":1e999}`,
		strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40), strings.Repeat("[", 1000),
		`{"ClientId":"` + client + `","Username":"` + benchUser + `","ConfirmationCode":"000000","Password":"battery-staple-8"}`,
		`{"ClientId":"` + client + `","Username":"a@b.cd","Password":"battery-staple-8","UserAttributes":[{"Name":"email","Value":"a@b.cd"},{}]}`,
		`{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"` + client + `","AuthParameters":{"USERNAME":"` + benchUser + `\u0000","PASSWORD":"x"}}`,
		`{"AuthFlow":"REFRESH_TOKEN_AUTH","ClientId":"` + client + `","AuthParameters":{"REFRESH_TOKEN":"eyJjdHkiOiJKV1Qi"}}`,
		`{"AccessToken":"e30.e30.e30","UserAttributes":[null]}`,
		`{"AccessToken":"eyJraWQiOiIiLCJhbGciOiJub25lIn0.e30.","PreviousPassword":"a","ProposedPassword":"b"}`,
		`{"UserPoolId":"` + seedPoolID + `","Username":"` + benchUser + `","Password":"battery-staple-8","Permanent":true}`,
		`{"UserPoolId":"` + seedPoolID + `","Policies":{"PasswordPolicy":{}},"AccountRecoverySetting":{"RecoveryMechanisms":[{"Name":"admin_only","Priority":1}]}}`,
		`{"UserPoolId":"` + seedPoolID + `","ClientName":"x","RefreshTokenValidity":315360000,"TokenValidityUnits":{"RefreshToken":"days"}}`,
		`{"UserPoolId":"` + seedPoolID + `","ClientId":"` + client + `","RefreshTokenRotation":{"Feature":"ENABLED"}}`,
	} {
		for operation := range operations() {
			f.Add(operation, []byte(body))
		}
	}
	f.Add("NoSuchOperation", []byte(`{}`))
	f.Fuzz(func(t *testing.T, operation string, body []byte) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(string(body)))
		r.Header.Set("X-Amz-Target", targetPrefix+operation)
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260302/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00")
		w := httptest.NewRecorder()
		b.pool.ServeHTTP(w, r)
		if !slices.Contains([]int{http.StatusOK, http.StatusBadRequest}, w.Code) {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
		var answer map[string]json.RawMessage
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Errorf("answer %q: %v", w.Body, err)
		}
		if _, typed := answer["__type"]; typed != (w.Code != http.StatusOK) {
			t.Errorf("status %d, answer %s", w.Code, w.Body)
		}
	})
}
