package config

import (
	"fmt"
	"strings"
)

const docsIntro = `# Configuration

Settings are environment variables. ` + "`usher config`" + ` prints each with its value and where it came from;
` + "`usher config docs`" + ` prints this page.

Without ` + "`COGNITO_USER_POOL_ID`" + ` Usher starts in **local mode**: an embedded user pool, a mailbox and a playground, for
development and tests. With it, Usher serves that pool, and the settings of local mode are refused.

- Every wrong, unknown or contradictory setting is reported at once, with the way to mend it, and stops the start.
- The variables that Kubernetes sets for a service whose name begins with usher are passed over.
- A variable that is set but empty counts as not set, except ` + "`USHER_LOCAL_DATA`" + `.
- A secret can come from a file: put the file's path into the variable's name with ` + "`_FILE`" + ` added. One line end
  is cut off. Setting both is an error.
- Credentials for AWS come from the SDK's own chain (` + "`AWS_PROFILE`" + `, roles, web identity); Usher has no setting for them.
`

// Docs returns docs/configuration.md.
func Docs() string {
	var page strings.Builder
	page.WriteString(docsIntro)
	group := ""
	for _, s := range settings() {
		if s.group != group {
			group = s.group
			_, _ = fmt.Fprintf(&page, "\n## %s\n\n| Variable | Default | Meaning |\n|---|---|---|\n", group)
		}
		_, _ = fmt.Fprintf(&page, "| %s | %s | %s |\n", s.variableCell(), s.defaultCell(), s.help)
	}
	return page.String()
}

func (s setting) variableCell() string {
	cell := "`" + s.name + "`"
	if s.secret {
		cell += "<br>`" + s.name + fileSuffix + "`"
	}
	return cell
}

func (s setting) defaultCell() string {
	local, pool := codeOrDash(s.local), codeOrDash(s.pool)
	switch {
	case s.name == awsRegion:
		return "from the pool's id"
	case s.scope == localMode:
		return local
	case s.scope == poolMode:
		return pool
	case local == pool:
		return local
	default:
		return local + " in local mode, else " + pool
	}
}

func codeOrDash(value string) string {
	if value == "" {
		return "–"
	}
	return "`" + value + "`"
}
