package seal_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/seal"
)

func TestValuesAge(t *testing.T) {
	const skew = 5 * time.Minute
	midnight := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, purpose := range purposes {
		life := purpose.MaxAge()
		tests := []struct {
			name   string
			sealed time.Time
			opened time.Time
			want   seal.Outcome
		}{
			{"at once", start, start, seal.Opened},
			{"at its last moment", start, start.Add(life), seal.Opened},
			{"a second too late", start, start.Add(life + time.Second), seal.Expired},
			{"a day too late", start, start.Add(life + 24*time.Hour), seal.Expired},
			{"years too late", start, start.AddDate(5, 0, 0), seal.Expired},
			{"over midnight", midnight.Add(-time.Second), midnight.Add(time.Second), seal.Opened},
			{"by a clock ahead", start.Add(skew), start, seal.Opened},
			{"by a clock too far ahead", start.Add(skew + time.Second), start, seal.Future},
			{"by a clock on the next day", midnight.Add(time.Minute), midnight.Add(-time.Minute), seal.Opened},
			{"by a clock too far on the next day", midnight.Add(skew), midnight.Add(-time.Second), seal.Future},
			{"tomorrow", start.Add(24 * time.Hour), start, seal.Future},
			{"in two days", start.Add(48 * time.Hour), start, seal.Future},
			{"in another time zone", start.In(time.FixedZone("west", -11*3600)), start.In(time.FixedZone("east", 13*3600)), seal.Opened},
		}
		for _, test := range tests {
			t.Run(purpose.String()+" "+test.name, func(t *testing.T) {
				sealed := mustSeal(t, newSealer(t, at(test.sealed)), purpose, "payload")
				opener := newSealer(t, at(test.opened))
				if test.want != seal.Opened {
					mustRefuse(t, opener, purpose, sealed, test.want)
					return
				}
				if _, sealedAt, err := opener.Open(purpose, sealed); err != nil || !sealedAt.Equal(test.sealed) {
					t.Errorf("sealed at %v, %v; want %v", sealedAt, err, test.sealed)
				}
			})
		}
	}
}

func TestPurposesLiveAsLongAsWhatTheyCarry(t *testing.T) {
	const day = 24 * time.Hour
	want := map[seal.Purpose]time.Duration{
		seal.Access: 400 * day, seal.Refresh: 400 * day, seal.Identity: day,
		seal.Challenge: 15 * time.Minute, seal.RefreshResult: time.Minute, 0: 0, 99: 0,
	}
	got := map[seal.Purpose]time.Duration{}
	for purpose := range want {
		got[purpose] = purpose.MaxAge()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lives (-want +got):\n%s", diff)
	}
}
