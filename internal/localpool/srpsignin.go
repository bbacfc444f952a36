package localpool

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"time"
)

const (
	// verifierPatience is how long PASSWORD_VERIFIER waits for its answer, which no person has to type.
	verifierPatience = time.Minute

	// srpTimeLayout is how clients write TIMESTAMP: the day has no zero in front.
	srpTimeLayout = "Mon Jan 2 15:04:05 UTC 2006"

	blockBinding = "verifier "
)

// verifierBlock is what SECRET_BLOCK holds, sealed: a whole session, because USER_SRP_AUTH hands out none, the server's own
// secret and the client's public value.
type verifierBlock struct {
	Session challengeSession `json:"session"`
	Own     []byte           `json:"own"`
	Client  []byte           `json:"client"`
	// raw is the block as its signature covers it.
	raw []byte
}

// verifierStart is the server's first move, computed outside the write transaction.
type verifierStart struct {
	secret, client, public *big.Int
	salt                   []byte
}

// srpStep starts SRP: USER_SRP_AUTH and the challenge PASSWORD_SRP.
func (p *Pool) srpStep() signInStep {
	return signInStep{prepare: p.startSRP, settle: func(_ tx, a *signInAttempt, call *authCall, ready prepared) (*signInOutcome, error) {
		outcome, err := p.verifierChallenge(a, ready.srp)
		if err == nil && call.flow == flowUserSRP {
			outcome.challenge.Session = "" // SECRET_BLOCK says all, and clients of this flow expect none
		}
		return outcome, err
	}}
}

func (p *Pool) startSRP(_ context.Context, a *signInAttempt, call *authCall) (prepared, error) {
	group := newSRPGroup()
	client, ok := group.parsePublic(call.values["SRP_A"])
	if !ok {
		return prepared{}, fail(invalidParameter, "SRP_A is not a public value of the group.")
	}
	raw, err := randomBytes(p.random, srpSecretBytes)
	if err != nil {
		return prepared{}, err
	}
	verifier, secret := a.verifierOf(group), new(big.Int).SetBytes(raw)
	return prepared{srp: &verifierStart{secret: secret, client: client, public: group.public(verifier, secret), salt: verifier.Salt}}, nil
}

// verifierOf returns what the password is held against. A user without a verifier looks like a name without a user, and both
// cost the same.
func (a *signInAttempt) verifierOf(group *srpGroup) *srpVerifier {
	simulated := a.scope.simulatedVerifier(group, a.username())
	if a.user != nil && a.user.SRP != nil {
		return a.user.SRP
	}
	return simulated
}

func (p *Pool) verifierChallenge(a *signInAttempt, start *verifierStart) (*signInOutcome, error) {
	session, err := p.newSession(a, challengeVerifier)
	if err != nil {
		return nil, err
	}
	if patience := a.now.Add(verifierPatience); session.Expires.After(patience) {
		session.Expires = patience
	}
	plain, err := json.Marshal(verifierBlock{Session: *session, Own: start.secret.Bytes(), Client: start.client.Bytes()})
	if err != nil {
		return nil, fmt.Errorf("localpool: encode a secret block: %w", err)
	}
	block, err := p.seal(a.scope, plain, blockBinding+session.ClientID)
	if err != nil {
		return nil, err
	}
	return p.issue(a.scope, session, map[string]string{
		"SALT": new(big.Int).SetBytes(start.salt).Text(16), "SRP_B": start.public.Text(16),
		"SECRET_BLOCK": base64.StdEncoding.EncodeToString(block), "USERNAME": a.username(), userIDParameter: a.username(),
	})
}

// openBlock opens SECRET_BLOCK. A Session that came along must belong to it.
func (s *scope) openBlock(call *authCall, now time.Time) (*verifierBlock, error) {
	refuse := fail(notAuthorized, textSessionInvalid)
	raw, err := base64.StdEncoding.DecodeString(call.values["PASSWORD_CLAIM_SECRET_BLOCK"])
	if err != nil {
		return nil, refuse
	}
	plain, ok := s.unseal(raw, blockBinding+s.client.ID)
	block := verifierBlock{raw: raw}
	if !ok || json.Unmarshal(plain, &block) != nil {
		return nil, refuse
	}
	if !now.Before(block.Session.Expires) {
		return nil, errSessionExpired
	}
	if call.session == "" {
		return &block, nil
	}
	session, err := s.openSession(call.session, now)
	if err != nil {
		return nil, err
	}
	if session.ID != block.Session.ID {
		return nil, refuse
	}
	return &block, nil
}

// verifierStep checks the client's proof of the password. A wrong one counts like a wrong password.
func (p *Pool) verifierStep() signInStep {
	return signInStep{
		prepare: func(ctx context.Context, a *signInAttempt, call *authCall) (prepared, error) {
			timestamp := call.values["TIMESTAMP"]
			if _, err := time.Parse(srpTimeLayout, timestamp); err != nil {
				return prepared{}, fail(invalidParameter, "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
			}
			signature, err := base64.StdEncoding.DecodeString(call.values["PASSWORD_CLAIM_SIGNATURE"])
			if err != nil {
				return prepared{}, fail(notAuthorized, textWrongCredentials)
			}
			group := newSRPGroup()
			key, err := group.sessionKey(a.verifierOf(group), new(big.Int).SetBytes(a.verifier.Client), new(big.Int).SetBytes(a.verifier.Own))
			if err != nil {
				return prepared{}, err
			}
			want := srpSignature(key, a.scope.pool.ID, a.username(), a.verifier.raw, timestamp)
			known := a.user != nil && a.user.SRP != nil
			ready := prepared{matched: hmac.Equal(want, signature) && known}
			if custom := a.session.Custom; custom != nil && ready.matched {
				ready.custom, err = p.nextTurn(ctx, a, call, append(slices.Clone(custom.Rounds), CustomRound{Challenge: challengeVerifier, Passed: true}))
			}
			return ready, err
		},
		settle: func(t tx, a *signInAttempt, call *authCall, ready prepared) (*signInOutcome, error) {
			if ready.custom != nil {
				return p.settleCustom(t, a, call, ready)
			}
			return p.settlePassword(t, a, call, ready)
		},
	}
}
