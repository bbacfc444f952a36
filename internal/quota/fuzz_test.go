package quota_test

import (
	"testing"

	"usher/internal/quota"
)

// Whatever the text: what is taken is a rate of at least one call a second for every class, and what is
// refused changes none.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "UserAuthentication=500", "UserRead=200,UserToken=1", " UserRead = 7 ,", "UserRead=0", "UserRead=1e9", "=", ",,", "UserRead=5,UserRead=6", "UserAuthenticationAnswers=1", "\x00=\xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rates, err := quota.Parse(text)
		for _, class := range append(quota.Classes(), quota.ChallengeAnswers) {
			interval, burst := quota.Pace(rates.Budget(class))
			if rates.Quota(class) < 1 || interval <= 0 || burst < 1 {
				t.Errorf("%q: %s has a quota of %d, one call per %s, %d at once", text, class, rates.Quota(class), interval, burst)
			}
			if err != nil && rates.Quota(class) != (quota.Rates{}).Quota(class) {
				t.Errorf("%q is refused and changes %s", text, class)
			}
		}
	})
}
