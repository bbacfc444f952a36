package ratelimit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/ratelimit"
)

// written lists what differs from the defaults, as policy.by=limit.
func written(p ratelimit.Policies) []string {
	limits := func(p ratelimit.Policies) map[string]string {
		all := map[string]string{}
		for _, policy := range p.All() {
			for _, limit := range policy.Limits {
				text := limit.String()
				if limit.Budget != "" {
					text += " of " + limit.Budget
				}
				all[policy.Name+"."+string(limit.By)] = text
			}
		}
		return all
	}
	var lines []string
	before, after := limits(ratelimit.Defaults()), limits(p)
	for _, policy := range p.All() {
		for _, by := range []string{"ip", "account", "recipient", "all"} {
			name := policy.Name + "." + by
			switch {
			case before[name] == after[name]:
			case after[name] == "":
				lines = append(lines, name+"=off")
			default:
				lines = append(lines, name+"="+after[name])
			}
		}
	}
	return lines
}

func TestOverride(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"nothing":                   {"", nil},
		"blanks":                    {" \n", nil},
		"count and period":          {"sign-in.account=4/80m", []string{"sign-in.account=4/80m"}},
		"the default":               {"sign-in.account=5/80m", nil},
		"a burst":                   {"sign-in.ip=30/1m+60", []string{"sign-in.ip=30/1m+60"}},
		"a burst like the count":    {"sign-up.ip=30/1h+30", []string{"sign-up.ip=30/1h"}},
		"a period in other units":   {"refresh.ip=10/90m30s", []string{"refresh.ip=10/5430s"}},
		"several, with blanks":      {" code.account=off , sign-in.ip = 1/1s", []string{"sign-in.ip=1/1s", "code.account=off"}},
		"off":                       {"session.ip=off", []string{"session.ip=off"}},
		"all, where there was none": {"sign-in.all=100/1s", []string{"sign-in.all=100/1s"}},
		"the budget of messages": {
			"mail.all=100/24h",
			[]string{"sign-up.all=100/24h of mail", "send-code.all=100/24h of mail"},
		},
		"no budget of messages": {"mail.all=off", []string{"sign-up.all=off", "send-code.all=off"}},
		"out of the budget": {
			"send-code.all=off,mail.all=9/1h", []string{"sign-up.all=9/1h of mail", "send-code.all=off"},
		},
		"out of the budget, the other way": {
			"mail.all=9/1h,send-code.all=7/1h", []string{"sign-up.all=9/1h of mail", "send-code.all=7/1h"},
		},
		"nobody is in the budget": {
			"sign-up.all=off,send-code.all=off,mail.all=9/1h", []string{"sign-up.all=off", "send-code.all=off"},
		},
		"the budget of an inbox": {
			"inbox.recipient=2/1h",
			[]string{"sign-up.recipient=2/1h of inbox", "send-code.recipient=2/1h of inbox"},
		},
		"the bounds": {
			"sign-in.ip=1000000/1h+1000000,session.ip=1/744h,refresh.ip=1000/1s",
			[]string{"sign-in.ip=1000000/1h", "refresh.ip=1000/1s", "session.ip=1/744h"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ratelimit.Defaults().Override(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, written(got)); diff != "" || got.Off() {
				t.Errorf("off %v, (-want +got):\n%s", got.Off(), diff)
			}
		})
	}
}

func TestOverrideSwitchesAllOff(t *testing.T) {
	p, err := ratelimit.Defaults().Override(" off ")
	if err != nil || !p.Off() || len(written(p)) > 0 {
		t.Errorf("Override = %v, %v", p, err)
	}
	if p, err = p.Override("sign-in.ip=1/1s"); err != nil || !p.Off() {
		t.Errorf("a later override: %v, %v", p.Off(), err)
	}
	if ratelimit.Defaults().Off() {
		t.Error("the defaults are off")
	}
}

func TestOverrideNamesEveryMistakeAndTheWayOut(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no limit":               {"sign-in", `"sign-in" is no limit; write limits separated by commas`},
		"a comma too many":       {"sign-in.ip=1/1s,", `"" is no limit`},
		"no policy":              {"login.ip=1/1s", `there is no policy "login"; there are sign-up, send-code, sign-in, code, refresh, session, dead-refresh, and the common budgets inbox.recipient, mail.all`},
		"no dimension":           {"sign-in=1/1s", `sign-in is not counted by ""; write sign-in.ip, sign-in.account, sign-in.all`},
		"another dimension":      {"sign-in.recipient=1/1s", `sign-in is not counted by "recipient"`},
		"too many parts":         {"sign-in.ip.x=1/1s", `sign-in is not counted by "ip.x"`},
		"a budget by another":    {"mail.recipient=1/1s", `the budget mail is counted by all; write mail.all`},
		"no value":               {"sign-in.ip=", `that is no limit; write count/period, such as 30/1m, or off`},
		"no period":              {"sign-in.ip=30", "write count/period"},
		"a period without units": {"sign-in.ip=30/60", "such as 30s, 1m or 24h"},
		"no count":               {"sign-in.ip=/1m", "from 1 to 1000000; for no limit write off"},
		"count zero":             {"sign-in.ip=0/1m", "for no limit write off"},
		"a negative count":       {"sign-in.ip=-1/1m", "whole number"},
		"a count with a plus":    {"sign-in.ip=+1/1m", "that is no limit"},
		"a count with zeros":     {"sign-in.ip=007/1m", "whole number"},
		"too many":               {"sign-in.ip=1000001/1h", "whole number from 1 to 1000000"},
		"far too many":           {"sign-in.ip=99999999999999999999/1h", "whole number"},
		"too short a period":     {"sign-in.ip=1/999ms", "from 1s to 744h"},
		"too long a period":      {"sign-in.ip=1/745h", "from 1s to 744h"},
		"a negative period":      {"sign-in.ip=1/-1h", "from 1s to 744h"},
		"no burst":               {"sign-in.ip=1/1h+", "the burst must be a whole number"},
		"burst zero":             {"sign-in.ip=1/1h+0", "the burst must be a whole number"},
		"too fast":               {"sign-in.ip=1001/1s", "more than one in a millisecond"},
		"too slow":               {"sign-in.ip=1/744h+12", "over a year"},
		"off in capitals":        {"sign-in.ip=OFF", "or off"},
		"twice":                  {"sign-in.ip=1/1s,sign-in.ip=off", `"sign-in.ip" is set twice; keep one`},
		"off and more":           {"off,sign-in.ip=1/1s", `"off" is no limit`},
		"too much":               {strings.Repeat("a,", 64), "more than 64 limits"},
		"too long to repeat":     {strings.Repeat("x", 1000) + ".ip=1/1s", `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ratelimit.Defaults().Override(c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Override = %v, want %q", err, c.want)
			}
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
	_, err := ratelimit.Defaults().Override("x,sign-in.ip=0/1s,refresh.ip=1/1h")
	if n := strings.Count(fmt.Sprint(err), "\n") + 1; n != 2 {
		t.Errorf("of two mistakes %d were named: %v", n, err)
	}
}

func TestOverrideLeavesTheDefaultsAlone(t *testing.T) {
	before := ratelimit.Defaults()
	if _, err := before.Override("sign-in.ip=1/1s,mail.all=1/1s,code.account=off"); err != nil {
		t.Fatal(err)
	}
	if changed := written(before); len(changed) > 0 {
		t.Errorf("changed: %v", changed)
	}
}

func FuzzOverride(f *testing.F) {
	for _, text := range []string{
		"", "off", "sign-in.account=5/80m", "sign-in.ip=30/1m+60,send-code.all=off", "mail.all=7200/1h+300",
		"inbox.recipient=1/744h+11", "refresh.ip=1000/1s+1000000", "sign-in.ip=1/1h2m3.5s", "sign-in.all=3/1s, code.ip = off",
	} {
		f.Add(text)
	}
	who := ratelimit.Caller{IP: ip("192.0.2.1"), Account: "ann", Recipient: "ann@example.org"}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ratelimit.Defaults().Override(text)
		if err != nil {
			if len(p.All()) > 0 {
				t.Error("an error, and policies all the same")
			}
			return
		}
		h := open(t, func(c *ratelimit.Config) { c.Policies = p })
		for _, policy := range p.All() {
			h.try(t, policy.Name, who) // a store that cannot count it fails
			for _, limit := range policy.Limits {
				name := fmt.Sprintf("%s.%s=%s", policy.Name, limit.By, limit)
				again, err := ratelimit.Defaults().Override(name)
				if err != nil {
					t.Fatalf("%s does not read back: %v", name, err)
				}
				read, _ := again.Get(policy.Name)
				limit.Budget = ""
				if !slices.Contains(read.Limits, limit) {
					t.Errorf("%s reads back as %v", name, read.Limits)
				}
			}
		}
	})
}
