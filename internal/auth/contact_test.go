package auth_test

import (
	"context"
	"testing"
	"time"

	"usher/internal/auth"
)

// mailsTo makes the pool send codes for attributes and take one.
func (h *harness) mailsTo(right string) (updates *[]auth.Attribute) {
	updates = new([]auth.Attribute)
	h.pool.OnUpdateAttributes = func(_ context.Context, _ string, attributes []auth.Attribute) ([]auth.AttributeDelivery, error) {
		*updates = append(*updates, attributes...)
		return []auth.AttributeDelivery{{Attribute: attributes[0].Name, CodeDelivery: auth.CodeDelivery{Channel: auth.ByEmail, Destination: "n***@e***"}}}, nil
	}
	h.pool.OnSendAttributeCode = func(context.Context, string, string) (auth.CodeDelivery, error) {
		return auth.CodeDelivery{Channel: auth.ByEmail, Destination: "n***@e***"}, nil
	}
	h.pool.OnVerifyAttribute = func(_ context.Context, _, _, code string) error {
		if code != right {
			return &auth.Error{Code: auth.InvalidCode}
		}
		return nil
	}
	return updates
}

func TestAnEmailAddressIsChangedByProvingIt(t *testing.T) {
	h := newHarness(t)
	updates := h.mailsTo("123456")
	sent, err := h.RequestEmailChange(t.Context(), h.caller(), " New@Example.com ")
	wantCode(t, err, "")
	if sent == nil || sent.Destination != "n***@e***" || !sent.ExpiresAt.Equal(h.now().Add(auth.VerificationCodeLife)) {
		t.Errorf("delivery %+v", sent)
	}
	if len(*updates) != 1 || (*updates)[0] != (auth.Attribute{Name: "email", Value: "new@example.com"}) {
		t.Errorf("updates %v", *updates)
	}
	wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "000000"), auth.InvalidCode)
	wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "123 456"), "")
}

// Whoever mistypes the new address asks again: the first request is in nobody's way.
func TestAnEmailChangedBeforeItIsVerifiedCanBeChangedAgain(t *testing.T) {
	h := newHarness(t)
	updates := h.mailsTo("123456")
	for _, address := range []string{"nwe@example.com", "new@example.com"} {
		_, err := h.RequestEmailChange(t.Context(), h.caller(), address)
		wantCode(t, err, "")
	}
	if len(*updates) != 2 || (*updates)[1].Value != "new@example.com" {
		t.Errorf("updates %v", *updates)
	}
	wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "123456"), "")
}

func TestAPhoneNumberIsWrittenWithItsCountryCode(t *testing.T) {
	for number, want := range map[string]auth.Code{
		"+49 151 12345678": "", "015112345678": auth.InvalidInput, "+0123456": auth.InvalidInput,
		"+1234567890123456": auth.InvalidInput, "": auth.InvalidInput, "+49151x": auth.InvalidInput,
	} {
		h := newHarness(t)
		updates := h.mailsTo("123456")
		_, err := h.RequestPhoneChange(t.Context(), h.caller(), number)
		wantCode(t, err, want)
		if want == "" && (*updates)[0] != (auth.Attribute{Name: "phone_number", Value: "+4915112345678"}) {
			t.Errorf("updates %v", *updates)
		}
	}
}

// Cognito calls a code expired when it was used, replaced or never sent, too.
func TestAnExpiredCodeIsToldFromAWrongOne(t *testing.T) {
	for _, c := range []struct {
		name string
		asks bool
		wait time.Duration
		says auth.Code // the pool
		want auth.Code
	}{
		{"wrong, in time", true, time.Hour, auth.InvalidCode, auth.InvalidCode},
		{"used or replaced", true, time.Hour, auth.CodeExpired, auth.InvalidCode},
		{"too late", true, auth.VerificationCodeLife, auth.CodeExpired, auth.CodeExpired},
		{"too late, which the pool calls wrong", true, auth.VerificationCodeLife, auth.InvalidCode, auth.CodeExpired},
		{"asked for elsewhere", false, 0, auth.CodeExpired, auth.CodeExpired},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			h.mailsTo("")
			if c.asks {
				_, err := h.ResendVerificationCode(t.Context(), h.caller(), auth.ByEmail)
				wantCode(t, err, "")
			}
			h.pass(c.wait)
			h.pool.OnVerifyAttribute = func(context.Context, string, string, string) error { return &auth.Error{Code: c.says} }
			wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "123456"), c.want)
			h.mailsTo("123456") // the way out
			_, err := h.ResendVerificationCode(t.Context(), h.caller(), auth.ByEmail)
			wantCode(t, err, "")
			wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "123456"), "")
		})
	}
}

func TestContactsThatAreNone(t *testing.T) {
	h := newHarness(t)
	_, err := h.RequestEmailChange(t.Context(), h.caller(), "not an address")
	wantCode(t, err, auth.InvalidInput)
	_, err = h.ResendVerificationCode(t.Context(), h.caller(), "PIGEON")
	wantCode(t, err, auth.InvalidInput)
	wantCode(t, h.VerifyContact(t.Context(), h.caller(), "PIGEON", "123456"), auth.InvalidInput)
	wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "letters"), auth.InvalidInput)
}

func TestAnAddressOfAnotherAccountIsSaidToTheSignedIn(t *testing.T) {
	h := newHarness(t)
	h.mailsTo("")
	h.pool.OnVerifyAttribute = func(context.Context, string, string, string) error { return &auth.Error{Code: auth.AliasInUse} }
	wantCode(t, h.VerifyContact(t.Context(), h.caller(), auth.ByEmail, "123456"), auth.AliasInUse)
}
