package scalar

import (
	"encoding/json"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"usher/internal/auth"
)

// maxWebAuthn bounds a credential, in bytes. One with an attestation and its chain of certificates
// has a few KiB.
const maxWebAuthn = 32 << 10

// MarshalWebAuthnJSON writes the object as it came from the pool. Anything else would break the
// answer, or let a pool write into it, and is null.
func MarshalWebAuthnJSON(v auth.WebAuthnJSON) graphql.Marshaler {
	text := []byte(v)
	if !isObject(text) {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(text) })
}

// UnmarshalWebAuthnJSON reads an object of a client, which sends it as JSON and not as a string of JSON.
func UnmarshalWebAuthnJSON(v any) (auth.WebAuthnJSON, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return "", refusal("must be a JSON object, as toJSON() gives it")
	}
	text, err := json.Marshal(object)
	if err != nil || len(text) > maxWebAuthn {
		return "", refusal("must be a JSON object of at most " + strconv.Itoa(maxWebAuthn) + " bytes")
	}
	return auth.WebAuthnJSON(text), nil
}

func isObject(text []byte) bool {
	var object map[string]json.RawMessage
	return json.Unmarshal(text, &object) == nil && object != nil
}
