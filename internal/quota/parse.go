package quota

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const (
	// maxRate is the highest quota taken, in calls a second: far above what AWS grants anybody.
	maxRate = 100_000
	// maxShown is how much of a wrong name a message repeats, in bytes.
	maxShown = 40
)

// Parse reads quotas that differ from the defaults, as Class=number with commas between them. The
// error names everything that is wrong, each on a line of its own.
func Parse(text string) (Rates, error) {
	changed := map[Class]int{}
	var problems []error
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry == "" {
			continue
		}
		name, number, _ := strings.Cut(entry, "=")
		class := Class(strings.TrimSpace(name))
		rate, err := strconv.Atoi(strings.TrimSpace(number))
		_, repeated := changed[class]
		switch {
		case !slices.Contains(Classes(), class):
			problems = append(problems, fmt.Errorf("%s is not a class of quotas; there are %s", shown(string(class)), list()))
		case err != nil || rate < 1 || rate > maxRate:
			problems = append(problems, fmt.Errorf("%s is not followed by = and a whole number of calls a second from 1 to %d", class, maxRate))
		case repeated:
			problems = append(problems, fmt.Errorf("%s is there twice", class))
		default:
			changed[class] = rate
		}
	}
	if len(problems) > 0 {
		return Rates{}, errors.Join(problems...)
	}
	return Rates{changed: changed}, nil
}

func list() string {
	names := make([]string, 0, len(Classes()))
	for _, c := range Classes() {
		names = append(names, string(c))
	}
	return strings.Join(names, ", ")
}

func shown(text string) string {
	if len(text) > maxShown {
		text = text[:maxShown]
	}
	return strconv.Quote(text)
}
