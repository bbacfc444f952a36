package localpool

import (
	"context"
	"slices"
	"strconv"
)

type membershipInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	Username   string `json:"Username" is:"username,required"`
	GroupName  string `json:"GroupName" is:"groupName,required"`
}

// adminAddUserToGroup succeeds for a member as well. Tokens show the group from the next sign-in or refresh on.
func (p *Pool) adminAddUserToGroup(_ context.Context, in *membershipInput) (empty, error) {
	return empty{}, p.changeMembership(in, func(user *userRecord) error {
		switch {
		case slices.Contains(user.Groups, in.GroupName):
			return nil
		case len(user.Groups) >= maxGroupsPerUser:
			return fail(limitExceeded, "The number of groups of a user is limited to "+strconv.Itoa(maxGroupsPerUser)+".")
		}
		user.Groups = append(user.Groups, in.GroupName)
		return nil
	})
}

// adminRemoveUserFromGroup succeeds for a user who is no member as well.
func (p *Pool) adminRemoveUserFromGroup(_ context.Context, in *membershipInput) (empty, error) {
	return empty{}, p.changeMembership(in, func(user *userRecord) error {
		user.leave(in.GroupName)
		return nil
	})
}

// changeMembership leaves the user's modification date alone: a membership is no part of the profile.
func (p *Pool) changeMembership(in *membershipInput, change func(*userRecord) error) error {
	return p.update(func(t tx) error {
		s, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		if _, _, err := p.namedGroup(t, in.UserPoolID, in.GroupName); err != nil {
			return err
		}
		if err := change(user); err != nil {
			return err
		}
		return s.saveUser(t, user)
	})
}

func (u *userRecord) leave(group string) {
	u.Groups = slices.DeleteFunc(u.Groups, func(name string) bool { return name == group })
}

type groupsForUserInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	Username   string `json:"Username" is:"username,required"`
	Limit      int64  `json:"Limit" is:"pageSize"`
	NextToken  string `json:"NextToken" is:"pageToken"`
}

func (p *Pool) adminListGroupsForUser(_ context.Context, in *groupsForUserInput) (*listGroupsOutput, error) {
	var out *listGroupsOutput
	err := p.view(func(t tx) error {
		s, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		list := joinKey("AdminListGroupsForUser", user.Username)
		groups, err := pageOf(p, t, s, bucketGroups, list, in.NextToken, in.Limit, func(g *groupRecord) bool {
			return slices.Contains(user.Groups, g.Name)
		})
		out = groupList(groups)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

type usersInGroupInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	GroupName  string `json:"GroupName" is:"groupName,required"`
	Limit      int64  `json:"Limit" is:"pageSize"`
	NextToken  string `json:"NextToken" is:"pageToken"`
}

type usersInGroupOutput struct {
	Users     []userType `json:"Users"`
	NextToken string     `json:"NextToken,omitempty"`
}

func (p *Pool) listUsersInGroup(_ context.Context, in *usersInGroupInput) (*usersInGroupOutput, error) {
	out := &usersInGroupOutput{Users: []userType{}}
	err := p.view(func(t tx) error {
		s, group, err := p.namedGroup(t, in.UserPoolID, in.GroupName)
		if err != nil {
			return err
		}
		list := joinKey("ListUsersInGroup", group.Name)
		users, err := pageOf(p, t, s, bucketUsers, list, in.NextToken, in.Limit, func(u *userRecord) bool {
			return slices.Contains(u.Groups, group.Name)
		})
		if err != nil {
			return err
		}
		out.NextToken = users.next
		for _, user := range users.items {
			out.Users = append(out.Users, describeUser(&user))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
