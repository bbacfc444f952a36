package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
)

// UpdateAttributes implements [auth.UserPool].
func (p *Pool) UpdateAttributes(ctx context.Context, accessToken string, attributes []auth.Attribute) ([]auth.AttributeDelivery, error) {
	if !looksLikeToken(accessToken) {
		return nil, malformedAccess()
	}
	request := &cip.UpdateUserAttributesInput{AccessToken: &accessToken}
	for _, a := range attributes {
		request.UserAttributes = append(request.UserAttributes, types.AttributeType{Name: &a.Name, Value: &a.Value})
	}
	out, err := do(ctx, p, call{updateAttributes, sending, []string{accessToken}}, p.api.UpdateUserAttributes, request)
	if err != nil {
		return nil, err
	}
	var sent []auth.AttributeDelivery
	for _, d := range out.CodeDeliveryDetailsList {
		sent = append(sent, auth.AttributeDelivery{Attribute: aws.ToString(d.AttributeName), CodeDelivery: codeDelivery(&d)})
	}
	return sent, nil
}

// DeleteAttributes implements [auth.UserPool].
func (p *Pool) DeleteAttributes(ctx context.Context, accessToken string, names []string) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	_, err := do(ctx, p, call{deleteAttributes, ending, []string{accessToken}}, p.api.DeleteUserAttributes, &cip.DeleteUserAttributesInput{
		AccessToken: &accessToken, UserAttributeNames: names,
	})
	return err
}

// SendAttributeCode implements [auth.UserPool].
func (p *Pool) SendAttributeCode(ctx context.Context, accessToken, attribute string) (auth.CodeDelivery, error) {
	if !looksLikeToken(accessToken) {
		return auth.CodeDelivery{}, malformedAccess()
	}
	out, err := do(ctx, p, call{sendAttributeCode, sending, []string{accessToken}}, p.api.GetUserAttributeVerificationCode,
		&cip.GetUserAttributeVerificationCodeInput{AccessToken: &accessToken, AttributeName: &attribute})
	if err != nil {
		return auth.CodeDelivery{}, err
	}
	if out.CodeDeliveryDetails == nil {
		return auth.CodeDelivery{}, auth.Errorf(auth.Internal, "the user pool did not say where the code went")
	}
	return codeDelivery(out.CodeDeliveryDetails), nil
}

// VerifyAttribute implements [auth.UserPool].
func (p *Pool) VerifyAttribute(ctx context.Context, accessToken, attribute, code string) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	_, err := do(ctx, p, call{verifyAttribute, spending, []string{accessToken, code}}, p.api.VerifyUserAttribute, &cip.VerifyUserAttributeInput{
		AccessToken: &accessToken, AttributeName: &attribute, Code: &code,
	})
	return err
}

// DeleteUser implements [auth.UserPool]. It is not repeated after a lost answer: the second call
// would find nobody, and call a success a refusal.
func (p *Pool) DeleteUser(ctx context.Context, accessToken string) error {
	if !looksLikeToken(accessToken) {
		return malformedAccess()
	}
	_, err := do(ctx, p, call{deleteUser, setting, []string{accessToken}}, p.api.DeleteUser, &cip.DeleteUserInput{AccessToken: &accessToken})
	return err
}

func codeDelivery(d *types.CodeDeliveryDetailsType) auth.CodeDelivery {
	channel := auth.ByEmail
	if d.DeliveryMedium == types.DeliveryMediumTypeSms {
		channel = auth.BySMS
	}
	return auth.CodeDelivery{Channel: channel, Destination: aws.ToString(d.Destination)}
}
