package localpool

import (
	"slices"
	"testing"
)

// TestSeedIsWhatTheServiceWouldTake holds the seeded settings against the checks of the operations that could have made them.
func TestSeedIsWhatTheServiceWouldTake(t *testing.T) {
	b := newBench(t)
	b.newUser()
	s, user := b.record(benchUser)
	if err := s.pool.Settings.check(); err != nil {
		t.Errorf("pool: %v", err)
	}
	if err := s.pool.Settings.checkFactors(&s.pool.Factors); err != nil {
		t.Errorf("factors: %v", err)
	}
	out := b.must("DescribeUserPoolClient", members{"UserPoolId": seedPoolID, "ClientId": b.pool.Seed().ClientID})["UserPoolClient"].(map[string]any)
	delete(out, "CreationDate")
	delete(out, "LastModifiedDate")
	b.must("UpdateUserPoolClient", out)
	// Nobody is asked for a factor that they did not turn on.
	if asked := s.secondFactors(user); len(asked) != 0 {
		t.Errorf("asks a new user for %v", asked)
	}
	if tokens, err := b.signIn(benchUser, benchPassword); err != nil || tokens["AuthenticationResult"] == nil {
		t.Errorf("password sign-in: %v, %v", tokens, err)
	}
}

// TestOlderSeedIsBroughtUpToDate takes the seeded data back to what an older version wrote, in which the pool knew passwords
// alone and no verifier for SRP, and opens it again.
func TestOlderSeedIsBroughtUpToDate(t *testing.T) {
	dir := t.TempDir()
	in := func(o *Options) { o.Dir = dir }
	b := newBench(t, in)
	b.newUser()
	secret := b.pool.Seed()
	err := b.pool.update(func(t tx) error {
		pool, _, err := load[poolRecord](t, bucketPools, seedPoolID)
		if err != nil {
			return err
		}
		pool.Factors, pool.Settings.MfaConfiguration, pool.Settings.Policies.SignInPolicy = poolFactors{}, mfaOff, nil
		client, _, err := load[clientRecord](t, bucketClients, secret.ClientID)
		if err != nil {
			return err
		}
		client.Settings.ExplicitAuthFlows = []string{allowUserPassword, allowUserAuth}
		s, user, err := b.pool.adminUser(t, seedPoolID, benchUser)
		if err != nil {
			return err
		}
		user.SRP = nil
		if err := s.saveUser(t, user); err != nil {
			return err
		}
		if err := save(t, bucketClients, client.ID, client); err != nil {
			return err
		}
		if err := save(t, bucketPools, pool.ID, pool); err != nil {
			return err
		}
		return t.remove(bucketMeta, seedRevisionKey)
	})
	if err != nil {
		t.Fatal(err)
	}
	reopen := func() {
		t.Helper()
		if err := b.pool.Close(); err != nil {
			t.Fatal(err)
		}
		b = newBench(t, in)
	}
	reopen()
	if b.pool.Seed().ClientSecret != secret.ClientSecret {
		t.Error("the client's secret changed")
	}
	s, user := b.record(benchUser)
	if s.pool.Settings.MfaConfiguration != mfaOptional || len(s.pool.Factors.allowed()) != 3 || !slices.Contains(s.pool.Settings.firstFactors(), firstEmailOTP) {
		t.Errorf("pool: MFA %s, factors %v, first %v", s.pool.Settings.MfaConfiguration, s.pool.Factors.allowed(), s.pool.Settings.firstFactors())
	}
	if user.SRP != nil {
		t.Error("a verifier came from nowhere")
	}
	out := b.must("DescribeUserPoolClient", members{"UserPoolId": seedPoolID, "ClientId": secret.ClientID})["UserPoolClient"].(map[string]any)
	if flows := out["ExplicitAuthFlows"].([]any); len(flows) != len(confidentialFlows()) {
		t.Errorf("flows %v", flows)
	}
	// The password brings its verifier when it is next sent.
	if _, err := b.signIn(benchUser, benchPassword); err != nil {
		t.Fatal(err)
	}
	if _, user := b.record(benchUser); user.SRP == nil {
		t.Error("the right password left no verifier")
	}
	b.must("UpdateUserPool", members{"UserPoolId": seedPoolID})
	reopen()
	if s, _ := b.record(benchUser); s.pool.Settings.MfaConfiguration != mfaOff {
		t.Error("what was switched off is on again")
	}
}
