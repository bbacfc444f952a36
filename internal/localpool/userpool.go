package localpool

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// maxPools is Cognito's default quota per account.
const maxPools = 1000

type createUserPoolInput struct {
	PoolName              string            `json:"PoolName" is:"name,required"`
	UsernameAttributes    []string          `json:"UsernameAttributes" is:"verifiable"`
	AliasAttributes       []string          `json:"AliasAttributes" is:"alias"`
	UsernameConfiguration *usernameConfig   `json:"UsernameConfiguration"`
	Schema                []schemaAttribute `json:"Schema" is:"schema"`
	poolSettings
}

type usernameConfig struct {
	CaseSensitive bool `json:"CaseSensitive"`
}

type userPoolOutput struct {
	UserPool userPoolType `json:"UserPool"`
}

// userPoolType is UserPoolType.
type userPoolType struct {
	ID                     string            `json:"Id"`
	Name                   string            `json:"Name"`
	Arn                    string            `json:"Arn"`
	CreationDate           epoch             `json:"CreationDate"`
	LastModifiedDate       epoch             `json:"LastModifiedDate"`
	SchemaAttributes       []schemaAttribute `json:"SchemaAttributes"`
	UsernameAttributes     []string          `json:"UsernameAttributes,omitempty"`
	AliasAttributes        []string          `json:"AliasAttributes,omitempty"`
	UsernameConfiguration  *usernameConfig   `json:"UsernameConfiguration"`
	EstimatedNumberOfUsers int64             `json:"EstimatedNumberOfUsers"`
	poolSettings
}

func (p *Pool) createUserPool(_ context.Context, in *createUserPoolInput) (*userPoolOutput, error) {
	schema, err := mergeSchema(in.Schema)
	if err != nil {
		return nil, err
	}
	if len(in.UsernameAttributes) > 0 && len(in.AliasAttributes) > 0 {
		return nil, fail(invalidParameter, "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
	}
	settings := in.poolSettings.withDefaults()
	if err := settings.check(); err != nil {
		return nil, err
	}
	if p.realmCount() >= maxPools {
		return nil, fail(limitExceeded, "The number of user pools is limited to "+strconv.Itoa(maxPools)+".")
	}
	suffix, err := randomString(p.random, alphanumerics, poolSuffixLength)
	if err != nil {
		return nil, err
	}
	keys, err := p.opts.newPoolKeys()
	if err != nil {
		return nil, err
	}
	now := p.now()
	pool := poolRecord{
		ID: region + "_" + suffix, Name: in.PoolName, Schema: schema, Created: now, Modified: now,
		Immutable: poolIdentity{
			UsernameAttributes: in.UsernameAttributes, AliasAttributes: in.AliasAttributes,
			// The API's default is case-sensitive; only the console's is not.
			CaseSensitive: in.UsernameConfiguration == nil || in.UsernameConfiguration.CaseSensitive,
		},
	}
	if err := pool.adopt(settings); err != nil {
		return nil, err
	}
	if err := p.update(func(t tx) error { return savePool(t, &pool, &keys) }); err != nil {
		return nil, err
	}
	if err := p.addRealm(pool.ID, &keys); err != nil {
		return nil, err
	}
	return &userPoolOutput{UserPool: describePool(&pool, 0)}, nil
}

// savePool keeps a new pool.
func savePool(t tx, pool *poolRecord, keys *poolKeys) error {
	if err := save(t, bucketKeys, pool.ID, keys); err != nil {
		return err
	}
	return save(t, bucketPools, pool.ID, pool)
}

// mergeSchema lays what a request says about standard attributes over the defaults and adds the custom ones.
func mergeSchema(wanted []schemaAttribute) ([]schemaAttribute, error) {
	schema := standardSchema()
	for _, w := range wanted {
		i := slices.IndexFunc(schema, func(s schemaAttribute) bool { return s.Name == w.Name })
		switch {
		case w.Name == "" || w.Name == attrSub:
			return nil, fail(invalidParameter, "Invalid schema attribute: "+w.Name)
		case i >= 0:
			schema[i].Required = w.Required
			if w.Mutable != nil {
				schema[i].Mutable = w.Mutable
			}
			if w.StringAttributeConstraints != nil {
				schema[i].StringAttributeConstraints = w.StringAttributeConstraints
			}
			continue
		case w.Required:
			return nil, fail(invalidParameter, "Required custom attributes are not supported currently.")
		case w.AttributeDataType == "":
			return nil, fail(invalidParameter, "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.")
		}
		w.Name = customPrefix + strings.TrimPrefix(w.Name, customPrefix)
		if w.DeveloperOnlyAttribute {
			w.Name = developerPrefix + w.Name
		}
		w.Mutable = new(w.mutable())
		schema = append(schema, w)
	}
	return schema, nil
}

type poolInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
}

func (p *Pool) describeUserPool(_ context.Context, in *poolInput) (*userPoolOutput, error) {
	var out *userPoolOutput
	err := p.view(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		var users int64
		prefix := joinKey(s.pool.ID, "")
		err = t.each(bucketUsers, func(key string, _ []byte) error {
			if strings.HasPrefix(key, prefix) {
				users++
			}
			return nil
		})
		out = &userPoolOutput{UserPool: describePool(&s.pool, users)}
		return err
	})
	return out, err
}

func describePool(pool *poolRecord, users int64) userPoolType {
	return userPoolType{
		ID: pool.ID, Name: pool.Name, Arn: "arn:aws:cognito-idp:" + region + ":000000000000:userpool/" + pool.ID,
		CreationDate: epoch(pool.Created), LastModifiedDate: epoch(pool.Modified), SchemaAttributes: pool.Schema,
		UsernameAttributes: pool.Immutable.UsernameAttributes, AliasAttributes: pool.Immutable.AliasAttributes,
		UsernameConfiguration:  &usernameConfig{CaseSensitive: pool.Immutable.CaseSensitive},
		EstimatedNumberOfUsers: users, poolSettings: pool.Settings,
	}
}

type updateUserPoolInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	PoolName   string `json:"PoolName" is:"name"`
	poolSettings
}

// updateUserPool replaces all settings: what the request leaves out falls back to its default.
func (p *Pool) updateUserPool(_ context.Context, in *updateUserPoolInput) (empty, error) {
	settings := in.poolSettings.withDefaults()
	if err := settings.check(); err != nil {
		return empty{}, err
	}
	return empty{}, p.update(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		if err := s.pool.adopt(settings); err != nil {
			return err
		}
		s.pool.Modified, s.pool.Name = p.now(), pick(in.PoolName, s.pool.Name)
		return save(t, bucketPools, s.pool.ID, s.pool)
	})
}
