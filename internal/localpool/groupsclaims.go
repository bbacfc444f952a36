package localpool

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// groupClaims are what tokens say about a user's groups. names go into both tokens, roles and preferred into the ID token.
type groupClaims struct {
	names, roles []string
	preferred    string
}

// groupsOf reads the groups of a user as they are now, the one with the lowest precedence first.
func (s *scope) groupsOf(t tx, user *userRecord) (groupClaims, error) {
	groups := make([]groupRecord, 0, len(user.Groups))
	for _, name := range user.Groups {
		group, found, err := load[groupRecord](t, bucketGroups, s.groupKey(name))
		if err != nil {
			return groupClaims{}, err
		}
		if found {
			groups = append(groups, group)
		}
	}
	return claimGroups(groups), nil
}

// claimGroups orders groups by precedence, those without one last and equals by name. The preferred role is that of the
// lowest precedence, and there is none where groups of that precedence have different roles.
func claimGroups(groups []groupRecord) groupClaims {
	slices.SortFunc(groups, func(a, b groupRecord) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), strings.Compare(a.Name, b.Name))
	})
	var claims groupClaims
	var rank int64
	for _, group := range groups {
		claims.names = append(claims.names, group.Name)
		switch {
		case group.RoleArn == "":
			continue
		case len(claims.roles) == 0:
			claims.preferred, rank = group.RoleArn, group.rank()
		case group.rank() == rank && group.RoleArn != claims.preferred:
			claims.preferred = ""
		}
		if !slices.Contains(claims.roles, group.RoleArn) {
			claims.roles = append(claims.roles, group.RoleArn)
		}
	}
	return claims
}

func (g *groupRecord) rank() int64 {
	if g.Precedence == nil {
		return math.MaxInt64
	}
	return *g.Precedence
}

// addTo writes the claims. A user without groups has none of them.
func (c groupClaims) addTo(access, id map[string]any) {
	if len(c.names) == 0 {
		return
	}
	access["cognito:groups"], id["cognito:groups"] = c.names, c.names
	if len(c.roles) > 0 {
		id["cognito:roles"] = c.roles
	}
	if c.preferred != "" {
		id["cognito:preferred_role"] = c.preferred
	}
}
