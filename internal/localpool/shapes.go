package localpool

import "regexp"

// shape is a constraint of the service model. For numbers min and max bound the value, for text its length in characters.
type shape struct {
	min, max  int
	maxItems  int
	pattern   *regexp.Regexp
	printed   string
	values    []string
	sensitive bool
}

func pattern(printed, expression string) (*regexp.Regexp, string) {
	return regexp.MustCompile(`^(?:` + expression + `)$`), printed
}

func patterned(s shape, printed, expression string) shape {
	s.pattern, s.printed = pattern(printed, expression)
	return s
}

const (
	maxAttributeValue = 2048
	maxListItems      = 100
)

// shapes holds the constraints by the names that struct tags use. It is never written to.
var shapes = map[string]shape{
	"text":      {max: 131072},
	"username":  patterned(shape{min: 1, max: 128, sensitive: true}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`),
	"clientID":  patterned(shape{min: 1, max: 128, sensitive: true}, `[\w+]+`, `[\w+]+`),
	"secret":    patterned(shape{min: 24, max: 64, sensitive: true}, `[\w+]+`, `[\w+]+`),
	"hash":      patterned(shape{min: 1, max: 128, sensitive: true}, `[\w+=/]+`, `[\w+=/]+`),
	"code":      patterned(shape{min: 1, max: 2048, sensitive: true}, `[\S]+`, `\S+`),
	"token":     patterned(shape{sensitive: true}, `[A-Za-z0-9-_=.]+`, `[A-Za-z0-9\-_=.]+`),
	"digits":    patterned(shape{min: 6, max: 6, sensitive: true}, `[0-9]+`, `[0-9]+`),
	"passkeys":  {min: 0, max: 20},
	"pageToken": patterned(shape{min: 1, max: 131072}, `[\S]+`, `\S+`),
	"session":   {min: 20, max: 2048, sensitive: true},
	"poolID":    patterned(shape{min: 1, max: 55}, `[\w-]+_[0-9a-zA-Z]+`, `[\w-]+_[0-9a-zA-Z]+`),
	"attrName":  patterned(shape{min: 1, max: 32}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`),
	"attrValue": {max: maxAttributeValue, sensitive: true},
	// Spaces are allowed inside, not at either end: the developer guide counts an inner space as a symbol.
	"password": patterned(shape{max: 256, sensitive: true}, `^[\S]+.*[\S]+$`, `|\S|\S.*\S`),
	"name":     patterned(shape{min: 1, max: 128}, `[\w\s+=,.@-]+`, `[\w\s+=,.@\-]+`),
	"list":     {maxItems: maxListItems},

	"authFlow":  {values: []string{flowUserSRP, flowRefreshAuth, flowRefresh, flowCustom, flowAdminNoSRP, flowUserPassword, flowAdminUserPassword, flowUserAuth}},
	"challenge": {values: challengeNames()},
	"medium":    {values: []string{mediumSMS, mediumEmail}, maxItems: 2},
	"action":    {values: []string{actionResend, actionSuppress}},

	"attrNames":   patterned(shape{min: 1, max: 32, maxItems: maxListItems}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`),
	"groupName":   patterned(shape{min: 1, max: 128}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`),
	"description": {max: 2048},
	"arn": patterned(shape{min: 20, max: 2048}, `arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`,
		`arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`),
	"precedence": {min: 0},
	"pageSize":   {min: 0, max: maxPageSize},
	"filter":     {max: 256},

	"minLength":  {min: 6, max: 99},
	"history":    {min: 0, max: maxHistory},
	"validDays":  {min: 0, max: 365},
	"verifiable": {values: []string{attrPhone, attrEmail}, maxItems: 2},
	"alias":      {values: []string{attrPhone, attrEmail, attrPreferred}, maxItems: 3},
	"mfa":        {values: []string{mfaOff, mfaOn, mfaOptional}},
	"first":      {values: []string{firstPassword, firstEmailOTP, firstSMSOTP, firstWebAuthn}, maxItems: 5},
	"rpID":       {min: 1, max: 127},
	"userVerify": {values: []string{verifyRequired, verifyPreferred}},
	"passkeyUse": {values: []string{oneFactor, bothFactors}},
	"tier":       {values: []string{tierLite, tierEssentials, "PLUS"}},
	"protection": {values: []string{"ACTIVE", protectionOff}},
	"recovery":   {values: []string{recoverByEmail, recoverByPhone, recoverByAdmin}},
	"priority":   {min: 1, max: 2},
	"template":   {min: 6, max: 20000},
	"subject":    {min: 1, max: 140},
	"schema":     {maxItems: 50},
	"schemaName": patterned(shape{min: 1, max: 20}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`),
	"dataType":   {values: []string{"String", "Number", "DateTime", "Boolean"}},

	"switch":      {values: []string{enabled, disabled}},
	"existence":   {values: []string{"LEGACY", enabled}},
	"clientFlow":  {values: clientFlows(), maxItems: maxListItems},
	"unit":        {values: []string{unitSeconds, "minutes", "hours", "days"}},
	"refreshLife": {min: 0, max: 315360000},
	"accessLife":  {min: 1, max: 86400},
	"sessionLife": {min: 3, max: maxAuthSessionMinutes},
	"grace":       {min: 0, max: 60},
}
