package graph

import (
	"mime"
	"strconv"
	"strings"
)

// mediaType is one of the two media types an answer can have.
type mediaType string

const (
	mediaJSON    mediaType = "application/json"
	mediaGraphQL mediaType = "application/graphql-response+json"
)

// maxAcceptEntries bounds the work one Accept header can cause. Browsers send
// at most about eight entries.
const maxAcceptEntries = 16

// How closely an Accept entry names a media type.
const (
	matchNone = iota
	matchAny
	matchMainType
	matchExact
)

// preference is how much a client wants one media type.
type preference struct {
	quality float64
	match   int
}

// betterThan orders by quality, then by how closely the type was named, so
// that "application/json, */*" asks for application/json.
func (p preference) betterThan(other preference) bool {
	if p.quality != other.quality {
		return p.quality > other.quality
	}
	return p.match > other.match
}

// negotiate picks the media type of the answer from the Accept headers. No
// header, or nothing but wildcards, means application/json: the clients that
// send that predate the other type. Named equally, the newer type wins,
// because only it separates a GraphQL answer from a proxy's. ok is false when
// the client accepts neither.
func negotiate(accept []string) (media mediaType, ok bool) {
	if len(accept) == 0 {
		return mediaJSON, true
	}
	var forJSON, forGraphQL preference
	entries, seen := strings.Join(accept, ","), 0
	for entry := range strings.SplitSeq(entries, ",") {
		if strings.TrimSpace(entry) == "" {
			continue
		}
		if seen++; seen > maxAcceptEntries {
			break
		}
		name, quality, valid := acceptEntry(entry)
		if !valid {
			continue
		}
		forJSON = forJSON.refine(mediaJSON, name, quality)
		forGraphQL = forGraphQL.refine(mediaGraphQL, name, quality)
	}
	switch {
	case seen == 0:
		return mediaJSON, true
	case forJSON.quality <= 0 && forGraphQL.quality <= 0:
		return mediaJSON, false
	case forGraphQL.quality > 0 && forGraphQL.match == matchExact && !forJSON.betterThan(forGraphQL):
		return mediaGraphQL, true
	case forGraphQL.betterThan(forJSON):
		return mediaGraphQL, true
	default:
		return mediaJSON, true
	}
}

// refine keeps the quality of the closest match: "application/json;q=0, */*"
// refuses application/json although the wildcard would allow it.
func (p preference) refine(media mediaType, name string, quality float64) preference {
	match := matchNone
	switch name {
	case string(media):
		match = matchExact
	case "application/*":
		match = matchMainType
	case "*/*":
		match = matchAny
	}
	if match > p.match {
		return preference{quality: quality, match: match}
	}
	return p
}

func acceptEntry(entry string) (name string, quality float64, valid bool) {
	name, params, err := mime.ParseMediaType(entry)
	if err != nil {
		return "", 0, false
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return "", 0, false
	}
	quality = 1
	if q, given := params["q"]; given {
		quality, err = strconv.ParseFloat(q, 64)
		if err != nil || !(quality >= 0 && quality <= 1) {
			return "", 0, false
		}
	}
	return name, quality, true
}
