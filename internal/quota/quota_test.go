package quota_test

import (
	"strings"
	"testing"
	"time"

	"usher/internal/quota"
)

func TestDefaultsAreCognitos(t *testing.T) {
	for class, want := range map[quota.Class]int{
		quota.UserAuthentication: 120, quota.ChallengeAnswers: 360, quota.UserCreation: 50, quota.UserAccountRecovery: 30,
		quota.UserRead: 120, quota.UserUpdate: 25, quota.UserToken: 120, quota.UserResourceRead: 50, quota.UserResourceUpdate: 25,
		quota.UserPoolRead: 15, quota.UserPoolResourceRead: 20, "NoSuchClass": 0,
	} {
		if got := (quota.Rates{}).Quota(class); got != want {
			t.Errorf("%s: %d calls a second, want %d", class, got, want)
		}
		if got := (quota.Rates{}).Budget(class); got != float64(want)*0.8 {
			t.Errorf("%s: a budget of %v, want four fifths of %d", class, got, want)
		}
	}
	if got := len(quota.Classes()); got != 10 {
		t.Errorf("%d classes, want 10", got)
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       map[quota.Class]int
	}{
		{"nothing", "", map[quota.Class]int{quota.UserAuthentication: 120}},
		{"one", "UserAuthentication=500", map[quota.Class]int{quota.UserAuthentication: 500, quota.ChallengeAnswers: 1500, quota.UserRead: 120}},
		{"two", " UserRead = 200 , UserToken=1 ,", map[quota.Class]int{quota.UserRead: 200, quota.UserToken: 1, quota.UserAuthentication: 120}},
		{"less than the default", "UserAccountRecovery=10", map[quota.Class]int{quota.UserAccountRecovery: 10}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rates, err := quota.Parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			for class, want := range c.want {
				if got := rates.Quota(class); got != want {
					t.Errorf("%s: %d calls a second, want %d", class, got, want)
				}
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, words string }{
		{"an unknown class", "UserAuth=500", `"UserAuth" is not a class of quotas; there are UserAccountRecovery, UserAuthentication,`},
		{"another case", "userauthentication=500", "is not a class"},
		{"the answers, which follow sign-in", "UserAuthenticationAnswers=500", "is not a class"},
		{"no number", "UserRead", "UserRead is not followed by ="},
		{"an empty number", "UserRead=", "UserRead is not followed by ="},
		{"zero", "UserRead=0", "from 1 to 100000"},
		{"a negative number", "UserRead=-5", "from 1 to 100000"},
		{"a fraction", "UserRead=1.5", "whole number"},
		{"too much", "UserRead=100001", "from 1 to 100000"},
		{"words after the number", "UserRead=5/s", "whole number"},
		{"twice", "UserRead=5,UserRead=6", "UserRead is there twice"},
		{"a name without end", strings.Repeat("A", 5000) + "=1", `"` + strings.Repeat("A", 40) + `" is not`},
	} {
		t.Run(c.name, func(t *testing.T) {
			rates, err := quota.Parse(c.text)
			if err == nil || !strings.Contains(err.Error(), c.words) || len(err.Error()) > 400 {
				t.Errorf("error %v, want one that says %s", err, c.words)
			}
			if rates.Quota(quota.UserRead) != 120 {
				t.Error("a refused text changed a rate")
			}
		})
	}
	if _, err := quota.Parse("UserAuth=1,UserRead=x"); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("%v does not name both faults", err)
	}
}

// Whoever sends at every moment that the pace allows stays within the quota in every second, and uses
// its share of it in the long run.
func TestPaceStaysWithinTheQuotaInEverySecond(t *testing.T) {
	const seconds = 20
	for _, rate := range []int{1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 50, 120, 360, 499, 500, 1500} {
		interval, burst := quota.Pace(0.8 * float64(rate))
		var sent []time.Duration // since the start; the first burst at once, then one per interval
		for range burst {
			sent = append(sent, 0)
		}
		for at := interval; at < seconds*time.Second; at += interval {
			sent = append(sent, at)
		}
		worst, first := 0, 0
		for last := range sent {
			for sent[last]-sent[first] >= time.Second {
				first++
			}
			worst = max(worst, last-first+1)
		}
		if worst > rate {
			t.Errorf("quota %d: %d calls in one second", rate, worst)
		}
		if least := 0.79*float64(rate)*seconds - 1; float64(len(sent)) < least {
			t.Errorf("quota %d: %d calls in %d seconds, want at least %.0f", rate, len(sent), seconds, least)
		}
	}
}
