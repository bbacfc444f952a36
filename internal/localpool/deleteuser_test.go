package localpool

import (
	"strings"
	"testing"
)

// A deleted user leaves no record that names it: no alias, session, counter or code.
func TestDeletionLeavesNoTrace(t *testing.T) {
	b := newBench(t)
	before := map[string]int{}
	for _, bucket := range allBuckets() {
		before[bucket] = b.count(bucket)
	}
	b.newUser()
	_, user := b.record(benchUser)
	pool := members{"UserPoolId": seedPoolID, "Username": benchUser}
	b.must("CreateGroup", members{"UserPoolId": seedPoolID, "GroupName": "crew"})
	before[bucketGroups]++
	b.must("AdminAddUserToGroup", members{"UserPoolId": seedPoolID, "Username": benchUser, "GroupName": "crew"})
	if _, err := b.signIn(benchUser, "wrong-"+benchPassword); err == nil {
		t.Fatal("the wrong password was taken")
	}
	signedIn, err := b.signIn(benchUser, benchPassword)
	if err != nil {
		t.Fatal(err)
	}
	tokens, ok := signedIn["AuthenticationResult"].(map[string]any)
	if !ok {
		t.Fatalf("no tokens in %v", signedIn)
	}
	b.must("UpdateUserAttributes", members{"AccessToken": tokens["AccessToken"], "UserAttributes": []members{
		{"Name": "email", "Value": "next@test.com"}, {"Name": "phone_number", "Value": "+14325551212"},
	}})
	b.must("GetUserAttributeVerificationCode", members{"AccessToken": tokens["AccessToken"], "AttributeName": "email"})
	b.must("AssociateSoftwareToken", members{"AccessToken": tokens["AccessToken"]})
	b.must("AdminDeleteUser", pool)
	for _, bucket := range allBuckets() {
		if got := b.count(bucket); got != before[bucket] {
			t.Errorf("%d records in %s, want the %d from before", got, bucket, before[bucket])
		}
		err := b.pool.view(func(t2 tx) error {
			return t2.each(bucket, func(key string, value []byte) error {
				for _, trace := range []string{user.Sub, benchUser, "next@test.com", "+14325551212"} {
					if strings.Contains(key, trace) || strings.Contains(string(value), trace) {
						t.Errorf("%s: %q = %s names %s", bucket, key, value, trace)
					}
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
