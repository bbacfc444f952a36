package cognito

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// answer is what InitiateAuth and RespondToAuthChallenge have in common.
type answer struct {
	result     *types.AuthenticationResultType
	challenge  types.ChallengeNameType
	session    *string
	parameters map[string]string
	available  []types.ChallengeNameType
}

// attributePrefix is before an attribute's name in the parameters and responses of
// NEW_PASSWORD_REQUIRED.
const attributePrefix = "userAttributes."

// stepOf reads an answer: tokens, or a challenge of which it takes the parameters that its kind has.
func stepOf(a answer, username string, asked time.Time) (auth.Step, error) {
	if a.challenge == "" {
		tokens, err := tokensOf(a.result, asked)
		if err != nil {
			return auth.Step{}, err
		}
		return auth.Step{Tokens: &tokens}, nil
	}
	c := auth.Challenge{
		Kind: auth.ChallengeKind(a.challenge),
		// Cognito's own name for the user, where it tells one, is the one that the secret hash of the
		// answer must cover.
		Username: cmp.Or(a.parameters["USER_ID_FOR_SRP"], a.parameters["USERNAME"], username),
		Session:  auth.Secret(aws.ToString(a.session)),
	}
	var err error
	switch c.Kind {
	case auth.ChallengeSMS, auth.ChallengeEmailOTP, auth.ChallengeSMSOTP:
		c.Delivery = deliveryOf(a.parameters["CODE_DELIVERY_DELIVERY_MEDIUM"], a.parameters["CODE_DELIVERY_DESTINATION"])
	case auth.ChallengeTOTP:
		c.DeviceName = a.parameters["FRIENDLY_DEVICE_NAME"]
	case auth.ChallengeSelectMFA:
		c.Factors, err = factorsIn(a.parameters["MFAS_CAN_CHOOSE"])
	case auth.ChallengeMFASetup:
		c.Factors, err = factorsIn(a.parameters["MFAS_CAN_SETUP"])
	case auth.ChallengeSelectFactor:
		c.Factors = factorsOf(a.available)
	case auth.ChallengeNewPassword:
		c.RequiredAttributes, err = requiredIn(a.parameters["requiredAttributes"])
	case auth.ChallengePasskey:
		c.PasskeyOptions = auth.WebAuthnJSON(a.parameters["CREDENTIAL_REQUEST_OPTIONS"])
	case auth.ChallengeCustom:
		for _, name := range slices.Sorted(maps.Keys(a.parameters)) {
			if name != "USERNAME" && name != "USER_ID_FOR_SRP" {
				c.Parameters = append(c.Parameters, auth.Attribute{Name: name, Value: a.parameters[name]})
			}
		}
	case auth.ChallengePassword:
	default:
		return auth.Step{}, &auth.Error{Code: auth.NotEnabled, Feature: "the sign-in step " + string(a.challenge)}
	}
	if err != nil {
		return auth.Step{}, auth.Errorf(auth.Internal, "the parameters of the challenge %s cannot be read: %w", c.Kind, err)
	}
	return auth.Step{Challenge: &c}, nil
}

func deliveryOf(medium, destination string) *auth.CodeDelivery {
	if destination == "" {
		return nil
	}
	d := auth.CodeDelivery{Channel: auth.ByEmail, Destination: destination}
	if medium == string(types.DeliveryMediumTypeSms) {
		d.Channel = auth.BySMS
	}
	return &d
}

// factorsIn reads a JSON array of Cognito's names, in a string.
func factorsIn(text string) ([]auth.Factor, error) {
	var names []string
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &names); err != nil {
		return nil, err
	}
	return factorsOf(names), nil
}

// requiredIn reads the attributes that a user lacks.
func requiredIn(text string) ([]string, error) {
	var names []string
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &names); err != nil {
		return nil, err
	}
	for i, name := range names {
		names[i] = strings.TrimPrefix(name, attributePrefix)
	}
	return names, nil
}

// factorsOf names each factor once, whatever Cognito calls it; those that nobody here can answer
// are left out.
func factorsOf[Name ~string](names []Name) []auth.Factor {
	var factors []auth.Factor
	for _, name := range names {
		if f := factorOf(string(name)); f != "" && !slices.Contains(factors, f) {
			factors = append(factors, f)
		}
	}
	return factors
}

// factorOf reads Cognito's names of a factor: as a challenge, as a setting and as a first factor.
func factorOf(name string) auth.Factor {
	switch name {
	case "PASSWORD", "PASSWORD_SRP":
		return auth.FactorPassword
	case "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN":
		return auth.FactorTOTP
	case "SMS_MFA", "SMS_OTP":
		return auth.FactorSMS
	case "EMAIL_OTP", "EMAIL_MFA":
		return auth.FactorEmail
	case "WEB_AUTHN":
		return auth.FactorPasskey
	}
	return ""
}

// firstFactorName is a factor as PREFERRED_CHALLENGE and SELECT_CHALLENGE name it.
func firstFactorName(f auth.Factor) string {
	switch f {
	case auth.FactorSMS:
		return "SMS_OTP"
	case auth.FactorEmail:
		return "EMAIL_OTP"
	case auth.FactorPasskey:
		return "WEB_AUTHN"
	}
	return "PASSWORD"
}

// secondFactorName is a factor as SELECT_MFA_TYPE names it.
func secondFactorName(f auth.Factor) string {
	switch f {
	case auth.FactorSMS:
		return "SMS_MFA"
	case auth.FactorEmail:
		return "EMAIL_OTP"
	}
	return "SOFTWARE_TOKEN_MFA"
}
