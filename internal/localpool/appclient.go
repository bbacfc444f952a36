package localpool

import (
	"context"
	"slices"
)

type createClientInput struct {
	UserPoolID     string `json:"UserPoolId" is:"poolID,required"`
	ClientName     string `json:"ClientName" is:"name,required"`
	GenerateSecret bool   `json:"GenerateSecret"`
	ClientSecret   string `json:"ClientSecret" is:"secret"`
	clientSettings
}

type clientOutput struct {
	UserPoolClient clientType `json:"UserPoolClient"`
}

// clientType is UserPoolClientType.
type clientType struct {
	UserPoolID       string `json:"UserPoolId"`
	ClientName       string `json:"ClientName"`
	ClientID         string `json:"ClientId"`
	ClientSecret     string `json:"ClientSecret,omitempty"`
	CreationDate     epoch  `json:"CreationDate"`
	LastModifiedDate epoch  `json:"LastModifiedDate"`
	clientSettings
}

func describeClient(c *clientRecord) *clientOutput {
	return &clientOutput{UserPoolClient: clientType{
		UserPoolID: c.PoolID, ClientName: c.Name, ClientID: c.ID, ClientSecret: c.Secret,
		CreationDate: epoch(c.Created), LastModifiedDate: epoch(c.Modified), clientSettings: c.Settings,
	}}
}

func (p *Pool) createUserPoolClient(_ context.Context, in *createClientInput) (*clientOutput, error) {
	if in.GenerateSecret && in.ClientSecret != "" {
		return nil, fail(invalidParameter, "Only one of GenerateSecret and ClientSecret can be set.")
	}
	id, err := randomString(p.random, lowerAlphanumerics, clientIDLength)
	if err != nil {
		return nil, err
	}
	secret := in.ClientSecret
	if in.GenerateSecret {
		if secret, err = randomString(p.random, lowerAlphanumerics, clientSecretLength); err != nil {
			return nil, err
		}
	}
	now := p.now()
	client := clientRecord{ID: id, PoolID: in.UserPoolID, Name: in.ClientName, Secret: secret, Settings: in.clientSettings.withDefaults(), Created: now, Modified: now}
	return describeClient(&client), p.storeClient(&client)
}

// storeClient checks the settings against the client's pool and keeps them.
func (p *Pool) storeClient(client *clientRecord) error {
	return p.update(func(t tx) error {
		s, err := p.poolScope(t, client.PoolID)
		if err != nil {
			return err
		}
		if err := client.Settings.check(); err != nil {
			return err
		}
		for _, name := range slices.Concat(client.Settings.ReadAttributes, client.Settings.WriteAttributes) {
			if !slices.ContainsFunc(s.pool.Schema, func(a schemaAttribute) bool { return a.Name == name }) {
				return fail(invalidParameter, "Invalid attribute specified while creating a client: "+name)
			}
		}
		for _, name := range client.Settings.WriteAttributes {
			if !userWritable(name) {
				return fail(invalidParameter, "Invalid write attributes specified while creating a client: "+name)
			}
		}
		return save(t, bucketClients, client.ID, client)
	})
}

type clientInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	ClientID   string `json:"ClientId" is:"clientID,required"`
}

// poolClient finds a client of a pool. A client of another pool does not exist here.
func (p *Pool) poolClient(t tx, poolID, clientID string) (*clientRecord, error) {
	if _, err := p.poolScope(t, poolID); err != nil {
		return nil, err
	}
	client, ok, err := load[clientRecord](t, bucketClients, clientID)
	if err != nil {
		return nil, err
	}
	if !ok || client.PoolID != poolID {
		return nil, fail(resourceNotFound, "User pool client "+clientID+" does not exist.")
	}
	return &client, nil
}

func (p *Pool) describeUserPoolClient(_ context.Context, in *clientInput) (*clientOutput, error) {
	var out *clientOutput
	err := p.view(func(t tx) error {
		client, err := p.poolClient(t, in.UserPoolID, in.ClientID)
		if err == nil {
			out = describeClient(client)
		}
		return err
	})
	return out, err
}

type updateClientInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	ClientID   string `json:"ClientId" is:"clientID,required"`
	ClientName string `json:"ClientName" is:"name"`
	clientSettings
}

// updateUserPoolClient replaces all settings: what the request leaves out falls back to its default.
func (p *Pool) updateUserPoolClient(_ context.Context, in *updateClientInput) (*clientOutput, error) {
	var client *clientRecord
	err := p.view(func(t tx) (err error) {
		client, err = p.poolClient(t, in.UserPoolID, in.ClientID)
		return err
	})
	if err != nil {
		return nil, err
	}
	client.Settings, client.Modified, client.Name = in.clientSettings.withDefaults(), p.now(), pick(in.ClientName, client.Name)
	return describeClient(client), p.storeClient(client)
}
