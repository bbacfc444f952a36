package config

import (
	"maps"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

const (
	ourPrefix     = "USHER_"
	cognitoPrefix = "COGNITO_"
)

// maxCognitoDistance is how many letters a COGNITO_ name may be off to be reported. Such names are not ours
// alone, but a misspelt COGNITO_USER_POOL_ID would start local mode in production without a word.
const maxCognitoDistance = 5

// lettersPerTypo bounds the hint for USHER_ names: one letter may be off in every so many. All of them share a
// prefix, so a looser bound would pair unrelated names.
const lettersPerTypo = 5

// reportUnknown finds variables that look like settings and are none.
func reportUnknown(given map[string]string, problems *Problems) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if isKnown(name) || isServiceLink(name, given[name]) {
			continue
		}
		nearest, distance := nearestSetting(name)
		switch {
		case strings.HasPrefix(name, ourPrefix):
			base, isFile := strings.CutSuffix(name, fileSuffix)
			if _, known := settingNamed(base); isFile && known {
				problems.add(name, "only secrets are read from files", "Set "+base+" instead.")
			} else if distance <= len(name)/lettersPerTypo {
				problems.add(name, "is not a setting of this version", "Did you mean "+nearest+"? Otherwise remove it.")
			} else {
				problems.add(name, "is not a setting of this version", "Remove it; `usher config` lists every setting.")
			}
		case strings.HasPrefix(name, cognitoPrefix) && distance <= maxCognitoDistance:
			problems.add(name, "is not a setting", "Did you mean "+nearest+"? Otherwise remove it.")
		}
	}
}

func isKnown(name string) bool {
	if _, known := settingNamed(name); known {
		return true
	}
	base, isFile := strings.CutSuffix(name, fileSuffix)
	s, known := settingNamed(base)
	return isFile && known && s.secret
}

// The variables that Kubernetes sets in every pod for each service of the namespace, by their names; those without a
// port number are told from somebody's misspelling by their values.
var (
	serviceLinkName  = regexp.MustCompile(`^USHER_([A-Z0-9_]+_)?PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$`)
	serviceLinkHost  = regexp.MustCompile(`^USHER_([A-Z0-9_]+_)?SERVICE_HOST$`)
	serviceLinkPort  = regexp.MustCompile(`^USHER_([A-Z0-9_]+_)?SERVICE_PORT(_[A-Z0-9_]+)?$`)
	serviceLinkURL   = regexp.MustCompile(`^USHER_([A-Z0-9_]+_)?PORT$`)
	serviceLinkValue = regexp.MustCompile(`^(tcp|udp|sctp)://`)
)

// isServiceLink tells whether a variable comes from a Kubernetes service whose name begins with usher, which is what
// most people call it: nobody set it, and nobody can remove it.
func isServiceLink(name, value string) bool {
	switch {
	case serviceLinkName.MatchString(name):
		return true
	case serviceLinkHost.MatchString(name):
		_, err := netip.ParseAddr(value)
		return err == nil
	case serviceLinkPort.MatchString(name):
		_, err := strconv.ParseUint(value, 10, 16)
		return err == nil
	default:
		return serviceLinkURL.MatchString(name) && serviceLinkValue.MatchString(value)
	}
}

func nearestSetting(name string) (nearest string, distance int) {
	for _, s := range settings() {
		if d := levenshtein.ComputeDistance(name, s.name); nearest == "" || d < distance {
			nearest, distance = s.name, d
		}
	}
	return nearest, distance
}

// relate checks the rules between settings.
func relate(e environment, cfg Config, problems *Problems) {
	reportWrongMode(e, problems)
	if e.pool == "" {
		relateLocal(cfg, problems)
	} else {
		relatePool(e, cfg, problems)
	}
	relateListeners(cfg, problems)
	relateSafelist(cfg, problems)
}

// reportWrongMode finds settings of the mode that is not on. Variables of AWS are left alone: every AWS tool on
// the machine reads them too.
func reportWrongMode(e environment, problems *Problems) {
	for _, s := range settings() {
		isSet := e.given[s.name] != "" || (s.secret && e.given[s.name+fileSuffix] != "")
		if !isSet || e.uses(s) || strings.HasPrefix(s.name, "AWS_") {
			continue
		}
		if s.scope == localMode {
			problems.add(s.name, "belongs to local mode, but "+userPoolID+" names a user pool", "Remove one of the two.")
		} else {
			problems.add(s.name, "is set, but "+userPoolID+" is not", "Set "+userPoolID+" too, or remove it to start in local mode.")
		}
	}
}

func relateLocal(cfg Config, problems *Problems) {
	if cfg.LocalUnsafeListen {
		return
	}
	for name, addr := range map[string]string{listenAddr: cfg.Addr, adminAddr: cfg.AdminAddr, localListen: cfg.LocalListen} {
		if addr != "" && !isLoopback(addr) && !problems.has(name) {
			problems.add(name, shown(addr)+" can be reached from other machines, and local mode shows everybody's codes",
				"Use 127.0.0.1, or set "+unsafeListen+"=true where nobody else can connect.")
		}
	}
}

func relatePool(e environment, cfg Config, problems *Problems) {
	if cfg.ClientID == "" {
		problems.add(clientID, "is missing, and "+userPoolID+" is set", "Set it to the id of the app client that Usher is to use.")
	}
	region := regionOf(e.pool)
	if cfg.Region != region && !problems.has(userPoolID) && !problems.has(awsRegion) {
		problems.add(awsRegion, "is "+shown(cfg.Region)+", but the user pool is in "+shown(region), "Remove it, or set it to "+region+".")
	}
	if cfg.Cookies() {
		relateCookies(cfg, problems)
	}
	if cfg.Limits.Off() {
		problems.add(rateLimits, "is off, and "+userPoolID+" is set: anybody could guess passwords and codes without end",
			"Remove it, or name the single limits to change. Only local mode goes without.")
	}
}

// relateCookies holds for a user pool only: local mode has a ring of its own and is served to
// this machine, over http.
func relateCookies(cfg Config, problems *Problems) {
	if len(cfg.SealKeys.IDs()) == 0 && !problems.has(sealKeys) && !problems.has(sealKeys+fileSuffix) {
		problems.add(sealKeys, "is missing, and "+transport+" is cookie", "Make a key with `usher keys new`.")
	}
	if !cfg.HTTPS() && !problems.has(publicURL) {
		problems.add(publicURL, "is no https origin, and "+transport+" is cookie", "Set it to the https origin under which browsers reach the API: over http anybody on the way can take the cookies.")
	}
}

// relateListeners finds two listeners on one port. Port 0 is a fresh port each time.
func relateListeners(cfg Config, problems *Problems) {
	for name, addr := range map[string]string{adminAddr: cfg.AdminAddr, localListen: cfg.LocalListen} {
		if sameListener(addr, cfg.Addr) && !problems.has(name) {
			problems.add(name, shown(addr)+" is taken by "+listenAddr, "Choose another port, or leave it out.")
		}
	}
	if sameListener(cfg.LocalListen, cfg.AdminAddr) && !problems.has(localListen) {
		problems.add(localListen, shown(cfg.LocalListen)+" is taken by "+adminAddr, "Choose another port.")
	}
}

func sameListener(a, b string) bool {
	hostA, portA, errA := net.SplitHostPort(a)
	hostB, portB, errB := net.SplitHostPort(b)
	if errA != nil || errB != nil || portA != portB || portA == "0" {
		return false
	}
	return strings.EqualFold(hostA, hostB) || isEvery(hostA) || isEvery(hostB)
}

func isEvery(host string) bool { return host == "" || host == "0.0.0.0" || host == "::" }
