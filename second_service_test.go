package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestASecondServiceAddsFieldsForWhoIsSignedInHere drives examples/schema-first beside a real Usher.
func TestASecondServiceAddsFieldsForWhoIsSignedInHere(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	ann, bob := in.signedUp("ann@example.com", "correct horse 9"), in.signedUp("bob@example.com", "correct horse 9")
	built := secondService(t)
	for name, flags := range map[string][]string{"checking here": checkingHere(t, in), "asking Usher": {"-usher", in.url + "/graphql"}} {
		t.Run(name, func(t *testing.T) {
			second := startSecond(t, built, flags...)
			for _, text := range []string{"first", " second\n"} {
				second.want("add a note", "Note", second.do("addNote", addNoteOp, map[string]any{"text": text}, bearer(ann)))
			}
			if got := texts(t, second.call(notesOp, nil, bearer(ann))); got != "second, first" {
				t.Errorf("Ann's notes: %q", got)
			}
			if got := texts(t, second.call(notesOp, nil, bearer(bob))); got != "" {
				t.Errorf("Bob's notes: %q", got)
			}
			second.want("an empty note", "NoteRefused", second.do("addNote", addNoteOp, map[string]any{"text": " "}, bearer(ann)))

			// As a router asks, once it has the id from Usher.
			id := field[me](t, in.call(meOp, nil, bearer(ann)), "me").ID
			of := func(id string) map[string]any {
				return map[string]any{"of": []map[string]any{{"__typename": "Me", "id": id}}}
			}
			if got := second.call(entityOp, of(id), bearer(ann)); !strings.Contains(got.body, `"notes":[{"text":"second"},{"text":"first"}]`) {
				t.Errorf("Ann as an entity: %s", got.body)
			}
			refusedAs(t, second.call(entityOp, of(id), bearer(bob)), "FORBIDDEN")
			refusedAs(t, second.call(entityOp, of(id)), "MISSING")

			refusedAs(t, second.call(notesOp, nil), "MISSING")
			refusedAs(t, second.call(addNoteOp, map[string]any{"input": map[string]any{"text": "x"}}), "MISSING")
			if got := field[int](t, second.call(`{ longestNote }`, nil, "Authorization: Bearer garbage"), "longestNote"); got != 500 {
				t.Errorf("a public field beside a bad token: %d", got)
			}
		})
	}
}

func TestASecondServiceRefusesWhatIsNoAccessTokenOfThisClient(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	second := startSecond(t, secondService(t), checkingHere(t, in)...)
	session := in.signedUp("ann@example.com", "correct horse 9")
	header, claims := decode(t, session.AccessToken)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	with := func(m map[string]any, name string, value any) map[string]any {
		m = maps.Clone(m)
		m[name] = value
		return m
	}
	// The classic confusion of algorithms: the public key set as a secret.
	hmacSigned := func() string {
		resp, err := http.Get(in.wire + "/" + logged(t, in, "pool") + "/.well-known/jwks.json") //nolint:gosec,noctx // loopback
		must(t, err)
		defer func() { _ = resp.Body.Close() }()
		public, err := io.ReadAll(resp.Body)
		must(t, err)
		input := segment(t, with(header, "alg", "HS256")) + "." + segment(t, claims)
		mac := hmac.New(sha256.New, public)
		mac.Write([]byte(input))
		return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
	parts := strings.Split(session.AccessToken, ".")
	for name, token := range map[string]string{
		"an ID token":                        session.IDToken,
		"a refresh token":                    session.RefreshToken,
		"another client of the pool":         signInPast(t, in, publicClient(t, in), "ann@example.com", "correct horse 9"),
		"another pool":                       otherPoolsToken(t, in),
		"another key under the pool's kid":   forge(t, header, claims, key),
		"another key under a kid of its own": forge(t, with(header, "kid", "mine"), claims, key),
		"alg none":                           segment(t, with(header, "alg", "none")) + "." + parts[1] + ".",
		"HS256":                              hmacSigned(),
		"claims of somebody else":            parts[0] + "." + segment(t, with(claims, "sub", "bob")) + "." + parts[2],
		"no signature":                       parts[0] + "." + parts[1] + ".",
		"too long":                           session.AccessToken + strings.Repeat("A", 9<<10),
		"no token":                           "x",
		"two tokens":                         session.AccessToken + " " + session.AccessToken,
	} {
		t.Run(name, func(t *testing.T) { refusedAs(t, second.call(notesOp, nil, "Authorization: Bearer "+token), "INVALID") })
	}
	if got := texts(t, second.call(notesOp, nil, bearer(session))); got != "" {
		t.Errorf("the true token: %q", got)
	}
}

func TestASecondServiceRefusesAnExpiredToken(t *testing.T) {
	c := &clock{now: time.Now().Add(-2 * time.Hour)} // the pool's: what it issues for an hour is over by now
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	built := secondService(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	refusedAs(t, startSecond(t, built, checkingHere(t, in)...).call(notesOp, nil, bearer(session)), "EXPIRED")

	asking := startSecond(t, built, "-usher", in.url+"/graphql")
	if got := texts(t, asking.call(notesOp, nil, bearer(session))); got != "" {
		t.Errorf("by Usher's clock it is not over: %q", got)
	}
	c.pass(time.Hour)
	// The refresh token is not for the second service to spend.
	refusedAs(t, asking.call(notesOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken), "EXPIRED")
}

// TestOnlyUsherKnowsOfASignOut shows what is given up by checking signatures alone.
func TestOnlyUsherKnowsOfASignOut(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	built := secondService(t)
	here, asking := startSecond(t, built, checkingHere(t, in)...), startSecond(t, built, "-usher", in.url+"/graphql")
	session := in.signedUp("ann@example.com", "correct horse 9")
	for name, second := range map[string]*instance{"checking here": here, "asking Usher": asking} {
		if got := texts(t, second.call(notesOp, nil, bearer(session))); got != "" {
			t.Errorf("%s, signed in: %q", name, got)
		}
	}
	in.call(signOutOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
	if got := texts(t, here.call(notesOp, nil, bearer(session))); got != "" {
		t.Errorf("checking here, signed out: %q", got)
	}
	refusedAs(t, asking.call(notesOp, nil, bearer(session)), "REVOKED")
}

func TestOnlyUsherOpensSealedTokens(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_SEAL_KEYS="+sealKey1)
	built := secondService(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	refusedAs(t, startSecond(t, built, checkingHere(t, in)...).call(notesOp, nil, bearer(session)), "INVALID")
	asking := startSecond(t, built, "-usher", in.url+"/graphql")
	asking.want("add a note", "Note", asking.do("addNote", addNoteOp, map[string]any{"text": "sealed"}, bearer(session)))
	if got := texts(t, asking.call(notesOp, nil, bearer(session))); got != "sealed" {
		t.Errorf("Ann's notes: %q", got)
	}
	in.call(signOutOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
	refusedAs(t, asking.call(notesOp, nil, bearer(session)), "REVOKED")
}

func TestASecondServiceLetsNobodyInWhileItCannotCheck(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	built := secondService(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	here, asking := startSecond(t, built, checkingHere(t, in)...), startSecond(t, built, "-usher", in.url+"/graphql")
	in.stop()
	for name, second := range map[string]*instance{"checking here": here, "asking Usher": asking} {
		t.Run(name, func(t *testing.T) {
			refusedAs(t, second.call(notesOp, nil, bearer(session)), "UPSTREAM_UNAVAILABLE")
			refusedAs(t, second.call(notesOp, nil), "MISSING")
		})
	}
}
