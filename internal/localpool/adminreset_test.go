package localpool

import "testing"

func TestAdminResetKillsThePasswordUntilRecovery(t *testing.T) {
	b := newBench(t)
	b.newUser()
	client := b.pool.Seed().PublicClientID
	session, err := b.signIn(benchUser, benchPassword)
	if err != nil {
		t.Fatal(err)
	}
	result, _ := session["AuthenticationResult"].(map[string]any)
	b.must("AdminResetUserPassword", members{"UserPoolId": seedPoolID, "Username": benchUser})
	if out := b.must("AdminGetUser", members{"UserPoolId": seedPoolID, "Username": benchUser}); out["UserStatus"] != statusResetNeeded {
		t.Errorf("status %v", out["UserStatus"])
	}
	_, err = b.signIn(benchUser, benchPassword)
	b.wantFailure(err, passwordResetRequired, textResetRequired)
	_, err = b.call("GetUser", members{"AccessToken": result["AccessToken"]})
	b.wantFailure(err, passwordResetRequired, textResetRequired)

	b.must("UpdateUserPoolClient", members{"UserPoolId": seedPoolID, "ClientId": client, "ExplicitAuthFlows": []string{allowUserPassword}})
	_, err = b.signIn(benchUser, benchPassword)
	b.wantFailure(err, passwordResetRequired, textResetRequired)

	code := b.sent[len(b.sent)-1].Code
	b.must("ConfirmForgotPassword", members{"ClientId": client, "Username": benchUser, "ConfirmationCode": code, "Password": "battery-staple-8"})
	if _, err := b.signIn(benchUser, "battery-staple-8"); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestAdminResetRefusals(t *testing.T) {
	b := newBench(t)
	client := b.pool.Seed().PublicClientID
	b.must("SignUp", members{"ClientId": client, "Username": "new@test.com", "Password": benchPassword})
	b.must("SignUp", members{"ClientId": client, "Username": "unproven@test.com", "Password": benchPassword})
	b.must("AdminConfirmSignUp", members{"UserPoolId": seedPoolID, "Username": "unproven@test.com"})
	b.must("AdminCreateUser", members{"UserPoolId": seedPoolID, "Username": "invited@test.com"})
	for name, want := range map[string]*apiError{
		"new@test.com":      {notAuthorized, textResetImpossible},
		"invited@test.com":  {notAuthorized, textResetImpossible},
		"unproven@test.com": {invalidParameter, textNoRecovery},
		"nobody@test.com":   {userNotFound, textUserUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.call("AdminResetUserPassword", members{"UserPoolId": seedPoolID, "Username": name})
			b.wantFailure(err, want.Type, want.Message)
		})
	}
}

func TestChangedAddressDropsTheRecoveryCodeOfTheOldOne(t *testing.T) {
	b := newBench(t)
	b.newUser()
	client := b.pool.Seed().PublicClientID
	b.must("UpdateUserPool", members{
		"UserPoolId": seedPoolID, "AutoVerifiedAttributes": []string{attrEmail},
		"Policies": members{"PasswordPolicy": members{"MinimumLength": 8}},
	})
	session, err := b.signIn(benchUser, benchPassword)
	if err != nil {
		t.Fatal(err)
	}
	result, _ := session["AuthenticationResult"].(map[string]any)
	b.must("ForgotPassword", members{"ClientId": client, "Username": benchUser})
	code := b.sent[len(b.sent)-1].Code
	b.must("UpdateUserAttributes", members{"AccessToken": result["AccessToken"], "UserAttributes": []members{{"Name": attrEmail, "Value": "moved@test.com"}}})
	_, err = b.call("ConfirmForgotPassword", members{"ClientId": client, "Username": "moved@test.com", "ConfirmationCode": code, "Password": "battery-staple-8"})
	b.wantFailure(err, expiredCode, textCodeExpired)
}
