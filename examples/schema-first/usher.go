package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	usherMaxBytes = 64 << 10
	// sealedMaxBytes has room for a token as long as may be that Usher sealed, with the profile that it adds.
	sealedMaxBytes = 2 * tokenMaxBytes
)

// question costs Usher no call to the user pool: the id is in the token.
const question = `{"query":"{ me { id } }"}`

// usher has Usher say whose access token this is. It sees what a signature cannot tell, that the session was
// ended, and takes the tokens that Usher sealed; for one call a request.
type usher struct {
	url    string // of Usher's GraphQL endpoint
	client *http.Client
}

// check says whose access token this is. Nothing but the token is handed on: a refresh token would be spent here, and
// its successor lost.
func (u *usher) check(ctx context.Context, token string) (caller, error) {
	if len(token) > sealedMaxBytes {
		return caller{}, unauthenticated(invalid, "the token is too long")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.url, strings.NewReader(question))
	if err != nil {
		return caller{}, unavailable(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	// Where Usher's tokens travel in cookies it asks for this of every POST.
	req.Header.Set("Apollo-Require-Preflight", "1")
	resp, err := u.client.Do(req)
	if err != nil {
		return caller{}, unavailable(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Data   struct{ Me *struct{ ID string } }
		Errors []struct {
			Extensions struct{ Code, Reason string }
		}
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, usherMaxBytes)).Decode(&answer); err != nil {
		return caller{}, unavailable(fmt.Errorf("usher: status %d, and no GraphQL answer: %w", resp.StatusCode, err))
	}
	if len(answer.Errors) > 0 {
		said := answer.Errors[0].Extensions
		if said.Code == codeUnauthenticated {
			return caller{}, unauthenticated(said.Reason, "Usher says so")
		}
		return caller{}, unavailable(fmt.Errorf("usher: status %d, code %s", resp.StatusCode, said.Code))
	}
	if resp.StatusCode != http.StatusOK || answer.Data.Me == nil || answer.Data.Me.ID == "" {
		return caller{}, unavailable(fmt.Errorf("usher: status %d, and neither a user nor an error", resp.StatusCode))
	}
	return caller{Subject: answer.Data.Me.ID}, nil
}
