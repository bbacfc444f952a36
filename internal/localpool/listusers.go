package localpool

import (
	"context"
	"slices"
)

type listUsersInput struct {
	UserPoolID      string   `json:"UserPoolId" is:"poolID,required"`
	AttributesToGet []string `json:"AttributesToGet" is:"attrNames"`
	Limit           int64    `json:"Limit" is:"pageSize"`
	PaginationToken string   `json:"PaginationToken" is:"pageToken"`
	Filter          string   `json:"Filter" is:"filter"`
}

type listUsersOutput struct {
	Users           []userType `json:"Users"`
	PaginationToken string     `json:"PaginationToken,omitempty"`
}

// listUsers shows users in the order of their names. Unlike Cognito's, the list is never late.
func (p *Pool) listUsers(_ context.Context, in *listUsersInput) (*listUsersOutput, error) {
	filter, err := parseFilter(in.Filter)
	if err != nil {
		return nil, err
	}
	out := &listUsersOutput{Users: []userType{}}
	err = p.view(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		list := joinKey("ListUsers", in.Filter)
		users, err := pageOf(p, t, s, bucketUsers, list, in.PaginationToken, in.Limit, func(u *userRecord) bool {
			return filter.matches(&s.pool, u)
		})
		if err != nil {
			return err
		}
		out.PaginationToken = users.next
		for _, user := range users.items {
			described, err := s.project(&user, in.AttributesToGet)
			if err != nil {
				return err
			}
			out.Users = append(out.Users, described)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// project shows the chosen attributes of a user; none chosen means all. As documented for ListUsers, asking for an attribute
// that the pool does not know, or that a user on the page has not set, fails the call.
func (s *scope) project(user *userRecord, names []string) (userType, error) {
	described := describeUser(user)
	if len(names) == 0 {
		return described, nil
	}
	for _, name := range names {
		if name != attrSub && user.Attributes[name] == "" {
			return userType{}, fail(invalidParameter, "One or more requested attributes do not exist.")
		}
	}
	described.Attributes = slices.DeleteFunc(described.Attributes, func(a attribute) bool { return !slices.Contains(names, a.Name) })
	return described, nil
}

func describeUser(user *userRecord) userType {
	return userType{
		Username: user.Username, Attributes: user.list(everything), Enabled: user.Enabled, UserStatus: user.Status,
		UserCreateDate: epoch(user.Created), UserLastModifiedDate: epoch(user.Modified),
	}
}
