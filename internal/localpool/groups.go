package localpool

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Cognito's default quotas.
const (
	maxGroupsPerPool = 10_000
	maxGroupsPerUser = 100
)

const textGroupUnknown = "Group not found."

// groupRecord is one group as stored. Who belongs to it stands in the users' records.
type groupRecord struct {
	PoolID, Name         string
	Description, RoleArn string `json:",omitempty"`
	// Precedence is nil where none was given, which ranks after every number.
	Precedence        *int64 `json:",omitempty"`
	Created, Modified time.Time
}

// groupType is GroupType.
type groupType struct {
	GroupName        string `json:"GroupName"`
	UserPoolID       string `json:"UserPoolId"`
	Description      string `json:"Description,omitempty"`
	RoleArn          string `json:"RoleArn,omitempty"`
	Precedence       *int64 `json:"Precedence,omitempty"`
	LastModifiedDate epoch  `json:"LastModifiedDate"`
	CreationDate     epoch  `json:"CreationDate"`
}

type groupOutput struct {
	Group groupType `json:"Group"`
}

func describeGroup(g *groupRecord) groupType {
	return groupType{
		GroupName: g.Name, UserPoolID: g.PoolID, Description: g.Description, RoleArn: g.RoleArn, Precedence: g.Precedence,
		LastModifiedDate: epoch(g.Modified), CreationDate: epoch(g.Created),
	}
}

// describeGroupInput is the input of both CreateGroup and UpdateGroup.
type describeGroupInput struct {
	UserPoolID  string  `json:"UserPoolId" is:"poolID,required"`
	GroupName   string  `json:"GroupName" is:"groupName,required"`
	Description *string `json:"Description" is:"description"`
	RoleArn     *string `json:"RoleArn" is:"arn"`
	Precedence  *int64  `json:"Precedence" is:"precedence"`
}

// onto changes what the request names and leaves the rest.
func (in *describeGroupInput) onto(g *groupRecord, now time.Time) {
	if in.Description != nil {
		g.Description = *in.Description
	}
	if in.RoleArn != nil {
		g.RoleArn = *in.RoleArn
	}
	if in.Precedence != nil {
		g.Precedence = in.Precedence
	}
	g.Modified = now
}

func (p *Pool) createGroup(_ context.Context, in *describeGroupInput) (*groupOutput, error) {
	var group groupRecord
	err := p.update(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		_, taken, err := load[groupRecord](t, bucketGroups, s.groupKey(in.GroupName))
		if err != nil {
			return err
		}
		if taken {
			return fail(groupExists, "A group with the name already exists.")
		}
		count, err := s.countGroups(t)
		if err != nil {
			return err
		}
		if count >= maxGroupsPerPool {
			return fail(limitExceeded, "The number of groups in a user pool is limited to "+strconv.Itoa(maxGroupsPerPool)+".")
		}
		now := p.now()
		group = groupRecord{PoolID: s.pool.ID, Name: in.GroupName, Created: now}
		in.onto(&group, now)
		return s.saveGroup(t, &group)
	})
	if err != nil {
		return nil, err
	}
	return &groupOutput{Group: describeGroup(&group)}, nil
}

type groupInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	GroupName  string `json:"GroupName" is:"groupName,required"`
}

func (p *Pool) getGroup(_ context.Context, in *groupInput) (*groupOutput, error) {
	var group *groupRecord
	err := p.view(func(t tx) (err error) {
		_, group, err = p.namedGroup(t, in.UserPoolID, in.GroupName)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &groupOutput{Group: describeGroup(group)}, nil
}

func (p *Pool) updateGroup(_ context.Context, in *describeGroupInput) (*groupOutput, error) {
	var group *groupRecord
	err := p.update(func(t tx) error {
		s, found, err := p.namedGroup(t, in.UserPoolID, in.GroupName)
		if err != nil {
			return err
		}
		group = found
		in.onto(group, p.now())
		return s.saveGroup(t, group)
	})
	if err != nil {
		return nil, err
	}
	return &groupOutput{Group: describeGroup(group)}, nil
}

// deleteGroup also ends the memberships, so that a later group of the same name starts empty.
func (p *Pool) deleteGroup(_ context.Context, in *groupInput) (empty, error) {
	return empty{}, p.update(func(t tx) error {
		s, group, err := p.namedGroup(t, in.UserPoolID, in.GroupName)
		if err != nil {
			return err
		}
		members, err := s.members(t, group.Name)
		if err != nil {
			return err
		}
		for _, user := range members {
			user.leave(group.Name)
			if err := s.saveUser(t, &user); err != nil {
				return err
			}
		}
		return t.remove(bucketGroups, s.groupKey(group.Name))
	})
}

type listGroupsInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	Limit      int64  `json:"Limit" is:"pageSize"`
	NextToken  string `json:"NextToken" is:"pageToken"`
}

type listGroupsOutput struct {
	Groups    []groupType `json:"Groups"`
	NextToken string      `json:"NextToken,omitempty"`
}

func (p *Pool) listGroups(_ context.Context, in *listGroupsInput) (*listGroupsOutput, error) {
	var out *listGroupsOutput
	err := p.view(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		groups, err := pageOf(p, t, s, bucketGroups, "ListGroups", in.NextToken, in.Limit, func(*groupRecord) bool { return true })
		out = groupList(groups)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func groupList(groups page[groupRecord]) *listGroupsOutput {
	out := &listGroupsOutput{Groups: make([]groupType, 0, len(groups.items)), NextToken: groups.next}
	for _, group := range groups.items {
		out.Groups = append(out.Groups, describeGroup(&group))
	}
	return out
}

func (s *scope) groupKey(name string) string { return joinKey(s.pool.ID, name) }

func (s *scope) saveGroup(t tx, group *groupRecord) error {
	return save(t, bucketGroups, s.groupKey(group.Name), group)
}

func (p *Pool) namedGroup(t tx, poolID, name string) (*scope, *groupRecord, error) {
	s, err := p.poolScope(t, poolID)
	if err != nil {
		return nil, nil, err
	}
	group, found, err := load[groupRecord](t, bucketGroups, s.groupKey(name))
	if err == nil && !found {
		err = fail(resourceNotFound, textGroupUnknown)
	}
	return s, &group, err
}

func (s *scope) countGroups(t tx) (int, error) {
	count, prefix := 0, joinKey(s.pool.ID, "")
	err := t.each(bucketGroups, func(key string, _ []byte) error {
		if strings.HasPrefix(key, prefix) {
			count++
		}
		return nil
	})
	return count, err
}

// members reads all members of a group.
func (s *scope) members(t tx, name string) ([]userRecord, error) {
	var members []userRecord
	prefix := joinKey(s.pool.ID, "")
	err := t.each(bucketUsers, func(key string, value []byte) error {
		if !strings.HasPrefix(key, prefix) {
			return nil
		}
		var user userRecord
		if err := decodeRecord(bucketUsers, value, &user); err != nil {
			return err
		}
		if slices.Contains(user.Groups, name) {
			members = append(members, user)
		}
		return nil
	})
	return members, err
}
