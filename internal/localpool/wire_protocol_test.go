package localpool_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

func TestErrorsTravelInHeaderAndBody(t *testing.T) {
	r := newRig(t)
	answer := r.call("InitiateAuth", object(t, map[string]any{
		"ClientId": r.open.id, "AuthFlow": "USER_PASSWORD_AUTH",
		"AuthParameters": map[string]string{"USERNAME": "nobody@example.com", "PASSWORD": wrongPassword},
	}))
	if answer.status != http.StatusBadRequest {
		t.Errorf("status %d, want 400", answer.status)
	}
	if got := answer.header.Get("X-Amzn-ErrorType"); got != "NotAuthorizedException:" {
		t.Errorf("x-amzn-ErrorType %q, want %q", got, "NotAuthorizedException:")
	}
	if got := answer.header.Get("X-Amzn-ErrorMessage"); got != textWrongPassword {
		t.Errorf("x-amzn-ErrorMessage %q, want %q", got, textWrongPassword)
	}
	if got := answer.header.Get("Content-Type"); got != wireContentType {
		t.Errorf("content type %q, want %q", got, wireContentType)
	}
	if got, want := answer.failure(t), (failure{"NotAuthorizedException", textWrongPassword}); got != want {
		t.Errorf("body says %+v, want %+v", got, want)
	}
	if _, found := answer.members(t)["Message"]; found {
		t.Error("the text stands under Message, which SDKs do not read")
	}
}

func TestErrorsReachTheSDKAsTypedErrors(t *testing.T) {
	r := newRig(t)
	_, err := r.signIn(r.open, "nobody@example.com", wrongPassword)
	typed, ok := errors.AsType[*types.NotAuthorizedException](err)
	if !ok {
		t.Fatalf("got %T, want *types.NotAuthorizedException", err)
	}
	if aws.ToString(typed.Message) != textWrongPassword {
		t.Errorf("message %q, want %q", aws.ToString(typed.Message), textWrongPassword)
	}
}

func TestRequestIDIsPresentAndFresh(t *testing.T) {
	r := newRig(t)
	seen := map[string]bool{}
	for _, answer := range []rawAnswer{
		r.callSigned("DescribeUserPool", object(t, map[string]any{"UserPoolId": r.seed.PoolID})),
		r.callSigned("DescribeUserPool", object(t, map[string]any{"UserPoolId": r.seed.PoolID})),
		r.call("NoSuchOperation", "{}"),
		r.call("InitiateAuth", "{"),
	} {
		id := answer.header.Get("X-Amzn-Requestid")
		if len(id) < 16 || seen[id] {
			t.Errorf("request id %q is missing, short or repeated", id)
		}
		seen[id] = true
	}
}

func TestInternalErrorsAnswer500(t *testing.T) {
	r := newRig(t)
	r.pool.Faults().Inject("GetUser", localpool.Fault{Exception: "InternalErrorException", Message: "something broke"})
	answer := r.call("GetUser", object(t, map[string]any{"AccessToken": "a.b.c"}))
	if answer.status != http.StatusInternalServerError {
		t.Errorf("status %d, want 500", answer.status)
	}
	if got, want := answer.failure(t), (failure{"InternalErrorException", "something broke"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestUnknownOperationsAndBadBodiesAreRefused(t *testing.T) {
	r := newRig(t)
	target := func(value string) map[string]string {
		return map[string]string{"Content-Type": wireContentType, "X-Amz-Target": value}
	}
	cases := []struct {
		name, body string
		header     map[string]string
		want       string
	}{
		{"unknown operation", "{}", target(targetPrefix + "NoSuchOperation"), "UnknownOperationException"},
		{"operation in the wrong case", "{}", target(targetPrefix + "getuser"), "UnknownOperationException"},
		{"target of another service", "{}", target("DynamoDB_20120810.GetUser"), "UnknownOperationException"},
		{"no target", "{}", map[string]string{"Content-Type": wireContentType}, "UnknownOperationException"},
		{"body cut short", `{"AccessToken":`, target(targetPrefix + "GetUser"), "SerializationException"},
		{"body is a list", `[]`, target(targetPrefix + "GetUser"), "SerializationException"},
		{"body is a string", `"x"`, target(targetPrefix + "GetUser"), "SerializationException"},
		{"member of the wrong type", `{"AccessToken":5}`, target(targetPrefix + "GetUser"), "SerializationException"},
		{"second object after the first", `{"AccessToken":"a.b.c"}{}`, target(targetPrefix + "GetUser"), "SerializationException"},
		{"nested without end", strings.Repeat(`{"AccessToken":`, 20000), target(targetPrefix + "GetUser"), "SerializationException"},
		{"nested deep in a member that is not known", `{"Other":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, target(targetPrefix + "GetUser"), "SerializationException"},
		{"body is not UTF-8", "{\"AccessToken\":\"\xff\xfe\"}", target(targetPrefix + "GetUser"), "SerializationException"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			answer := r.do(http.MethodPost, "/", c.body, c.header)
			if answer.status != http.StatusBadRequest {
				r.t.Errorf("status %d, want 400", answer.status)
			}
			if got := answer.failure(r.t).code; got != c.want {
				r.t.Errorf("got %s, want %s", got, c.want)
			}
			if got := answer.header.Get("X-Amzn-ErrorType"); !strings.HasPrefix(got, c.want) {
				r.t.Errorf("x-amzn-ErrorType %q, want %s", got, c.want)
			}
		})
	}
}

func TestOversizedBodyIsRefused(t *testing.T) {
	r := newRig(t)
	// Twice the largest member the model knows (131,072 characters) would still be read; 16 MiB must not be.
	answer := r.call("GetUser", `{"AccessToken":"`+strings.Repeat("a", 16<<20)+`"}`)
	if answer.status != http.StatusBadRequest && answer.status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 400 or 413", answer.status)
	}
}

func TestAdminCallsNeedASignature(t *testing.T) {
	r := newRig(t)
	body := object(t, map[string]any{"UserPoolId": r.seed.PoolID, "Username": "nobody@example.com"})
	for _, operation := range []string{
		"AdminGetUser", "AdminConfirmSignUp", "AdminUserGlobalSignOut", "AdminDisableUser", "AdminEnableUser",
		"AdminCreateUser", "AdminSetUserPassword", "CreateUserPool", "DescribeUserPool", "UpdateUserPool",
		"CreateUserPoolClient", "DescribeUserPoolClient", "UpdateUserPoolClient",
	} {
		r.sub(operation, func(r *rig) {
			if got := r.call(operation, body).failure(r.t).code; got != "MissingAuthenticationTokenException" {
				r.t.Errorf("unsigned: got %s, want MissingAuthenticationTokenException", got)
			}
		})
	}
	r.sub("signed with any key", func(r *rig) {
		got := r.callSigned("AdminGetUser", body).failure(r.t)
		if want := (failure{"UserNotFoundException", textNoUser}); got != want {
			r.t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

func TestBrowsersMayCall(t *testing.T) {
	r := newRig(t)
	needed := []string{
		"content-type", "x-amz-target", "x-amz-user-agent", "cache-control",
		"amz-sdk-request", "amz-sdk-invocation-id", "authorization",
	}
	list := func(value string) []string {
		names := strings.Split(strings.ToLower(value), ",")
		for i := range names {
			names[i] = strings.TrimSpace(names[i])
		}
		return names
	}
	preflight := r.do(http.MethodOptions, "/", "", map[string]string{
		"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST",
		"Access-Control-Request-Headers": strings.Join(needed, ","),
	})
	if preflight.status != http.StatusOK && preflight.status != http.StatusNoContent {
		t.Errorf("preflight status %d, want 200 or 204", preflight.status)
	}
	if got := preflight.header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("preflight allows origin %q, want *", got)
	}
	if !slices.Contains(list(preflight.header.Get("Access-Control-Allow-Methods")), "post") {
		t.Errorf("preflight allows methods %q, want POST", preflight.header.Get("Access-Control-Allow-Methods"))
	}
	allowed := list(strings.Join(preflight.header.Values("Access-Control-Allow-Headers"), ","))
	for _, name := range needed {
		if !slices.Contains(allowed, name) {
			t.Errorf("preflight does not allow request header %s (allows %v)", name, allowed)
		}
	}
	answer := r.do(http.MethodPost, "/", `{"AccessToken":"a.b.c"}`, map[string]string{
		"Origin": "http://localhost:3000", "Content-Type": wireContentType, "X-Amz-Target": targetPrefix + "GetUser",
	})
	if got := answer.header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("answer allows origin %q, want *", got)
	}
	exposed := list(strings.Join(answer.header.Values("Access-Control-Expose-Headers"), ","))
	for _, name := range []string{"x-amzn-errortype", "x-amzn-requestid", "x-amzn-errormessage"} {
		if !slices.Contains(exposed, name) {
			t.Errorf("answer does not expose %s (exposes %v)", name, exposed)
		}
	}
}

func TestTimestampsAreEpochNumbers(t *testing.T) {
	r := newRig(t)
	name := r.newUser("time@example.com", goodPassword)
	answer := r.callSigned("AdminGetUser", object(t, map[string]any{"UserPoolId": r.seed.PoolID, "Username": name}))
	for _, member := range []string{"UserCreateDate", "UserLastModifiedDate"} {
		var seconds float64
		if err := json.Unmarshal(answer.members(t)[member], &seconds); err != nil {
			t.Errorf("%s is %s, want a number", member, answer.members(t)[member])
			continue
		}
		want := float64(r.clock.Now().UnixMilli()) / 1000
		if diff := seconds - want; diff < -1 || diff > 0.001 {
			t.Errorf("%s is %v, want %v", member, seconds, want)
		}
	}
	if got := r.state(name).UserCreateDate; got == nil || got.Unix() != r.clock.Now().Unix() {
		t.Errorf("the SDK reads UserCreateDate as %v, want %v", got, r.clock.Now())
	}
}

func TestEmptyOutputsAreEmptyObjects(t *testing.T) {
	r := newRig(t)
	if _, err := r.signUp(r.open, "empty@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	answer := r.callSigned("AdminConfirmSignUp", object(t, map[string]any{
		"UserPoolId": r.seed.PoolID, "Username": "empty@example.com",
	}))
	if answer.status != http.StatusOK || strings.TrimSpace(answer.body) != "{}" {
		t.Errorf("status %d, body %q, want 200 and {}", answer.status, answer.body)
	}
	if got := answer.header.Get("Content-Type"); got != wireContentType {
		t.Errorf("content type %q, want %q", got, wireContentType)
	}
}

func TestAbsentMembersAreLeftOutNotNull(t *testing.T) {
	r := newRig(t)
	signUp := r.call("SignUp", object(t, map[string]any{
		"ClientId": r.open.id, "Username": "null@example.com", "Password": goodPassword,
	}))
	for name := range signUp.members(t) {
		if !slices.Contains([]string{"UserConfirmed", "UserSub", "CodeDeliveryDetails"}, name) {
			t.Errorf("SignUp answers member %s, want UserConfirmed, UserSub and CodeDeliveryDetails alone", name)
		}
	}
	if err := r.confirm(r.open, "null@example.com", r.lastCode("null@example.com")); err != nil {
		t.Fatal(err)
	}
	getUser := r.call("GetUser", object(t, map[string]any{
		"AccessToken": aws.ToString(r.session(r.open, "null@example.com", goodPassword).AccessToken),
	}))
	for name := range getUser.members(t) {
		if name != "Username" && name != "UserAttributes" {
			t.Errorf("GetUser of a user without MFA answers member %s", name)
		}
	}
	for _, answer := range []rawAnswer{signUp, getUser, r.callSigned("DescribeUserPoolClient", object(t, map[string]any{
		"UserPoolId": r.seed.PoolID, "ClientId": r.seed.ClientID,
	}))} {
		if strings.Contains(answer.body, "null,") || strings.Contains(answer.body, "null}") {
			t.Errorf("answer holds null members: %s", answer.body)
		}
	}
}

func TestOptionalContextIsAccepted(t *testing.T) {
	r := newRig(t)
	_, err := r.api.SignUp(t.Context(), &cip.SignUpInput{
		ClientId: &r.open.id, Username: aws.String("meta@example.com"), Password: aws.String(goodPassword),
		ClientMetadata:    map[string]string{"from": "test"},
		AnalyticsMetadata: &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("e")},
		UserContextData:   &types.UserContextDataType{IpAddress: aws.String("192.0.2.1")},
		ValidationData:    []types.AttributeType{attribute("invite", "x")},
	})
	if err != nil {
		t.Errorf("SignUp with metadata: %v", err)
	}
}
