package localpool_test

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"usher/internal/localpool"
)

// reopen closes the pool and opens its folder again with the same clock and mailbox.
func (r *rig) reopen(dir string) *rig {
	r.t.Helper()
	if err := r.pool.Close(); err != nil {
		r.t.Fatalf("Close: %v", err)
	}
	return newRigIn(r.t, dir, func(o *localpool.Options) { o.Now, o.Deliver = r.clock.Now, r.mail.Deliver }).sharing(r)
}

// sharing makes the rig use the clock and mailbox that its pool was opened with.
func (r *rig) sharing(from *rig) *rig {
	r.clock, r.mail = from.clock, from.mail
	return r
}

func TestEverythingIsThereAfterReopening(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	sub := r.newUser("kept@example.com", goodPassword)
	d := r.device(r.secure, "kept@example.com")
	dead := r.device(r.open, "kept@example.com")
	if err := r.revoke(dead.app, dead.refresh); err != nil {
		t.Fatal(err)
	}
	rotated := aws.ToString(r.renewed(r.secure, d.refresh).RefreshToken)
	pool, client := r.newPool(nil, nil)
	if _, err := r.signUp(client, "grace", goodPassword+"A"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.signUp(r.open, "waiting@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	if _, err := r.forgot(r.open, "kept@example.com"); err != nil {
		t.Fatal(err)
	}
	r.newUser("locked@example.com", goodPassword)
	for range lockoutAfter + 3 {
		r.clock.Advance(10 * time.Second)
		_, _ = r.signIn(r.open, "locked@example.com", wrongPassword)
	}
	for range resendAttempts {
		if _, err := r.resend(r.open, "waiting@example.com"); err != nil {
			t.Fatal(err)
		}
	}
	keys, seed, before := r.published(r.seed.PoolID), r.seed, r.state(sub)

	r = r.reopen(dir)
	if diff := cmp.Diff(seed, r.seed); diff != "" {
		t.Errorf("seed changed (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(keys, r.published(r.seed.PoolID)); diff != "" {
		t.Errorf("keys changed (-before +after):\n%s", diff)
	}
	after := r.state(sub)
	if !after.UserCreateDate.Equal(*before.UserCreateDate) || after.UserStatus != types.UserStatusTypeConfirmed {
		t.Errorf("created %v, status %s; want %v, CONFIRMED", after.UserCreateDate, after.UserStatus, before.UserCreateDate)
	}
	if _, err := r.getUser(d.access); err != nil {
		t.Errorf("an access token from before: %v", err)
	}
	if _, err := r.refresh(r.secure, rotated); err != nil {
		t.Errorf("a refresh token from before: %v", err)
	}
	r.wantDevice("revoked before", dead, deadAccess, deadRefresh)
	_, err := r.signIn(r.open, "locked@example.com", goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textLockedOut)
	_, err = r.resend(r.open, "waiting@example.com")
	wantFailure(t, err, "LimitExceededException", textAttemptLimit)
	if err := r.confirm(r.open, "waiting@example.com", r.lastCode("waiting@example.com")); err != nil {
		t.Errorf("a sign-up code from before: %v", err)
	}
	if err := r.reset(r.open, "kept@example.com", r.lastCode("kept@example.com"), otherPassword); err != nil {
		t.Errorf("a reset code from before: %v", err)
	}
	if err := r.adminConfirm(aws.ToString(pool.Id), "grace"); err != nil {
		t.Errorf("a user of another pool: %v", err)
	}
	r.session(client, "grace", goodPassword+"A")
	r.clock.Advance(seededGrace + time.Second)
	_, err = r.refresh(r.secure, d.refresh)
	wantFailure(t, err, "RefreshTokenReuseException", "")
}

func TestSpentCodesStaySpentAfterReopening(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	const email = "spent@example.com"
	r.newUser(email, goodPassword)
	if _, err := r.forgot(r.open, email); err != nil {
		t.Fatal(err)
	}
	code := r.lastCode(email)
	if err := r.reset(r.open, email, code, otherPassword); err != nil {
		t.Fatal(err)
	}
	r = r.reopen(dir)
	wantFailure(t, r.reset(r.open, email, code, goodPassword), "ExpiredCodeException", textCodeExpired)
}

// files reads everything the pool keeps in its folder.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		found[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("%s holds no file", dir)
	}
	return found
}

func TestSecretsDoNotStandInTheFile(t *testing.T) {
	dir := t.TempDir()
	// Six random digits could stand in a hash by chance; this code cannot.
	const everyCode = "code-that-no-hash-contains"
	r := newRigIn(t, dir, func(o *localpool.Options) { o.FixedCode = everyCode })
	const email = "grep@example.com"
	r.newUser(email, goodPassword)
	secrets := map[string]string{"code": everyCode, "old password": goodPassword, "new password": otherPassword, "third password": "third-password-3"}
	tokens := r.session(r.secure, email, goodPassword)
	renewed := r.renewed(r.secure, aws.ToString(tokens.RefreshToken))
	secrets["access token"], secrets["ID token"] = aws.ToString(tokens.AccessToken), aws.ToString(tokens.IdToken)
	secrets["refresh token"], secrets["rotated refresh token"] = aws.ToString(tokens.RefreshToken), aws.ToString(renewed.RefreshToken)
	if err := r.changePassword(aws.ToString(tokens.AccessToken), goodPassword, otherPassword); err != nil {
		t.Fatal(err)
	}
	if _, err := r.signUp(r.open, "open@example.com", secrets["third password"]); err != nil {
		t.Fatal(err)
	}
	if _, err := r.forgot(r.open, email); err != nil {
		t.Fatal(err)
	}
	if _, err := r.create("invited@example.com", nil); err != nil {
		t.Fatal(err)
	}
	secrets["temporary password"] = r.lastCode("invited@example.com")
	if _, err := r.updateAttributes(aws.ToString(renewed.AccessToken), attribute("email", "next@example.com")); err != nil {
		t.Fatal(err)
	}
	if err := r.pool.Close(); err != nil {
		t.Fatal(err)
	}
	for path, content := range files(t, dir) {
		if !bytes.Contains(content, []byte(email)) {
			continue // the search below would prove nothing in a file that holds no user
		}
		for what, secret := range secrets {
			// JSON writes bytes in base64, which hides nothing.
			whole := []byte(secret)[:len(secret)-len(secret)%3]
			parts := []string{secret, base64.StdEncoding.EncodeToString(whole)}
			if strings.Contains(secret, ".") { // a token's signature alone would already be too much
				parts = append(parts, strings.Split(secret, ".")[2:]...)
			}
			if slices.ContainsFunc(parts, func(part string) bool { return part != "" && bytes.Contains(content, []byte(part)) }) {
				t.Errorf("%s stands in %s in plain text", what, filepath.Base(path))
			}
		}
		return
	}
	t.Error("no file holds the user's address, so the search for secrets proves nothing")
}

func TestDataFolderIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by", "open")
	r := newRigIn(t, dir)
	r.newUser("private@example.com", goodPassword)
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		t.Errorf("folder mode %v lets others in", info.Mode().Perm())
	}
	for path := range files(t, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode().Perm())
		}
	}
}

func TestMemoryPoolKeepsNothing(t *testing.T) {
	first, second := newMemoryRig(t), newMemoryRig(t)
	if first.seed.ClientID == second.seed.ClientID || bytes.Equal(first.seed.Key, second.seed.Key) {
		t.Error("two pools in memory share their seed")
	}
	first.newUser("gone@example.com", goodPassword)
	if _, err := second.signIn(second.open, "gone@example.com", goodPassword); err == nil {
		t.Error("a user of one pool signs in at the other")
	}
}

func TestSettingsOfAStartApplyToIt(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	r.newUser("ttl@example.com", goodPassword)
	seed := r.seed
	if err := r.pool.Close(); err != nil {
		t.Fatal(err)
	}
	const issuer = "http://localhost:9229/us-east-1_UsherPool"
	again := newRigIn(t, dir, func(o *localpool.Options) { o.AccessTTL, o.Issuer = 9*time.Second, issuer })
	if again.seed.ClientID != seed.ClientID || again.seed.Issuer != issuer {
		t.Errorf("client %s, issuer %s; want the old client and the new issuer", again.seed.ClientID, again.seed.Issuer)
	}
	tokens := again.session(again.open, "ttl@example.com", goodPassword)
	if tokens.ExpiresIn != 9 || parseJWT(t, aws.ToString(tokens.AccessToken)).text("iss") != issuer {
		t.Errorf("expires in %d, want 9, with the new issuer", tokens.ExpiresIn)
	}
	if err := again.pool.Close(); err != nil {
		t.Fatal(err)
	}
	back := newRigIn(t, dir)
	if got := back.session(back.open, "ttl@example.com", goodPassword).ExpiresIn; got != 3600 || back.seed.Issuer != seed.Issuer {
		t.Errorf("a start without settings: expires in %d, issuer %s; want 3600 and %s", got, back.seed.Issuer, seed.Issuer)
	}
}
