package localpool

import (
	"encoding/json"
	"slices"
)

const (
	seedRevisionKey = "seedRevision"
	// seedRevision counts what the seeded pool and its confidential client have come with over time. Data that was made with
	// less gets the rest at the next start, once: what somebody switches off afterwards stays off.
	seedRevision = 2

	seedRelyingParty = "localhost"
)

// confidentialFlows are all the ways to sign in. Refresh goes by GetTokensFromRefreshToken, as rotation demands.
func confidentialFlows() []string {
	return []string{allowUserPassword, allowUserAuth, allowUserSRP, allowCustom, allowAdmin}
}

// furnishPool switches on every factor there is. A user is asked for none that they did not turn on.
func furnishPool(pool *poolRecord) {
	pool.Settings.Policies.SignInPolicy = &signInPolicy{AllowedFirstAuthFactors: []string{firstPassword, firstEmailOTP, firstSMSOTP, firstWebAuthn}}
	pool.Settings.MfaConfiguration = mfaOptional
	// Cognito takes codes by mail as a second factor only with these two: a sender of one's own, and a way to recover an
	// account that is not the same mailbox.
	pool.Settings.EmailConfiguration = json.RawMessage(`{"EmailSendingAccount":"DEVELOPER"}`)
	pool.Settings.SmsConfiguration = json.RawMessage(`{"SnsCallerArn":"arn:aws:iam::000000000000:role/texts"}`)
	pool.Settings.AccountRecoverySetting = &accountRecovery{RecoveryMechanisms: []recoveryOption{
		{Name: recoverByEmail, Priority: 1}, {Name: recoverByPhone, Priority: 2},
	}}
	pool.Factors = poolFactors{
		SMS: &smsMFAConfig{}, TOTP: &totpMFAConfig{Enabled: true}, Email: &emailMFAConfig{},
		WebAuthn: &webAuthnSettings{RelyingPartyID: seedRelyingParty},
	}
}

// refurnish brings the seeded pool of older data up to date.
func (p *Pool) refurnish(t tx) error {
	revision, _, err := load[int](t, bucketMeta, seedRevisionKey)
	if err != nil || revision >= seedRevision {
		return err
	}
	pool, ok, err := load[poolRecord](t, bucketPools, p.seed.PoolID)
	if err != nil {
		return err
	}
	if ok {
		furnishPool(&pool)
		pool.Settings, pool.Modified = pool.Settings.withDefaults(), p.now()
		if err := save(t, bucketPools, pool.ID, pool); err != nil {
			return err
		}
	}
	client, ok, err := load[clientRecord](t, bucketClients, p.seed.ClientID)
	if err != nil {
		return err
	}
	if ok {
		for _, flow := range confidentialFlows() {
			if !slices.Contains(client.Settings.ExplicitAuthFlows, flow) {
				client.Settings.ExplicitAuthFlows = append(client.Settings.ExplicitAuthFlows, flow)
			}
		}
		client.Modified = p.now()
		if err := save(t, bucketClients, client.ID, client); err != nil {
			return err
		}
	}
	return save(t, bucketMeta, seedRevisionKey, seedRevision)
}
