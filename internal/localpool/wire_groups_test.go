package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
)

const (
	roleReader  = "arn:aws:iam::123456789012:role/reader"
	roleWriter  = "arn:aws:iam::123456789012:role/writer"
	textNoGroup = "Group not found."
)

func (r *rig) newGroup(poolID, name string, edit func(*cip.CreateGroupInput)) *types.GroupType {
	r.t.Helper()
	in := &cip.CreateGroupInput{UserPoolId: &poolID, GroupName: &name}
	if edit != nil {
		edit(in)
	}
	out, err := r.api.CreateGroup(r.t.Context(), in)
	if err != nil {
		r.t.Fatalf("CreateGroup %s: %v", name, err)
	}
	return out.Group
}

func (r *rig) addToGroup(poolID, username, group string) {
	r.t.Helper()
	if _, err := r.api.AdminAddUserToGroup(r.t.Context(), &cip.AdminAddUserToGroupInput{UserPoolId: &poolID, Username: &username, GroupName: &group}); err != nil {
		r.t.Fatalf("add %s to %s: %v", username, group, err)
	}
}

func ranked(precedence int32, role string) func(*cip.CreateGroupInput) {
	return func(in *cip.CreateGroupInput) {
		in.Precedence = &precedence
		if role != "" {
			in.RoleArn = &role
		}
	}
}

func TestGroupLivesAndDies(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	made := r.newGroup(r.seed.PoolID, "editors", func(in *cip.CreateGroupInput) {
		in.Description, in.RoleArn, in.Precedence = aws.String("may edit"), aws.String(roleWriter), aws.Int32(0)
	})
	if aws.ToString(made.GroupName) != "editors" || aws.ToString(made.Description) != "may edit" || aws.ToString(made.RoleArn) != roleWriter ||
		made.Precedence == nil || *made.Precedence != 0 || made.CreationDate == nil || aws.ToString(made.UserPoolId) != r.seed.PoolID {
		t.Errorf("made %+v", made)
	}
	_, err := r.api.CreateGroup(t.Context(), &cip.CreateGroupInput{UserPoolId: &r.seed.PoolID, GroupName: aws.String("editors")})
	wantFailure(t, err, "GroupExistsException", "A group with the name already exists.")
	if _, err := r.api.UpdateGroup(t.Context(), &cip.UpdateGroupInput{UserPoolId: &r.seed.PoolID, GroupName: aws.String("editors"), Precedence: aws.Int32(7)}); err != nil {
		t.Fatal(err)
	}
	r = r.reopen(dir)
	got, err := r.api.GetGroup(t.Context(), &cip.GetGroupInput{UserPoolId: &r.seed.PoolID, GroupName: aws.String("editors")})
	if err != nil {
		t.Fatal(err)
	}
	if g := got.Group; aws.ToInt32(g.Precedence) != 7 || aws.ToString(g.Description) != "may edit" || aws.ToString(g.RoleArn) != roleWriter {
		t.Errorf("group %+v, want precedence 7 and the rest as it was", g)
	}
	sub := r.newUser("member@example.com", goodPassword)
	r.addToGroup(r.seed.PoolID, "member@example.com", "editors")
	if _, err := r.api.DeleteGroup(t.Context(), &cip.DeleteGroupInput{UserPoolId: &r.seed.PoolID, GroupName: aws.String("editors")}); err != nil {
		t.Fatal(err)
	}
	// Whoever was a member is none of a later group of that name.
	r.newGroup(r.seed.PoolID, "editors", nil)
	if got := r.groupsOf(r.seed.PoolID, sub, 0); len(got) != 0 {
		t.Errorf("groups %v after the group was deleted and made anew, want none", got)
	}
}

// groupsOf walks AdminListGroupsForUser.
func (r *rig) groupsOf(poolID, username string, limit int32) []string {
	r.t.Helper()
	in := &cip.AdminListGroupsForUserInput{UserPoolId: &poolID, Username: &username}
	if limit > 0 {
		in.Limit = &limit
	}
	names := []string{}
	for range maxTestPages {
		out, err := r.api.AdminListGroupsForUser(r.t.Context(), in)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, g := range out.Groups {
			names = append(names, aws.ToString(g.GroupName))
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			return names
		}
	}
	r.t.Fatalf("groups of %s: no end after %d pages", username, maxTestPages)
	return nil
}

func TestUnknownGroupsAndUsersAreNamed(t *testing.T) {
	r := newRig(t)
	pool, here, nowhere := &r.seed.PoolID, aws.String("here@example.com"), aws.String("nowhere")
	r.newUser(*here, goodPassword)
	r.newGroup(*pool, "real", nil)
	ctx := t.Context()
	cases := []struct {
		name, code, text string
		call             func() error
	}{
		{"GetGroup", "ResourceNotFoundException", textNoGroup, func() error {
			_, err := r.api.GetGroup(ctx, &cip.GetGroupInput{UserPoolId: pool, GroupName: nowhere})
			return err
		}},
		{"UpdateGroup", "ResourceNotFoundException", textNoGroup, func() error {
			_, err := r.api.UpdateGroup(ctx, &cip.UpdateGroupInput{UserPoolId: pool, GroupName: nowhere})
			return err
		}},
		{"DeleteGroup", "ResourceNotFoundException", textNoGroup, func() error {
			_, err := r.api.DeleteGroup(ctx, &cip.DeleteGroupInput{UserPoolId: pool, GroupName: nowhere})
			return err
		}},
		{"ListUsersInGroup", "ResourceNotFoundException", textNoGroup, func() error {
			_, err := r.api.ListUsersInGroup(ctx, &cip.ListUsersInGroupInput{UserPoolId: pool, GroupName: nowhere})
			return err
		}},
		{"add to an unknown group", "ResourceNotFoundException", textNoGroup, func() error {
			_, err := r.api.AdminAddUserToGroup(ctx, &cip.AdminAddUserToGroupInput{UserPoolId: pool, GroupName: nowhere, Username: here})
			return err
		}},
		{"add an unknown user", "UserNotFoundException", textNoUser, func() error {
			_, err := r.api.AdminAddUserToGroup(ctx, &cip.AdminAddUserToGroupInput{UserPoolId: pool, GroupName: aws.String("real"), Username: nowhere})
			return err
		}},
		{"remove from an unknown group", "ResourceNotFoundException", textNoGroup, func() error {
			_, err := r.api.AdminRemoveUserFromGroup(ctx, &cip.AdminRemoveUserFromGroupInput{UserPoolId: pool, GroupName: nowhere, Username: here})
			return err
		}},
		{"groups of an unknown user", "UserNotFoundException", textNoUser, func() error {
			_, err := r.api.AdminListGroupsForUser(ctx, &cip.AdminListGroupsForUserInput{UserPoolId: pool, Username: nowhere})
			return err
		}},
		{"a group of an unknown pool", "ResourceNotFoundException", "", func() error {
			_, err := r.api.CreateGroup(ctx, &cip.CreateGroupInput{UserPoolId: aws.String("us-east-1_Nowhere00"), GroupName: nowhere})
			return err
		}},
		{"a role that is none", "InvalidParameterException", "", func() error {
			_, err := r.api.CreateGroup(ctx, &cip.CreateGroupInput{UserPoolId: pool, GroupName: nowhere, RoleArn: aws.String("not-a-role-at-all-really")})
			return err
		}},
		{"a name with a space", "InvalidParameterException", "", func() error {
			_, err := r.api.CreateGroup(ctx, &cip.CreateGroupInput{UserPoolId: pool, GroupName: aws.String("two words")})
			return err
		}},
		{"a negative precedence", "InvalidParameterException", "", func() error {
			_, err := r.api.CreateGroup(ctx, &cip.CreateGroupInput{UserPoolId: pool, GroupName: nowhere, Precedence: aws.Int32(-1)})
			return err
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { wantFailure(t, c.call(), c.code, c.text) })
	}
}

func TestTokensShowGroupsByPrecedence(t *testing.T) {
	r := newRig(t)
	const email = "ranked@example.com"
	r.newUser(email, goodPassword)
	tokens := r.session(r.open, email, goodPassword)
	for _, token := range []*string{tokens.AccessToken, tokens.IdToken} {
		for _, name := range []string{"cognito:groups", "cognito:roles", "cognito:preferred_role"} {
			if value, found := parseJWT(t, aws.ToString(token)).claims[name]; found {
				t.Errorf("%s is %v for a user without groups, want it left out", name, value)
			}
		}
	}
	for _, g := range []struct {
		name string
		edit func(*cip.CreateGroupInput)
	}{{"a-last", nil}, {"b-second", ranked(5, roleReader)}, {"c-first", ranked(1, roleWriter)}, {"d-second", ranked(5, "")}} {
		r.newGroup(r.seed.PoolID, g.name, g.edit)
		r.addToGroup(r.seed.PoolID, email, g.name)
		r.addToGroup(r.seed.PoolID, email, g.name) // twice is as good as once
	}
	before := parseJWT(t, aws.ToString(tokens.AccessToken))
	if _, found := before.claims["cognito:groups"]; found {
		t.Error("a token from before shows groups")
	}
	want := []any{"c-first", "b-second", "d-second", "a-last"}
	renewed := r.renewed(r.open, aws.ToString(tokens.RefreshToken))
	access, id := parseJWT(t, aws.ToString(renewed.AccessToken)), parseJWT(t, aws.ToString(renewed.IdToken))
	for name, token := range map[string]jwt{"access": access, "id": id} {
		if diff := cmp.Diff(want, token.claims["cognito:groups"]); diff != "" {
			t.Errorf("groups of the %s token (-want +got):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff([]any{roleWriter, roleReader}, id.claims["cognito:roles"]); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	if got := id.text("cognito:preferred_role"); got != roleWriter {
		t.Errorf("preferred role %q, want %q", got, roleWriter)
	}
	for _, name := range []string{"cognito:roles", "cognito:preferred_role"} {
		if value, found := access.claims[name]; found {
			t.Errorf("the access token shows %s %v", name, value)
		}
	}
	if _, err := r.api.AdminRemoveUserFromGroup(t.Context(), &cip.AdminRemoveUserFromGroupInput{
		UserPoolId: &r.seed.PoolID, Username: aws.String(email), GroupName: aws.String("c-first"),
	}); err != nil {
		t.Fatal(err)
	}
	after := parseJWT(t, aws.ToString(r.session(r.open, email, goodPassword).IdToken))
	if diff := cmp.Diff(want[1:], after.claims["cognito:groups"]); diff != "" {
		t.Errorf("groups after leaving the first (-want +got):\n%s", diff)
	}
}
