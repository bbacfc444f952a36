package localpool

import "context"

// CustomAuth stands where a real pool has the three Lambda triggers of CUSTOM_AUTH. It is called outside transactions, may be
// called more than once for one step, and must be safe for concurrent use. An error reaches the client with its text.
type CustomAuth interface {
	// Define decides what follows the rounds so far: DefineAuthChallenge.
	Define(ctx context.Context, request *CustomRequest) (CustomDecision, error)
	// Create makes a challenge: CreateAuthChallenge.
	Create(ctx context.Context, request *CustomRequest) (CustomChallenge, error)
	// Verify holds an answer against Private of the challenge that it answers: VerifyAuthChallengeResponse.
	Verify(ctx context.Context, request *CustomRequest, private map[string]string, answer string) (bool, error)
}

// CustomRequest is what a trigger learns.
type CustomRequest struct {
	PoolID, ClientID string
	// Username is the internal name, and UserNotFound tells that it belongs to nobody: the client prevents user existence
	// errors, and the triggers have to pretend.
	Username     string
	UserNotFound bool
	// Attributes are the user's, without sub.
	Attributes     map[string]string
	ClientMetadata map[string]string
	// Rounds are the challenges that were answered in this sign-in, oldest first.
	Rounds []CustomRound

	// delivery is where a message to the user goes, or seems to go, and address where it really goes, "" for nowhere.
	delivery *codeDelivery
	address  string
}

// CustomRound is one answered challenge: SRP_A, PASSWORD_VERIFIER or CUSTOM_CHALLENGE.
type CustomRound struct {
	Challenge string `json:"challenge"`
	Passed    bool   `json:"passed,omitempty"`
	Metadata  string `json:"metadata,omitempty"`
}

// CustomDecision says what follows: tokens, the end, or a challenge (CUSTOM_CHALLENGE or PASSWORD_VERIFIER).
type CustomDecision struct {
	IssueTokens bool
	Fail        bool
	Challenge   string
}

// CustomChallenge is a challenge. Private and Metadata travel sealed in the Session, which holds two kilobytes in all.
type CustomChallenge struct {
	// Public goes to the client as ChallengeParameters.
	Public map[string]string
	// Private is for Verify.
	Private map[string]string
	// Metadata comes back in the round of this challenge.
	Metadata string
	// Messages are delivered before the client gets its answer.
	Messages []Message
}
