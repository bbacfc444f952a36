package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func (r *rig) deleteUser(accessToken string) error {
	_, err := r.api.DeleteUser(r.t.Context(), &cip.DeleteUserInput{AccessToken: &accessToken})
	return err
}

func (r *rig) adminDelete(poolID, username string) error {
	_, err := r.api.AdminDeleteUser(r.t.Context(), &cip.AdminDeleteUserInput{UserPoolId: &poolID, Username: &username})
	return err
}

func TestDeletedUserIsGoneEverywhere(t *testing.T) {
	for name, del := range map[string]func(r *rig, access, sub string) error{
		"by the user":         func(r *rig, access, _ string) error { return r.deleteUser(access) },
		"by an administrator": func(r *rig, _, sub string) error { return r.adminDelete(r.seed.PoolID, sub) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r := newRigIn(t, dir)
			const email = "leaving@example.com"
			sub := r.newUser(email, goodPassword)
			other := r.newUser("staying@example.com", goodPassword)
			mine, hers := r.device(r.secure, email), r.device(r.open, "staying@example.com")
			if err := del(r, mine.access, sub); err != nil {
				t.Fatal(err)
			}
			r = r.reopen(dir)
			_, err := r.getUser(mine.access)
			wantFailure(t, err, "UserNotFoundException", textNoUser)
			wantFailure(t, r.deleteUser(mine.access), "UserNotFoundException", textNoUser)
			_, err = r.refresh(r.secure, mine.refresh)
			wantFailure(t, err, "NotAuthorizedException", textInvalidRefresh)
			if err := r.revoke(r.secure, mine.refresh); err != nil {
				t.Errorf("revoking a token of a deleted user: %v, want no word about it", err)
			}
			for _, name := range []string{email, sub} {
				_, err = r.signIn(r.open, name, goodPassword)
				wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
				_, err = r.api.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &r.seed.PoolID, Username: &name})
				wantFailure(t, err, "UserNotFoundException", textNoUser)
				wantFailure(t, r.adminDelete(r.seed.PoolID, name), "UserNotFoundException", textNoUser)
			}
			if again := r.newUser(email, otherPassword); again == sub {
				t.Error("a new account of the same address has the old sub")
			}
			_, err = r.signIn(r.open, email, goodPassword)
			wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
			// Others notice nothing.
			if _, err := r.getUser(hers.access); err != nil {
				t.Errorf("another user's token: %v", err)
			}
			r.renewed(r.open, hers.refresh)
			r.wantStatus(other, types.UserStatusTypeConfirmed)
		})
	}
}

// In a pool of chosen names the same name may come back, to somebody else.
func TestLaterUserOfTheSameNameInheritsNothing(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	const email = "name@example.com"
	join := func(password string) {
		t.Helper()
		if _, err := r.signUp(client, "grace", password, attribute("email", email)); err != nil {
			t.Fatal(err)
		}
		if err := r.confirm(client, "grace", r.lastCode(email)); err != nil {
			t.Fatal(err)
		}
	}
	join(goodPassword)
	r.newGroup(client.pool, "admins", nil)
	r.addToGroup(client.pool, "grace", "admins")
	old := r.device(client, "grace")
	if _, err := r.forgot(client, "grace"); err != nil {
		t.Fatal(err)
	}
	recovery := r.lastCode(email)
	for range lockoutAfter + 2 {
		_, _ = r.signIn(client, "grace", wrongPassword)
	}
	if err := r.deleteUser(old.access); err != nil {
		t.Fatal(err)
	}
	join(otherPassword)
	tokens := r.session(client, "grace", otherPassword)
	if groups, found := parseJWT(t, aws.ToString(tokens.AccessToken)).claims["cognito:groups"]; found {
		t.Errorf("the new user is in %v", groups)
	}
	_, err := r.getUser(old.access)
	wantFailure(t, err, "NotAuthorizedException", textRevokedAccess)
	_, err = r.refresh(client, old.refresh)
	wantFailure(t, err, "NotAuthorizedException", textInvalidRefresh)
	wantFailure(t, r.reset(client, "grace", recovery, goodPassword), "ExpiredCodeException", textCodeExpired)
}

func TestDeletionFreesTheAliasOfAnUnverifiedAddressToo(t *testing.T) {
	r := newRig(t)
	const email = "never@example.com"
	out, err := r.signUp(r.open, email, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.signUp(r.open, email, goodPassword)
	wantFailure(t, err, "UsernameExistsException", textEmailTaken)
	if err := r.adminDelete(r.seed.PoolID, email); err != nil {
		t.Fatal(err)
	}
	if again := r.newUser(email, goodPassword); again == aws.ToString(out.UserSub) {
		t.Error("the new account has the old sub")
	}
}

func TestOneDeletionOfManySucceeds(t *testing.T) {
	r := newRig(t)
	const email = "racing-out@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	wantOneWinner(t, race(func(int) error { return r.deleteUser(access) }), "UserNotFoundException")
}

func TestWhatADeletedUserHeldIsNoUseForTheNextOfTheName(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	unrevocable := r.newApp(client.pool, func(in *cip.CreateUserPoolClientInput) { in.EnableTokenRevocation = aws.Bool(false) })
	invite := func() {
		t.Helper()
		if _, err := r.create("grace", func(in *cip.AdminCreateUserInput) {
			in.UserPoolId, in.TemporaryPassword, in.MessageAction = &client.pool, aws.String(temporaryPassword), types.MessageActionTypeSuppress
			in.DesiredDeliveryMediums = nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	begin := func() *string {
		t.Helper()
		return r.mustBegin(client, types.AuthFlowTypeUserPasswordAuth, "grace", map[string]string{"PASSWORD": temporaryPassword}, types.ChallengeNameTypeNewPasswordRequired).Session
	}
	invite()
	old := begin()
	r.mustAnswer(client, types.ChallengeNameTypeNewPasswordRequired, begin(), "grace", newPassword(goodPassword), "")
	access := aws.ToString(r.session(unrevocable, "grace", goodPassword).AccessToken)
	if err := r.adminDelete(client.pool, "grace"); err != nil {
		t.Fatal(err)
	}
	invite()
	_, err := r.answer(client, types.ChallengeNameTypeNewPasswordRequired, old, "grace", newPassword(otherPassword))
	wantFailure(t, err, "NotAuthorizedException", textSessionInvalid)
	_, err = r.getUser(access)
	wantFailure(t, err, "NotAuthorizedException", textRevokedAccess)
}
