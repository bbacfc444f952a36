package localpool

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const attributeParameter = "userAttributes."

// newPasswordChallenge answers the right temporary password.
func (p *Pool) newPasswordChallenge(a *signInAttempt) (*signInOutcome, error) {
	required := []string{}
	for _, name := range a.scope.pool.missingAttributes(a.user.Attributes) {
		required = append(required, attributeParameter+name)
	}
	readable := maps.Clone(a.user.Attributes)
	maps.DeleteFunc(readable, func(name, _ string) bool { return !a.scope.client.mayRead(name) })
	requiredJSON, err := json.Marshal(required)
	if err != nil {
		return nil, fmt.Errorf("localpool: encode required attributes: %w", err)
	}
	readableJSON, err := json.Marshal(readable)
	if err != nil {
		return nil, fmt.Errorf("localpool: encode user attributes: %w", err)
	}
	return p.challenge(a, challengeNewPassword, map[string]string{
		"USER_ID_FOR_SRP": a.user.Username, "requiredAttributes": string(requiredJSON), "userAttributes": string(readableJSON),
	}, nil)
}

// newPasswordStep takes the password that replaces a temporary one, with the attributes that the schema requires and the user
// lacks. What the policy refuses leaves the session as it was.
func (p *Pool) newPasswordStep() signInStep {
	return signInStep{
		prepare: func(ctx context.Context, a *signInAttempt, call *authCall) (ready prepared, err error) {
			if err := a.scope.pool.Settings.passwordPolicy().check(call.values["NEW_PASSWORD"]); err != nil {
				return ready, err
			}
			ready.password, err = p.preparePassword(ctx, &a.scope.pool, a.user, call.values["NEW_PASSWORD"])
			return ready, err
		},
		settle: func(t tx, a *signInAttempt, call *authCall, ready prepared) (*signInOutcome, error) {
			if a.user.Status != statusForceChange {
				return nil, fail(notAuthorized, textSessionInvalid)
			}
			if err := a.fillAttributes(t, call.values); err != nil {
				return nil, err
			}
			if err := a.user.setPassword(ready.password, a.now); err != nil {
				return nil, err
			}
			a.user.Status = statusConfirmed
			if err := a.scope.saveUser(t, a.user); err != nil {
				return nil, err
			}
			return p.secondStep(t, a)
		},
	}
}

// fillAttributes stores what came with a new password. A required attribute that the user has already cannot be replaced
// here, as in Cognito, nor can an address: nobody would prove the new one.
func (a *signInAttempt) fillAttributes(t tx, values map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		name, is := strings.CutPrefix(key, attributeParameter)
		if !is {
			continue
		}
		value := values[key]
		if old := a.user.Attributes[name]; old != "" && old != value && (provable(name) || a.scope.pool.requires(name)) {
			return fail(invalidParameter, "Cannot modify an already provided "+name)
		}
		if a.user.Attributes[name] == value {
			continue
		}
		if err := a.scope.mayChange(name, value, a.user); err != nil {
			return err
		}
		if err := a.scope.replace(t, a.user, name, value); err != nil {
			return err
		}
	}
	if missing := a.scope.pool.missingAttributes(a.user.Attributes); len(missing) > 0 {
		return fail(invalidParameter, "Invalid attributes given, "+strings.Join(missing, ", ")+" is missing")
	}
	return nil
}
