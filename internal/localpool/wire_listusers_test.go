package localpool_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
)

// maxTestPages ends a walk that would go in a circle.
const maxTestPages = 20

const textNoAttributes = "One or more requested attributes do not exist."

// found lists the addresses of the users that a filter finds, over as many pages as it takes.
func (r *rig) found(filter string, limit int32) (addresses []string, pages int) {
	r.t.Helper()
	in := &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, Filter: &filter}
	if limit > 0 {
		in.Limit = &limit
	}
	addresses = []string{}
	for {
		out, err := r.api.ListUsers(r.t.Context(), in)
		if err != nil {
			r.t.Fatalf("ListUsers %s: %v", filter, err)
		}
		pages++
		for _, u := range out.Users {
			addresses = append(addresses, attributeMap(u.Attributes)["email"])
		}
		if in.PaginationToken = out.PaginationToken; in.PaginationToken == nil {
			slices.Sort(addresses)
			return addresses, pages
		}
		if pages == maxTestPages {
			r.t.Fatalf("ListUsers %s: no end after %d pages", filter, pages)
		}
	}
}

func TestListUsersFilters(t *testing.T) {
	r := newRig(t)
	ada := r.newUser("ada@example.com", goodPassword)
	r.newUser("alan@example.com", goodPassword)
	if _, err := r.signUp(r.open, "grace@example.com", goodPassword, attribute("name", `G "Amazing" H`)); err != nil {
		t.Fatal(err)
	}
	if err := r.adminDisable("alan@example.com"); err != nil {
		t.Fatal(err)
	}
	everybody := []string{"ada@example.com", "alan@example.com", "grace@example.com"}
	cases := []struct {
		filter string
		want   []string
	}{
		{``, everybody},
		{`email = "ADA@example.com"`, everybody[:1]},
		{`email ^= "a"`, everybody[:2]},
		{`email = "a"`, []string{}},
		{`sub = "` + ada + `"`, everybody[:1]},
		{`username = "` + ada + `"`, everybody[:1]},
		{`cognito:user_status = "Unconfirmed"`, everybody[2:]},
		{`cognito:user_status = "CONFIRMED"`, everybody[:2]},
		{`status = "Disabled"`, everybody[1:2]},
		{`name = "G \"Amazing\" H"`, everybody[2:]},
	}
	for _, c := range cases {
		r.sub(c.filter, func(r *rig) {
			got, _ := r.found(c.filter, 0)
			if diff := cmp.Diff(c.want, got); diff != "" {
				r.t.Errorf("users (-want +got):\n%s", diff)
			}
		})
	}
	for filter, text := range map[string]string{
		`email "a"`: "Error while parsing filter", `custom:x = "a"`: "Invalid search attribute: custom:x",
	} {
		_, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, Filter: &filter})
		wantFailure(t, err, "InvalidParameterException", text)
	}
}

func TestListUsersShowsWhatIsAskedFor(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("shown@example.com", goodPassword)
	if _, err := r.signUp(r.open, "named@example.com", goodPassword, attribute("name", "Ada")); err != nil {
		t.Fatal(err)
	}
	list := func(filter string, names ...string) (*cip.ListUsersOutput, error) {
		return r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, AttributesToGet: names, Filter: &filter})
	}
	out, err := list(`email = "shown@example.com"`, "email", "sub")
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Users) != 1 {
		t.Fatalf("%d users, want 1", len(out.Users))
	}
	user := out.Users[0]
	if diff := cmp.Diff(map[string]string{"sub": sub, "email": "shown@example.com"}, attributeMap(user.Attributes)); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	if aws.ToString(user.Username) != sub || user.UserStatus != types.UserStatusTypeConfirmed || !user.Enabled || user.UserCreateDate == nil {
		t.Errorf("user %+v, want name, state and dates besides", user)
	}
	for name, ask := range map[string]func() (*cip.ListUsersOutput, error){
		"one has no name":      func() (*cip.ListUsersOutput, error) { return list("", "name") },
		"no such attribute":    func() (*cip.ListUsersOutput, error) { return list("", "shoe_size") },
		"no such custom thing": func() (*cip.ListUsersOutput, error) { return list("", "custom:role") },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ask()
			wantFailure(t, err, "InvalidParameterException", textNoAttributes)
		})
	}
	if out, err = list(`name = "Ada"`, "name"); err != nil || len(out.Users) != 1 {
		t.Errorf("got %v, %v; want the one user who has a name", out, err)
	}
}

func TestListUsersPages(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		var want []string
		for i := range 7 {
			email := fmt.Sprintf("page-%d@example.com", i)
			r.newUser(email, goodPassword)
			want = append(want, email)
		}
		r.newUser("other@example.com", goodPassword)
		for limit, pages := range map[int32]int{0: 1, 1: 7, 2: 4, 3: 3, 7: 1, 60: 1} {
			got, n := r.found(`email ^= "page-"`, limit)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("by %d (-want +got):\n%s", limit, diff)
			}
			if n != pages {
				t.Errorf("by %d: %d pages, want %d", limit, n, pages)
			}
		}
	})
}

// A list that is walked while users come and go shows those who were there all along once.
func TestListUsersIsStableWhileUsersLeave(t *testing.T) {
	r := newRig(t)
	all := map[string]bool{}
	for i := range 6 {
		all[r.newUser(fmt.Sprintf("stay-%d@example.com", i), goodPassword)] = true
	}
	first, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, Limit: aws.Int32(3)})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range first.Users {
		delete(all, aws.ToString(u.Username))
		// The last of them is the place that the token names.
		if err := r.adminDelete(r.seed.PoolID, aws.ToString(u.Username)); err != nil {
			t.Fatal(err)
		}
	}
	rest, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, PaginationToken: first.PaginationToken})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range rest.Users {
		delete(all, aws.ToString(u.Username))
	}
	if len(all) != 0 || len(rest.Users) != 3 {
		t.Errorf("%d users on the second page, missing %v; want 3 and none", len(rest.Users), slices.Collect(maps.Keys(all)))
	}
}

func TestAlteredPaginationTokensAreRefused(t *testing.T) {
	r := newRig(t)
	for i := range 3 {
		r.newUser(fmt.Sprintf("token-%d@example.com", i), goodPassword)
	}
	filter := `email ^= "token"`
	first, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, Limit: aws.Int32(1), Filter: &filter})
	if err != nil {
		t.Fatal(err)
	}
	token := aws.ToString(first.PaginationToken)
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	if plain := string(raw); len(first.Users) != 1 || slices.Contains([]string{plain, token}, aws.ToString(first.Users[0].Username)) {
		t.Error("the token shows a user's name")
	}
	pool, _ := r.newPool(nil, nil)
	flipped := slices.Clone(raw)
	flipped[len(flipped)-1] ^= 1
	cases := []struct{ name, pool, filter, token string }{
		{"a bit flipped", r.seed.PoolID, filter, base64.RawURLEncoding.EncodeToString(flipped)},
		{"cut short", r.seed.PoolID, filter, token[:len(token)-4]},
		{"too short for anything", r.seed.PoolID, filter, "AAAA"},
		{"not base64", r.seed.PoolID, filter, "%%%"},
		{"another filter", r.seed.PoolID, `email ^= "tok"`, token},
		{"no filter", r.seed.PoolID, "", token},
		{"another pool", aws.ToString(pool.Id), filter, token},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &c.pool, Filter: &c.filter, PaginationToken: &c.token})
			wantFailure(t, err, "InvalidParameterException", "")
		})
	}
	for _, limit := range []int32{-1, 61} {
		_, err := r.api.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &r.seed.PoolID, Limit: &limit})
		wantFailure(t, err, "InvalidParameterException", "")
	}
}
