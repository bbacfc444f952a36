package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// canaryRun sends everything to one instance.
type canaryRun struct {
	t     *testing.T
	c     *canaries
	in    *instance
	wire  *brokenPool
	clock *clock
	name  string
	sent  int
	users int
}

func (r *canaryRun) all() int {
	for _, op := range introspect(r.t, r.in).operations(r.t) {
		session := r.session()
		paths := op.secrets
		if len(paths) == 0 {
			paths = []string{""}
		}
		for _, path := range paths {
			r.broken(op, path, session)
			r.malformed(op, path)
			r.served(op, path, session)
		}
	}
	r.steps()
	return r.sent
}

// session is that of a fresh account, whose secrets are looked for, too.
func (r *canaryRun) session() tokens {
	password := r.c.text("the password of an account")
	session := r.in.signedUp(r.email(), password)
	r.kept(session)
	return session
}

// kept has the tokens of a session looked for, whole and in parts.
func (r *canaryRun) kept(session tokens) {
	for kind, text := range map[string]string{"access": session.AccessToken, "ID": session.IDToken, "refresh": session.RefreshToken} {
		r.c.keep(kind+" token", text)
		for i, part := range strings.Split(text, ".") {
			if i > 0 { // the header is the same for all
				r.c.keep("part of the "+kind+" token", part)
			}
		}
	}
}

// email is a new one each time, so that no limit keeps an operation from going all the way.
func (r *canaryRun) email() string {
	r.users++
	return fmt.Sprintf("u%d.%d@example.com", len(r.name), r.users)
}

// quoted is what JSON, HTML and URLs write differently: an echo of it is not the secret letter by letter.
const quoted = ` "\'<&é`

// formed is a value that passes for a good one.
func (r *canaryRun) formed(op operation) func(path string, v inputValue) any {
	return func(path string, v inputValue) any {
		where, kind := op.name+" "+path, v.Type.named().Name
		if slices.Contains(op.secrets, path) {
			switch kind {
			case "OneTimeCode":
				return r.c.digits(where)
			case "Password", "String":
				return r.c.text(where) + quoted
			case "WebAuthnJSON":
				return map[string]any{"id": r.c.text(where), "type": "public-key", "response": map[string]any{"signature": r.c.text(where)}}
			}
			return r.c.text(where)
		}
		switch {
		case kind == "EmailAddress" || path == "username":
			return r.email()
		case kind == "PhoneNumber":
			return "+4915112345678"
		case kind == "URL":
			return "https://example.com/picture"
		case kind == "Boolean":
			return true
		case op.schema.types[kind].Kind == "ENUM":
			return enum(op.schema.types[kind].EnumValues[0].Name)
		}
		return "open"
	}
}

// misplaced puts a canary where something else belongs, whatever the type.
func (r *canaryRun) misplaced(op operation) func(path string, v inputValue) any {
	return func(path string, _ inputValue) any { return r.c.text(op.name + " " + path + ", misplaced") }
}

// carried are headers that bring a secret; a session takes the place of one of them.
func (r *canaryRun) carried(session *tokens) []string {
	token := func(where string) string {
		return "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ." + base64.RawURLEncoding.EncodeToString([]byte(r.c.text(where))) + "." + r.c.text(where)
	}
	headers := []string{
		"X-Id-Token: " + token("X-Id-Token"), "X-Refresh-Token: " + r.c.text("X-Refresh-Token"), "X-Device-Token: " + r.c.text("X-Device-Token"),
		"Cookie: usher-access=" + r.c.text("cookie") + "; __Host-usher-refresh=" + token("cookie"), "Apollo-Require-Preflight: 1",
	}
	if session == nil {
		return append(headers, "Authorization: Bearer "+token("Authorization"))
	}
	return append(headers, bearer(*session))
}

// broken sends well-formed secrets while the pool breaks in one way after the other.
func (r *canaryRun) broken(op operation, path string, session tokens) {
	for _, mode := range brokenModes() {
		r.wire.set(mode, "")
		if op.name == "changePassword" {
			r.wire.set(mode, "ChangePassword") // which a call of GetUser goes before
		}
		r.post(op, op.document(), op.variables(path, r.formed(op)), r.carried(&session))
	}
	r.wire.set("", "")
}

// served sends them while it works, with a session and without.
func (r *canaryRun) served(op operation, path string, session tokens) {
	r.post(op, op.document(), op.variables(path, r.formed(op)), r.carried(nil))
	r.post(op, op.inline(op.variables(path, r.formed(op))), nil, r.carried(nil))
	r.post(op, op.document(), op.variables(path, r.formed(op)), r.carried(&session))
}

// malformed sends what is no request, or not one of this schema.
func (r *canaryRun) malformed(op operation, path string) {
	none := r.carried(nil)
	r.post(op, op.document(), op.variables(path, r.misplaced(op)), none)
	r.post(op, op.inline(op.variables(path, r.misplaced(op))), nil, none)
	for _, wrap := range []func(any) any{
		func(v any) any { return []any{v, v} },
		func(any) any { return map[string]any{r.c.text(op.name + ", a key"): r.c.text(op.name + ", in a map")} },
	} {
		r.post(op, op.document(), op.variables(path, func(path string, v inputValue) any { return wrap(r.misplaced(op)(path, v)) }), none)
	}
	good := op.variables(path, r.formed(op))
	unknown := map[string]any{"input": map[string]any{r.c.text(op.name + ", an unknown member"): r.c.text(op.name + ", its value")}, r.c.text("a variable"): 1}
	r.post(op, op.document(), unknown, none)
	r.post(op, strings.Replace(op.document(), "__typename", r.c.text("a field"), 1), good, none)
	r.post(op, op.document()+` "`+r.c.text("after the document"), good, none)

	body := r.body(op.document(), good)
	r.send(op, http.MethodPost, "", body[:len(body)-len(body)/4], "application/json", none)
	r.send(op, http.MethodPost, "", append(body, r.c.text("after the JSON")...), "application/json", none)
	r.send(op, http.MethodPost, "", []byte("["+string(body)+","+string(body)+"]"), "application/json", none)
	r.send(op, http.MethodPost, "", body, "text/plain; "+r.c.text("a media type"), none)
	r.send(op, http.MethodPost, "", append([]byte(`{"x":"`+strings.Repeat(r.c.text("a long body"), 40_000)+`",`), body[1:]...), "application/json", none)
	r.send(op, http.MethodPut, "", body, "application/json", none)
	query := url.Values{"query": {op.inline(good)}, "variables": {r.c.text("a URL")}, "operationName": {r.c.text("a name")}}
	r.send(op, http.MethodGet, "?"+query.Encode(), nil, "", none)
	r.send(op, http.MethodGet, "?query=%zz"+r.c.text("a broken URL"), nil, "", none)
}

// steps goes where only real codes and challenges lead, and breaks the pool there.
func (r *canaryRun) steps() {
	password := r.c.text("the password of an account") + quoted
	for _, mode := range brokenModes() {
		email := r.email()
		r.in.want("sign up", "SignUpStarted", r.in.do("signUp", signUpOp, map[string]any{"email": email}))
		r.wire.set(mode, "AdminSetUserPassword")
		r.c.search(r.name+": answers of half-done confirms", r.in.call(confirmOp, map[string]any{"input": map[string]any{
			"username": email, "code": r.in.mailedCode(email), "password": r.c.text("a half-done confirm") + quoted,
		}}).body)
		r.wire.set("", "")
	}
	email, plain := r.email(), r.email()
	session := r.in.signedUp(email, password)
	r.kept(session)
	r.kept(r.in.signedUp(plain, password))
	secret := r.in.withTotp(r.clock, session)
	r.c.keep("TOTP secret", secret)
	asked := r.in.begin("TotpChallenge", map[string]any{"username": email, "password": password})
	r.c.keep("challenge", asked.Challenge)
	r.in.respond("InvalidCode", asked.Challenge, map[string]any{"totpCode": other(app(r.t, r.clock, secret))})
	r.kept(r.in.respond("Session", asked.Challenge, map[string]any{"totpCode": app(r.t, r.clock, secret)}).Tokens)

	wrong := map[string]func() any{
		"totpCode": func() any { return r.c.digits("an answer with totpCode")[:len(canaryDigits)+1] },
		"code":     func() any { return r.c.digits("an answer with code") },
		"password": func() any { return r.c.text("an answer with a password") + quoted },
	}
	for _, mode := range brokenModes() {
		for kind, begin := range map[string]map[string]any{
			"totpCode": {"username": email, "password": password}, "code": {"username": plain, "factor": "EMAIL"}, "password": {"username": plain},
		} {
			begun := field[step](r.t, r.in.call(beginOp, map[string]any{"input": begin}), "signIn")
			r.c.keep("challenge", begun.Challenge)
			r.wire.set(mode, "RespondToAuthChallenge")
			r.c.search(r.name+": answers to challenges", r.in.call(respondOp,
				map[string]any{"input": map[string]any{"challenge": begun.Challenge, "answer": map[string]any{kind: wrong[kind]()}}}).body)
			r.wire.set("", "")
		}
	}
	r.in.call(signOutOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
}

func (r *canaryRun) body(document string, variables map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		r.t.Fatal(err)
	}
	return text
}

func (r *canaryRun) post(op operation, document string, variables map[string]any, headers []string) {
	r.send(op, http.MethodPost, "", r.body(document, variables), "application/json", headers)
}

// send sends one request and adds all of the answer to what is searched. A connection that is closed before the answer
// is one, too: the server does not read what is too long.
func (r *canaryRun) send(op operation, method, query string, body []byte, media string, headers []string) {
	r.sent++
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.in.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	request.URL.RawQuery = strings.TrimPrefix(query, "?")
	for _, h := range append(headers, "Content-Type: "+media) {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request) //nolint:forbidigo // a test's own client
	if err != nil {
		return
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	var header bytes.Buffer
	_ = response.Header.Write(&header)
	r.c.search(r.name+": answers of "+op.name, response.Status+"\n"+header.String()+string(text))
}
