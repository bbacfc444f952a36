package localpool

import "time"

const (
	seedKey         = "seed"
	serverKeyBytes  = 32
	seedGracePeriod = 30
)

// Seed is what the first start makes and keeps in the data.
type Seed struct {
	Region, PoolID string
	// ClientID and ClientSecret belong to the confidential client.
	ClientID, ClientSecret string
	// PublicClientID belongs to a second client, which has no secret.
	PublicClientID string
	Issuer         string
	// Key is 32 random bytes from which a server may derive its own keys.
	Key []byte
}

// ensureSeed loads the seed, or makes it. Issuer and token life follow the options of this start, not of the first.
func (p *Pool) ensureSeed() error {
	var seed Seed
	var found bool
	err := p.view(func(t tx) (err error) {
		seed, found, err = load[Seed](t, bucketMeta, seedKey)
		return err
	})
	if err != nil {
		return err
	}
	var keys poolKeys
	if !found {
		// Making keys takes a good part of a second, so it happens before the write transaction.
		if keys, err = p.opts.newPoolKeys(); err != nil {
			return err
		}
		if seed, err = p.newSeed(); err != nil {
			return err
		}
	}
	seed.Issuer = p.opts.Issuer
	p.seed = seed
	return p.update(func(t tx) error {
		if !found {
			if err := p.plant(t, keys); err != nil {
				return err
			}
		}
		if err := p.refurnish(t); err != nil {
			return err
		}
		return p.applyAccessTTL(t)
	})
}

func (p *Pool) newSeed() (Seed, error) {
	seed := Seed{Region: region, PoolID: seedPoolID}
	var err error
	for _, part := range []struct {
		target *string
		length int
	}{{&seed.ClientID, clientIDLength}, {&seed.ClientSecret, clientSecretLength}, {&seed.PublicClientID, clientIDLength}} {
		if *part.target, err = randomString(p.random, lowerAlphanumerics, part.length); err != nil {
			return seed, err
		}
	}
	seed.Key, err = randomBytes(p.random, serverKeyBytes)
	return seed, err
}

func (p *Pool) plant(t tx, keys poolKeys) error {
	now := p.now()
	pool := poolRecord{
		ID: seedPoolID, Name: "UsherPool", Created: now, Modified: now,
		Immutable: poolIdentity{UsernameAttributes: []string{attrEmail}},
		Schema:    standardSchema(),
		Settings: poolSettings{
			Policies:                    &poolPolicies{PasswordPolicy: &passwordPolicy{MinimumLength: 8, RequireLowercase: true, RequireNumbers: true}},
			AutoVerifiedAttributes:      []string{attrEmail},
			UserAttributeUpdateSettings: &updateSettings{AttributesRequireVerificationBeforeUpdate: []string{attrEmail}},
		}.withDefaults(),
	}
	furnishPool(&pool)
	confidential := clientRecord{
		ID: p.seed.ClientID, PoolID: pool.ID, Name: "server", Secret: p.seed.ClientSecret, Created: now, Modified: now,
		Settings: clientSettings{
			ExplicitAuthFlows:          confidentialFlows(),
			PreventUserExistenceErrors: enabled,
			RefreshTokenRotation:       &refreshRotation{Feature: enabled, RetryGracePeriodSeconds: new(int64(seedGracePeriod))},
			AuthSessionValidity:        maxAuthSessionMinutes,
		}.withDefaults(),
	}
	public := clientRecord{
		ID: p.seed.PublicClientID, PoolID: pool.ID, Name: "public", Created: now, Modified: now,
		Settings: clientSettings{
			ExplicitAuthFlows:          []string{allowUserPassword, allowRefreshToken},
			PreventUserExistenceErrors: enabled,
		}.withDefaults(),
	}
	if err := savePool(t, &pool, &keys); err != nil {
		return err
	}
	for _, client := range []clientRecord{confidential, public} {
		if err := save(t, bucketClients, client.ID, client); err != nil {
			return err
		}
	}
	if err := save(t, bucketMeta, seedRevisionKey, seedRevision); err != nil {
		return err
	}
	return save(t, bucketMeta, seedKey, p.seed)
}

// applyAccessTTL stands above the limits that CreateUserPoolClient enforces, so that tests can have tokens of one second.
func (p *Pool) applyAccessTTL(t tx) error {
	for _, id := range []string{p.seed.ClientID, p.seed.PublicClientID} {
		client, ok, err := load[clientRecord](t, bucketClients, id)
		if err != nil {
			return err
		}
		life := int64(p.opts.AccessTTL / time.Second)
		if !ok || (client.Settings.accessLife() == p.opts.AccessTTL && client.Settings.idLife() == p.opts.AccessTTL) {
			continue
		}
		client.Settings.AccessTokenValidity, client.Settings.IDTokenValidity = life, life
		client.Settings.TokenValidityUnits.AccessToken, client.Settings.TokenValidityUnits.IDToken = unitSeconds, unitSeconds
		if err := save(t, bucketClients, id, client); err != nil {
			return err
		}
	}
	return nil
}
