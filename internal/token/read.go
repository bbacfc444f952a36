package token

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"usher/internal/jose"
)

// maxNumericDate is the last second of the year 9999: beyond it time.Time
// cannot be written as RFC 3339.
const maxNumericDate = 253402300799

var (
	errMissing     = errors.New("claim is missing or empty")
	errNumericDate = errors.New("claim is not a date in seconds")
)

// readClaims turns the members of a payload into Claims. It holds them to their
// types and to the two kinds' sets of required claims; what the values mean is
// for [Verifier] to judge.
func readClaims(payload jose.Object, use Use) (Claims, time.Time, error) {
	r := claimReader{payload: payload}
	claims := Claims{
		Use:       use,
		Subject:   r.required("sub"),
		Issuer:    r.required("iss"),
		JTI:       r.text("jti"),
		OriginJTI: r.text("origin_jti"),
		EventID:   r.text("event_id"),
		Groups:    r.texts("cognito:groups"),
		IssuedAt:  r.date("iat"),
		ExpiresAt: r.date("exp"),
		AuthTime:  r.date("auth_time"),
	}
	notBefore := r.date("nbf")
	if _, present := payload["exp"]; !present {
		r.missing("exp")
	}
	switch use {
	case Access:
		claims.ClientID = r.required("client_id")
		claims.Username = r.required("username")
		if scope := r.text("scope"); scope != "" {
			claims.Scopes = slices.Clip(strings.Fields(scope))
		}
	case ID:
		claims.ClientID = r.required("aud")
		claims.Username = r.required("cognito:username")
		r.profile(&claims)
	}
	if r.err != nil {
		return Claims{}, time.Time{}, r.err
	}
	return claims, notBefore, nil
}

// claimReader reads claims one by one and remembers the first that is wrong.
type claimReader struct {
	payload jose.Object
	err     error
}

func (r *claimReader) fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
	}
}

func (r *claimReader) missing(name string) {
	r.fail(fmt.Errorf("%w: %s", errMissing, name))
}

func (r *claimReader) text(name string) string {
	value, _, err := r.payload.String(name)
	r.fail(err)
	return value
}

func (r *claimReader) required(name string) string {
	value := r.text(name)
	if value == "" {
		r.missing(name)
	}
	return value
}

func (r *claimReader) texts(name string) []string {
	values, _, err := r.payload.Strings(name)
	r.fail(err)
	return values
}

func (r *claimReader) flag(name string) *bool {
	value, present, err := r.payload.Bool(name)
	r.fail(err)
	if err != nil || !present {
		return nil
	}
	return &value
}

func (r *claimReader) date(name string) time.Time {
	number, present, err := r.payload.Number(name)
	if err != nil || !present {
		r.fail(err)
		return time.Time{}
	}
	date, err := numericDate(number)
	if err != nil {
		r.fail(fmt.Errorf("%w: %s", err, name))
	}
	return date
}

func (r *claimReader) profile(claims *Claims) {
	claims.Email = r.text("email")
	claims.PhoneNumber = r.text("phone_number")
	claims.Name = r.text("name")
	claims.GivenName = r.text("given_name")
	claims.FamilyName = r.text("family_name")
	claims.Locale = r.text("locale")
	claims.Zoneinfo = r.text("zoneinfo")
	claims.Picture = r.text("picture")
	claims.EmailVerified = r.flag("email_verified")
	claims.PhoneNumberVerified = r.flag("phone_number_verified")
}

// numericDate reads a NumericDate (RFC 7519, section 2), which may have a
// fraction or an exponent.
func numericDate(number json.Number) (time.Time, error) {
	seconds, err := strconv.ParseFloat(number.String(), 64)
	if err != nil || seconds < 0 || seconds > maxNumericDate {
		return time.Time{}, errNumericDate
	}
	whole, fraction := math.Modf(seconds)
	return time.Unix(int64(whole), int64(fraction*float64(time.Second))), nil
}
