package localpool_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
)

func TestListsOfGroupsArePaged(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("paged@example.com", goodPassword)
	var want []string
	for i := range 7 {
		name := fmt.Sprintf("group-%d", i)
		r.newGroup(r.seed.PoolID, name, nil)
		r.addToGroup(r.seed.PoolID, sub, name)
		want = append(want, name)
	}
	r.newGroup(r.seed.PoolID, "zz-not-mine", nil)
	if diff := cmp.Diff(want, r.groupsOf(r.seed.PoolID, sub, 3)); diff != "" {
		t.Errorf("groups of the user (-want +got):\n%s", diff)
	}
	var all []string
	in := &cip.ListGroupsInput{UserPoolId: &r.seed.PoolID, Limit: aws.Int32(4)}
	for pages := 1; pages < maxTestPages; pages++ {
		out, err := r.api.ListGroups(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range out.Groups {
			all = append(all, aws.ToString(g.GroupName))
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			if pages != 2 {
				t.Errorf("%d pages of 8 groups by 4, want 2", pages)
			}
			break
		}
	}
	if diff := cmp.Diff(append(want, "zz-not-mine"), all); diff != "" {
		t.Errorf("groups of the pool (-want +got):\n%s", diff)
	}
	// A token belongs to its list.
	first, err := r.api.ListGroups(t.Context(), &cip.ListGroupsInput{UserPoolId: &r.seed.PoolID, Limit: aws.Int32(1)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.api.AdminListGroupsForUser(t.Context(), &cip.AdminListGroupsForUserInput{UserPoolId: &r.seed.PoolID, Username: &sub, NextToken: first.NextToken})
	wantFailure(t, err, "InvalidParameterException", "")
}

func TestMembersOfAGroupArePaged(t *testing.T) {
	r := newRig(t)
	r.newGroup(r.seed.PoolID, "crew", nil)
	var want []string
	for i := range 5 {
		sub := r.newUser(fmt.Sprintf("crew-%d@example.com", i), goodPassword)
		r.addToGroup(r.seed.PoolID, sub, "crew")
		want = append(want, sub)
	}
	r.newUser("passenger@example.com", goodPassword)
	var got []string
	in := &cip.ListUsersInGroupInput{UserPoolId: &r.seed.PoolID, GroupName: aws.String("crew"), Limit: aws.Int32(2)}
	for range maxTestPages {
		out, err := r.api.ListUsersInGroup(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range out.Users {
			got = append(got, aws.ToString(u.Username))
			if attributeMap(u.Attributes)["email"] == "" || u.UserStatus != types.UserStatusTypeConfirmed || !u.Enabled {
				t.Errorf("user %+v, want its attributes and state", u)
			}
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			break
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func TestUserMayBeInAHundredGroups(t *testing.T) {
	r := newMemoryRig(t)
	sub := r.newUser("joiner@example.com", goodPassword)
	for i := range 100 {
		name := fmt.Sprintf("g%03d", i)
		r.newGroup(r.seed.PoolID, name, nil)
		r.addToGroup(r.seed.PoolID, sub, name)
	}
	r.newGroup(r.seed.PoolID, "one-too-many", nil)
	_, err := r.api.AdminAddUserToGroup(t.Context(), &cip.AdminAddUserToGroupInput{UserPoolId: &r.seed.PoolID, Username: &sub, GroupName: aws.String("one-too-many")})
	wantFailure(t, err, "LimitExceededException", "")
	r.addToGroup(r.seed.PoolID, sub, "g000")
}

func TestListsStayWithinTheirPool(t *testing.T) {
	r := newMemoryRig(t)
	_, other := r.newPool(nil, nil)
	// Whichever pool comes first in the store, one of the two would show the other.
	for pool, name := range map[string]string{r.seed.PoolID: "here@example.com", other.pool: "there"} {
		if _, err := r.api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{UserPoolId: &pool, Username: &name}); err != nil {
			t.Fatal(err)
		}
		r.newGroup(pool, "crew", nil)
		r.addToGroup(pool, name, "crew")
	}
	for _, pool := range []string{r.seed.PoolID, other.pool} {
		users, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &pool})
		if err != nil {
			t.Fatal(err)
		}
		members, err := r.api.ListUsersInGroup(t.Context(), &cip.ListUsersInGroupInput{UserPoolId: &pool, GroupName: aws.String("crew")})
		if err != nil {
			t.Fatal(err)
		}
		groups, err := r.api.ListGroups(t.Context(), &cip.ListGroupsInput{UserPoolId: &pool})
		if err != nil {
			t.Fatal(err)
		}
		if len(users.Users) != 1 || len(members.Users) != 1 || len(groups.Groups) != 1 || aws.ToString(groups.Groups[0].UserPoolId) != pool {
			t.Errorf("pool %s: %d users, %d members, %d groups; want its own one of each", pool, len(users.Users), len(members.Users), len(groups.Groups))
		}
	}
}
