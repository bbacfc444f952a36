package main

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/google/go-cmp/cmp"
)

// told is what a session says of its user's groups, in order. What it may do with them is its
// scopes, which groups do not change.
func (in *instance) told(session tokens) []string {
	in.t.Helper()
	who := field[me](in.t, in.call(meOp, nil, bearer(session)), "me")
	if diff := cmp.Diff([]string{"aws.cognito.signin.user.admin"}, who.Scopes); diff != "" {
		in.t.Errorf("scopes (-want +got):\n%s", diff)
	}
	slices.Sort(who.Groups)
	return who.Groups
}

func TestGroupsAreToldFromTheNextSignInOn(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	const email, password = "ann@example.com", "correct horse 9"
	admin, pool, user := sdk(in), aws.String(logged(t, in, "pool")), aws.String(email)
	before := in.signedUp(email, password)
	bobs := in.signedUp("bob@example.com", password)
	for _, group := range []string{"staff", "admins"} {
		if _, err := admin.CreateGroup(t.Context(), &cip.CreateGroupInput{UserPoolId: pool, GroupName: &group}); err != nil {
			t.Fatal(err)
		}
		if _, err := admin.AdminAddUserToGroup(t.Context(), &cip.AdminAddUserToGroupInput{UserPoolId: pool, Username: user, GroupName: &group}); err != nil {
			t.Fatal(err)
		}
	}
	after := in.signedIn(email, password)
	if _, err := admin.AdminRemoveUserFromGroup(t.Context(), &cip.AdminRemoveUserFromGroupInput{UserPoolId: pool, Username: user, GroupName: aws.String("admins")}); err != nil {
		t.Fatal(err)
	}
	again := in.signedIn(email, password)
	refreshed := in.want("refresh", "Session", in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": before.RefreshToken})).Tokens
	for _, session := range []struct {
		name string
		of   tokens
		want []string
	}{
		{"a session from before", before, []string{}},
		{"the next sign-in", after, []string{"admins", "staff"}},
		{"a sign-in after leaving one", again, []string{"staff"}},
		{"the first session, refreshed", refreshed, []string{"staff"}},
		{"somebody else's", bobs, []string{}},
		{"somebody else's next", in.signedIn("bob@example.com", password), []string{}},
	} {
		t.Run(session.name, func(t *testing.T) {
			if diff := cmp.Diff(session.want, in.told(session.of)); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
		})
	}
}
